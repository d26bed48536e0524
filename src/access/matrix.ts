/** Who may do what, for everybody at once: plain data, for JSON and for pages. */
import { actionsIn, type Holding } from "./holding.ts";
import { placesOf } from "./places.ts";
import { Reach } from "./reach.ts";
import { type Duty, type Grant, type Rights, rightsIn, type Selector, selectorOf } from "./rights.ts";
import { type Action, type Principal, principalsOf, type Repository, rolesOf, type Security } from "./security.ts";

/** What somebody may do with the content of a repository. */
export interface Cell {
  /** With all of it. */
  all: readonly Action[];
  /** Only with what a content selector selects. */
  selected: readonly { selector: Selector; actions: readonly Action[] }[];
  /** Groups through which all of it can be read by who may not read the repository itself. */
  through: readonly string[];
}

export interface Row extends Principal {
  /** Given roles, without those in them. */
  roles: readonly string[];
  /** Of a user: who keeps it, and whether it may log in. */
  source?: string;
  active?: boolean;
  /** The same as the cells, and what is no repository's content, told shortly. */
  rights: Rights;
  /** By the repository's name; a repository that is absent is out of reach. */
  cells: Readonly<Record<string, Cell>>;
}

export interface Matrix {
  /** The columns, by name. */
  repositories: readonly Repository[];
  /** Who comes without credentials (absent where nobody may), users, roles. */
  rows: readonly Row[];
}

export function matrixOf(security: Security): Matrix {
  const places = placesOf(security);
  const reach = new Reach(security, places);
  return {
    repositories: [...security.repositories].sort((a, b) => (a.name < b.name ? -1 : 1)),
    rows: principalsOf(security).map((principal) => {
      const held = reach.of(principal);
      const user = principal.type === "user" ? security.users.get(principal.id) : undefined;
      const cells = places.all.flatMap(({ repository }, place) => {
        const cell = repository && cellAt(held, place, security);
        return cell ? [[repository.name, cell]] : [];
      });
      return {
        ...principal,
        roles:
          principal.type === "role" ? (security.roles.get(principal.id)?.roles ?? []) : rolesOf(security, principal),
        ...(user && { source: user.source, active: user.active }),
        rights: rightsIn(held, places, security),
        cells: Object.fromEntries(cells),
      };
    }),
  };
}

/** Nothing where nothing may be done. */
export function cellAt(held: Holding, place: number, security: Security): Cell | undefined {
  const content = held.content[place] ?? 0;
  const selected = [...(held.selected.get(place) ?? [])].flatMap(([expression, bits]) => {
    const more = actionsIn(bits & ~content);
    return more.length ? [{ selector: selectorOf(expression, security), actions: more }] : [];
  });
  const through = held.through.get(place) ?? [];
  return content || selected.length || through.length ? { all: actionsIn(content), selected, through } : undefined;
}

export type { Duty, Grant, Rights, Selector };
