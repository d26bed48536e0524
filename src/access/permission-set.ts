import { type Action, actions } from "./security-model.ts";

/** A set of actions as bits: bit 0 is the first of `actions`. */
export type ActionBits = number;

export function toActionBits(someActions: readonly Action[]): ActionBits {
  return someActions.reduce((bits, action) => bits | (1 << actions.indexOf(action)), 0);
}

export function fromActionBits(bits: ActionBits): readonly Action[] {
  return actionsByBits[bits] ?? [];
}

/** Each set of actions, by its bits. */
const actionsByBits: readonly (readonly Action[])[] = Array.from({ length: 1 << actions.length }, (_, bits) =>
  actions.filter((action) => bits & toActionBits([action])),
);

export const browseBit: ActionBits = toActionBits(["browse"]);
export const readBit: ActionBits = toActionBits(["read"]);

/** Represents everything that a principal may do. Arrays are indexed like `AccessTargets.all`. */
export interface PermissionSet {
  /** Actions on all content of a target. */
  content: Uint8Array;
  /** Actions on the content that a content selector matches, by the selector's expression. */
  selected: Map<string, Uint8Array>;
  /** By target: names of the groups through which its content can be read although it cannot be read directly. */
  through: Map<number, readonly string[]>;
  /** Actions on the settings of repositories: `add` creates repositories, `edit` changes them. */
  settings: Uint8Array;
  /** Actions by area of Nexus that is not a repository: `create` on `users`; `*` for all areas or actions. */
  areas: Map<string, Set<string>>;
  /** Grants everything in Nexus. */
  everything: boolean;
}

/** Creates a set without any permission for the given number of targets. */
export function createPermissionSet(targetCount: number): PermissionSet {
  return {
    content: new Uint8Array(targetCount),
    selected: new Map(),
    through: new Map(),
    settings: new Uint8Array(targetCount),
    areas: new Map(),
    everything: false,
  };
}

/** Adds the permissions of another set to a set; `through` is computed for a whole principal and not added. */
export function addPermissions(permissions: PermissionSet, added: PermissionSet): void {
  addBits(permissions.content, added.content);
  addBits(permissions.settings, added.settings);
  for (const [expression, bits] of added.selected) addBits(getSelectorBits(permissions, expression), bits);
  for (const [area, areaActions] of added.areas)
    permissions.areas.set(area, new Set([...(permissions.areas.get(area) ?? []), ...areaActions]));
  permissions.everything ||= added.everything;
}

function addBits(target: Uint8Array, source: Uint8Array): void {
  for (let index = 0; index < source.length; index++) target[index] = (target[index] ?? 0) | (source[index] ?? 0);
}

/** Returns the actions by target of one selector. The array is created if the set has none, and can be written to. */
export function getSelectorBits({ selected, content }: PermissionSet, expression: string): Uint8Array {
  let bits = selected.get(expression);
  if (!bits) {
    bits = new Uint8Array(content.length);
    selected.set(expression, bits);
  }
  return bits;
}

/** Returns the actions that are allowed only on the content that the selector matches, not on all content. */
export function getSelectorOnlyBits({ selected, content }: PermissionSet, expression: string): Uint8Array {
  return subtractBits(selected.get(expression) ?? new Uint8Array(content.length), content);
}

function subtractBits(bits: Uint8Array, subtracted: Uint8Array): Uint8Array {
  const remaining = new Uint8Array(bits.length);
  for (let index = 0; index < bits.length; index++) remaining[index] = (bits[index] ?? 0) & ~(subtracted[index] ?? 0);
  return remaining;
}

/**
 * Returns the permissions that the first set has and the second has not, by effect: an action on all content of a
 * repository includes the same action on the content that a selector matches.
 */
export function subtractPermissions(permissions: PermissionSet, subtracted: PermissionSet): PermissionSet {
  const selected = [...permissions.selected.keys()].map((expression): [string, Uint8Array] => {
    const remaining = subtractBits(getSelectorOnlyBits(permissions, expression), subtracted.content);
    const subtractedBits = subtracted.selected.get(expression);
    return [expression, subtractedBits ? subtractBits(remaining, subtractedBits) : remaining];
  });
  return {
    content: subtractBits(permissions.content, subtracted.content),
    selected: new Map(selected.filter(([, bits]) => bits.some(Boolean))),
    through: new Map([...permissions.through].filter(([target]) => !canReadAll(subtracted, target))),
    settings: subtractBits(permissions.settings, subtracted.settings),
    areas: subtracted.everything ? new Map() : subtractAreas(permissions.areas, subtracted.areas),
    everything: permissions.everything && !subtracted.everything,
  };
}

function subtractAreas(areas: PermissionSet["areas"], subtracted: PermissionSet["areas"]): PermissionSet["areas"] {
  const onAllAreas = subtracted.get("*") ?? [];
  const remaining = [...areas].map(([area, areaActions]): [string, Set<string>] => {
    const covered = new Set([...(subtracted.get(area) ?? []), ...onAllAreas]);
    return [area, new Set(covered.has("*") ? [] : [...areaActions].filter((action) => !covered.has(action)))];
  });
  return new Map(remaining.filter(([, areaActions]) => areaActions.size));
}

/** Returns true if all content of the target can be read, directly or through a group. */
export function canReadAll({ content, through }: PermissionSet, target: number): boolean {
  return Boolean((content[target] ?? 0) & readBit) || through.has(target);
}

export function isEmptyPermissionSet({
  content,
  selected,
  through,
  settings,
  areas,
  everything,
}: PermissionSet): boolean {
  return (
    !everything && !selected.size && !through.size && !areas.size && !content.some(Boolean) && !settings.some(Boolean)
  );
}
