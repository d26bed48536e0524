import { actionsIn, type Bits, type Holding } from "./holding.ts";
import { type Places, type Scope, scopeOf } from "./places.ts";
import { unknownExpression } from "./reach.ts";
import type { Action, Security } from "./security.ts";

export interface Selector {
  name: string;
  /** In Nexus's CSEL; empty where it is not known. */
  expression: string;
}

/** Rights on some repositories. */
export interface Grant {
  actions: readonly Action[];
  on: Scope;
  /** Only with what it selects. */
  selector?: Selector;
  /** Only by asking that group. */
  through?: string;
}

/** What may be done in a part of Nexus that is no repository. */
export interface Duty {
  /** In the words of permissions: `users`, `tasks`, `script NAME`; `*` for all. */
  area: string;
  /** `create`, `read`, `update`, `delete`, `start`, ...; `*` for all. */
  actions: readonly string[];
}

/** What somebody may do, or gains, or loses: what can be said in one breath is one grant. */
export interface Rights {
  /** Everything that there is; nothing else is told then. */
  everything: boolean;
  content: readonly Grant[];
  /** With the settings of repositories: `add` makes them, `edit` changes them, `delete` deletes them. */
  settings: readonly Grant[];
  duties: readonly Duty[];
}

export function rightsIn(held: Holding, places: Places, security: Security): Rights {
  if (held.everything) return { everything: true, content: [], settings: [], duties: [] };
  const grants = (bits: Iterable<[number, Bits]>): Grant[] =>
    joined(bits).map(([key, indexes]) => ({ actions: actionsIn(key), on: scopeOf(places, indexes) }));
  const selected = new Map<string, [number, Bits][]>();
  for (const [place, expressions] of held.selected)
    for (const [expression, all] of expressions) {
      const bits = all & ~(held.content[place] ?? 0);
      if (bits) selected.set(expression, [...(selected.get(expression) ?? []), [place, bits]]);
    }
  const through = joined(
    [...held.through].flatMap(([place, groups]) => groups.map((group) => [place, group] as const)),
  );
  return {
    everything: false,
    content: [
      ...grants(held.content.entries()),
      ...[...selected].flatMap(([expression, bits]) => {
        const selector = selectorOf(expression, security);
        return grants(bits).map((grant) => ({ ...grant, selector }));
      }),
      ...through.map(
        ([group, indexes]): Grant => ({ actions: ["read"], on: scopeOf(places, indexes), through: group }),
      ),
    ],
    settings: grants(held.settings.entries()),
    duties: [...held.areas].map(([area, words]) => ({ area, actions: [...words].sort() })),
  };
}

/** Places that have the same, those that have nothing left out. */
function joined<K>(entries: Iterable<readonly [number, K]>): [K, number[]][] {
  const places = new Map<K, number[]>();
  for (const [place, key] of entries) if (key) places.set(key, [...(places.get(key) ?? []), place]);
  return [...places];
}

/** The selector of an expression. */
export function selectorOf(wanted: string, { selectors }: Security): Selector {
  const [name, expression] = [...selectors].find(([name, one]) => (one || unknownExpression(name)) === wanted) ?? [];
  return { name: name ?? "", expression: expression ?? "" };
}
