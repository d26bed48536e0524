/** The access of all principals to all repositories as plain data, for JSON and for pages. */
import { AccessEvaluator } from "./access-evaluator.ts";
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

/** The access of one principal to the content of one repository. */
export interface AccessCell {
  /** Actions on all content. */
  all: readonly Action[];
  /** Actions on only the content that a content selector matches. */
  selected: readonly { selector: GrantSelector; actions: readonly Action[] }[];
  /** Groups through which all content can be read although the repository itself cannot be read. */
  through: readonly string[];
}

/** The access of one principal. */
export interface MatrixRow extends Principal {
  /** Granted roles, without the roles that they contain. */
  roles: readonly string[];
  /** Of a user: the source, such as `default` for Nexus's own users. */
  source?: string;
  /** Of a user: may log in. */
  active?: boolean;
  /** A summary of the cells, with the rights that are not about the content of a repository. */
  rights: Rights;
  /** By name of the repository. A repository without access is absent. */
  cells: Readonly<Record<string, AccessCell>>;
}

/** The access of all principals to all repositories. */
export interface AccessMatrix {
  /** The columns, sorted by name. */
  repositories: readonly SecurityRepository[];
  /** Anonymous access if it is enabled, then users, then roles. */
  rows: readonly MatrixRow[];
}

export function createAccessMatrix(security: SecurityModel): AccessMatrix {
  const evaluator = new AccessEvaluator(security);
  const { targets } = evaluator;
  const selectors = indexSelectors(security);
  return {
    repositories: [...security.repositories].sort((a, b) => (a.name < b.name ? -1 : 1)),
    rows: listPrincipals(security).map((principal) => {
      const permissions = evaluator.evaluate(principal);
      const user = principal.type === "user" ? security.users.get(principal.id) : undefined;
      const cells = targets.all.flatMap(({ repository }, target) => {
        const cell = repository && toAccessCell(permissions, target, selectors);
        return cell ? [[repository.name, cell]] : [];
      });
      return {
        ...principal,
        roles:
          principal.type === "role"
            ? (security.roles.get(principal.id)?.roles ?? [])
            : listGrantedRoles(security, principal),
        ...(user && { source: user.source, active: user.active }),
        rights: summarizeRights(permissions, targets, selectors),
        cells: Object.fromEntries(cells),
      };
    }),
  };
}

/** Returns the access to one target, or nothing if there is none. */
export function toAccessCell(
  permissions: PermissionSet,
  target: number,
  selectors: SelectorsByExpression,
): AccessCell | undefined {
  const content = permissions.content[target] ?? 0;
  const selected: { selector: GrantSelector; actions: readonly Action[] }[] = [];
  for (const [expression, bits] of permissions.selected) {
    const selectedOnly = (bits[target] ?? 0) & ~content;
    const selector = selectors.get(expression);
    if (selectedOnly && selector) selected.push({ selector, actions: fromActionBits(selectedOnly) });
  }
  const through = permissions.through.get(target) ?? [];
  return content || selected.length || through.length ? { all: fromActionBits(content), selected, through } : undefined;
}
