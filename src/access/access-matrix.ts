/** Who may do what, for everybody at once: plain data, for JSON and for pages. */

import { AccessEvaluator } from "./access-evaluator.ts";
import { collectTargets } from "./access-targets.ts";
import { fromActionBits, type PermissionSet } from "./permission-set.ts";
import {
  type GrantSelector,
  indexSelectors,
  type Rights,
  type SelectorsByExpression,
  summarizeRights,
} from "./rights.ts";
import {
  type Action,
  listGrantedRoles,
  listPrincipals,
  type Principal,
  type SecurityModel,
  type SecurityRepository,
} from "./security-model.ts";

/** What somebody may do with the content of a repository. */
export interface AccessCell {
  /** With all of it. */
  all: readonly Action[];
  /** Only with what a content selector selects. */
  selected: readonly { selector: GrantSelector; actions: readonly Action[] }[];
  /** Groups through which all of it can be read by who may not read the repository itself. */
  through: readonly string[];
}

export interface MatrixRow extends Principal {
  /** Given roles, without those in them. */
  roles: readonly string[];
  /** Of a user: who keeps it, and whether it may log in. */
  source?: string;
  active?: boolean;
  /** The same as the cells, and what is no repository's content, told shortly. */
  rights: Rights;
  /** By the repository's name; a repository that is absent is out of reach. */
  cells: Readonly<Record<string, AccessCell>>;
}

export interface AccessMatrix {
  /** The columns, by name. */
  repositories: readonly SecurityRepository[];
  /** Who comes without credentials (absent where nobody may), users, roles. */
  rows: readonly MatrixRow[];
}

export function createAccessMatrix(security: SecurityModel): AccessMatrix {
  const places = collectTargets(security);
  const reach = new AccessEvaluator(security, places);
  const selectors = indexSelectors(security);
  return {
    repositories: [...security.repositories].sort((a, b) => (a.name < b.name ? -1 : 1)),
    rows: listPrincipals(security).map((principal) => {
      const held = reach.evaluate(principal);
      const user = principal.type === "user" ? security.users.get(principal.id) : undefined;
      const cells = places.all.flatMap(({ repository }, place) => {
        const cell = repository && toAccessCell(held, place, selectors);
        return cell ? [[repository.name, cell]] : [];
      });
      return {
        ...principal,
        roles:
          principal.type === "role"
            ? (security.roles.get(principal.id)?.roles ?? [])
            : listGrantedRoles(security, principal),
        ...(user && { source: user.source, active: user.active }),
        rights: summarizeRights(held, places, selectors),
        cells: Object.fromEntries(cells),
      };
    }),
  };
}

/** Nothing where nothing may be done. */
export function toAccessCell(
  held: PermissionSet,
  place: number,
  selectors: SelectorsByExpression,
): AccessCell | undefined {
  const content = held.content[place] ?? 0;
  const selected: { selector: GrantSelector; actions: readonly Action[] }[] = [];
  for (const [expression, bits] of held.selected) {
    const more = (bits[place] ?? 0) & ~content;
    const selector = selectors.get(expression);
    if (more && selector) selected.push({ selector, actions: fromActionBits(more) });
  }
  const through = held.through.get(place) ?? [];
  return content || selected.length || through.length ? { all: fromActionBits(content), selected, through } : undefined;
}
