import { placeholderExpression } from "./access-evaluator.ts";
import { type AccessTargets, type GrantScope, toGrantScope } from "./access-targets.ts";
import { type ActionBits, fromActionBits, getSelectorOnlyBits, type PermissionSet } from "./permission-set.ts";
import type { Action, SecurityModel } from "./security-model.ts";

/** The content selector that limits a grant. */
export interface GrantSelector {
  name: string;
  /** In Nexus's CSEL. Empty if it is not known. */
  expression: string;
}

/** Actions on a set of repositories. */
export interface Grant {
  actions: readonly Action[];
  on: GrantScope;
  /** Limits the grant to the content that the selector matches. */
  selector?: GrantSelector;
  /** The group through which the content can be read; the repositories themselves cannot be read. */
  through?: string;
}

/** Actions on an area of Nexus that is not a repository. */
export interface AreaRights {
  /** As in permissions: `users`, `tasks`, `script NAME`; `*` for all areas. */
  area: string;
  /** `create`, `read`, `update`, `delete`, `start`, ...; `*` for all. */
  actions: readonly string[];
}

/** A summary of permissions: those a principal has, gains, or loses. Equal grants are joined. */
export interface Rights {
  /** Grants everything in Nexus; the lists are empty then. */
  everything: boolean;
  content: readonly Grant[];
  /** On the settings of repositories: `add` creates, `edit` changes, `delete` deletes a repository. */
  settings: readonly Grant[];
  duties: readonly AreaRights[];
}

/** Summarizes a permission set. */
export function summarizeRights(
  permissions: PermissionSet,
  targets: AccessTargets,
  selectors: SelectorsByExpression,
): Rights {
  if (permissions.everything) return { everything: true, content: [], settings: [], duties: [] };
  const toGrants = (bits: Iterable<[number, ActionBits]>): Grant[] =>
    groupByValue(bits).map(([value, indexes]) => ({
      actions: fromActionBits(value),
      on: toGrantScope(targets, indexes),
    }));
  const through = groupByValue(
    [...permissions.through].flatMap(([target, groups]) => groups.map((group) => [target, group] as const)),
  );
  return {
    everything: false,
    content: [
      ...toGrants(permissions.content.entries()),
      ...[...permissions.selected.keys()].flatMap((expression) => {
        const selector = selectors.get(expression);
        return toGrants(getSelectorOnlyBits(permissions, expression).entries()).map((grant) => ({
          ...grant,
          ...(selector && { selector }),
        }));
      }),
      ...through.map(
        ([group, indexes]): Grant => ({ actions: ["read"], on: toGrantScope(targets, indexes), through: group }),
      ),
    ],
    settings: toGrants(permissions.settings.entries()),
    duties: [...permissions.areas]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([area, actions]) => ({ area, actions: [...actions].sort() })),
  };
}

/** Groups targets by equal values; targets with an empty value are left out. */
function groupByValue<V>(entries: Iterable<readonly [number, V]>): [V, number[]][] {
  const groups = new Map<V, number[]>();
  for (const [target, value] of entries) {
    const group = groups.get(value) ?? [];
    if (value) groups.set(value, group);
    group.push(target);
  }
  return [...groups];
}

/** Content selectors by expression: selectors with the same expression count as one. */
export type SelectorsByExpression = ReadonlyMap<string, GrantSelector>;

export function indexSelectors({ selectors }: SecurityModel): SelectorsByExpression {
  return new Map(
    [...selectors].map(([name, expression]) => [expression || placeholderExpression(name), { name, expression }]),
  );
}
