import { placeholderExpression } from "./access-evaluator.ts";
import { type AccessTargets, type GrantScope, toGrantScope } from "./access-targets.ts";
import { type ActionBits, fromActionBits, getSelectorOnlyBits, type PermissionSet } from "./permission-set.ts";
import type { Action, SecurityModel } from "./security-model.ts";

export interface GrantSelector {
  name: string;
  /** In Nexus's CSEL; empty where it is not known. */
  expression: string;
}

/** Rights on some repositories. */
export interface Grant {
  actions: readonly Action[];
  on: GrantScope;
  /** Only with what it selects. */
  selector?: GrantSelector;
  /** Only by asking that group. */
  through?: string;
}

/** What may be done in a part of Nexus that is no repository. */
export interface AreaRights {
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
  duties: readonly AreaRights[];
}

export function summarizeRights(held: PermissionSet, places: AccessTargets, selectors: SelectorsByExpression): Rights {
  if (held.everything) return { everything: true, content: [], settings: [], duties: [] };
  const grants = (bits: Iterable<[number, ActionBits]>): Grant[] =>
    joined(bits).map(([key, indexes]) => ({ actions: fromActionBits(key), on: toGrantScope(places, indexes) }));
  const through = joined(
    [...held.through].flatMap(([place, groups]) => groups.map((group) => [place, group] as const)),
  );
  return {
    everything: false,
    content: [
      ...grants(held.content.entries()),
      ...[...held.selected.keys()].flatMap((expression) => {
        const selector = selectors.get(expression);
        return grants(getSelectorOnlyBits(held, expression).entries()).map((grant) => ({
          ...grant,
          ...(selector && { selector }),
        }));
      }),
      ...through.map(
        ([group, indexes]): Grant => ({ actions: ["read"], on: toGrantScope(places, indexes), through: group }),
      ),
    ],
    settings: grants(held.settings.entries()),
    duties: [...held.areas]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([area, words]) => ({ area, actions: [...words].sort() })),
  };
}

/** Places that have the same, those that have nothing left out. */
function joined<K>(entries: Iterable<readonly [number, K]>): [K, number[]][] {
  const places = new Map<K, number[]>();
  for (const [place, key] of entries) {
    const same = places.get(key) ?? [];
    if (key) places.set(key, same);
    same.push(place);
  }
  return [...places];
}

/** Selectors by their expressions: those that select the same are one. */
export type SelectorsByExpression = ReadonlyMap<string, GrantSelector>;

export function indexSelectors({ selectors }: SecurityModel): SelectorsByExpression {
  return new Map(
    [...selectors].map(([name, expression]) => [expression || placeholderExpression(name), { name, expression }]),
  );
}
