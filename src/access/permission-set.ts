import type { Action } from "./security-model.ts";
import { actions } from "./security-model.ts";

/** Actions as bits. */
export type ActionBits = number;

export function toActionBits(some: readonly Action[]): ActionBits {
  return some.reduce((bits, action) => bits | (1 << actions.indexOf(action)), 0);
}

export function fromActionBits(bits: ActionBits): readonly Action[] {
  return sets[bits] ?? [];
}

/** Each set of actions, by its bits. */
const sets: readonly (readonly Action[])[] = Array.from({ length: 1 << actions.length }, (_, bits) =>
  actions.filter((action) => bits & toActionBits([action])),
);

export const browseBit: ActionBits = toActionBits(["browse"]);
export const readBit: ActionBits = toActionBits(["read"]);

/** All that somebody may do, by the indexes of places. */
export interface PermissionSet {
  /** With all content of a place. */
  content: Uint8Array;
  /** With what a content selector selects, by its expression. */
  selected: Map<string, Uint8Array>;
  /** Groups through which the content can be read, where it cannot be read itself. */
  through: Map<number, readonly string[]>;
  /** With the settings of repositories: `add` makes them, `edit` changes them. */
  settings: Uint8Array;
  /** With the other areas of Nexus: `users` and `create`, `*` for all. */
  areas: Map<string, Set<string>>;
  /** May do everything that there is. */
  everything: boolean;
}

export function createPermissionSet(places: number): PermissionSet {
  return {
    content: new Uint8Array(places),
    selected: new Map(),
    through: new Map(),
    settings: new Uint8Array(places),
    areas: new Map(),
    everything: false,
  };
}

/** Adds to a holding what another one has. */
export function addPermissions(held: PermissionSet, more: PermissionSet): void {
  add(held.content, more.content);
  add(held.settings, more.settings);
  for (const [expression, bits] of more.selected) add(getSelectorBits(held, expression), bits);
  for (const [area, words] of more.areas) held.areas.set(area, new Set([...(held.areas.get(area) ?? []), ...words]));
  held.everything ||= more.everything;
}

function add(into: Uint8Array, from: Uint8Array): void {
  for (let place = 0; place < from.length; place++) into[place] = (into[place] ?? 0) | (from[place] ?? 0);
}

/** The part of a holding that is about one selector. */
export function getSelectorBits({ selected, content }: PermissionSet, expression: string): Uint8Array {
  let bits = selected.get(expression);
  if (!bits) {
    bits = new Uint8Array(content.length);
    selected.set(expression, bits);
  }
  return bits;
}

/** What may be done only with what a selector selects: not what may be done with all. */
export function getSelectorOnlyBits({ selected, content }: PermissionSet, expression: string): Uint8Array {
  return less(selected.get(expression) ?? new Uint8Array(content.length), content);
}

function less(bits: Uint8Array, others: Uint8Array): Uint8Array {
  const left = new Uint8Array(bits.length);
  for (let place = 0; place < bits.length; place++) left[place] = (bits[place] ?? 0) & ~(others[place] ?? 0);
  return left;
}

/** What a holding has and another one has not, by effect: who may do a thing with all content may do it with some. */
export function subtractPermissions(held: PermissionSet, other: PermissionSet): PermissionSet {
  const selected = [...held.selected.keys()].map((expression): [string, Uint8Array] => {
    const left = less(getSelectorOnlyBits(held, expression), other.content);
    const had = other.selected.get(expression);
    return [expression, had ? less(left, had) : left];
  });
  return {
    content: less(held.content, other.content),
    selected: new Map(selected.filter(([, bits]) => bits.some(Boolean))),
    through: new Map([...held.through].filter(([place]) => !canReadAll(other, place))),
    settings: less(held.settings, other.settings),
    areas: other.everything ? new Map() : areasBeyond(held.areas, other.areas),
    everything: held.everything && !other.everything,
  };
}

function areasBeyond(held: PermissionSet["areas"], other: PermissionSet["areas"]): PermissionSet["areas"] {
  const everywhere = other.get("*") ?? [];
  const left = [...held].map(([area, words]): [string, Set<string>] => {
    const had = new Set([...(other.get(area) ?? []), ...everywhere]);
    return [area, new Set(had.has("*") ? [] : [...words].filter((word) => !had.has(word)))];
  });
  return new Map(left.filter(([, words]) => words.size));
}

/** All of the content can be read, itself or through a group. */
export function canReadAll({ content, through }: PermissionSet, place: number): boolean {
  return Boolean((content[place] ?? 0) & readBit) || through.has(place);
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
