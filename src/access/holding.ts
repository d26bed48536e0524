import type { Action } from "./security.ts";
import { actions } from "./security.ts";

/** Actions as bits. */
export type Bits = number;

export function bitsOf(some: readonly Action[]): Bits {
  return some.reduce((bits, action) => bits | (1 << actions.indexOf(action)), 0);
}

export function actionsIn(bits: Bits): Action[] {
  return actions.filter((action) => bits & bitsOf([action]));
}

export const reading: Bits = bitsOf(["read"]);

/** All that somebody may do, by the indexes of places. */
export interface Holding {
  /** With all content of a place. */
  content: Uint8Array;
  /** With what a content selector selects, by its expression, beside what may be done with all. */
  selected: Map<number, Map<string, Bits>>;
  /** Groups through which the content can be read, where it cannot be read itself. */
  through: Map<number, readonly string[]>;
  /** With the settings of repositories: `add` makes them, `edit` changes them. */
  settings: Uint8Array;
  /** With the other areas of Nexus: `users` and `create`, `*` for all. */
  areas: Map<string, Set<string>>;
  /** May do everything that there is. */
  everything: boolean;
}

export function nothingHeld(places: number): Holding {
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
export function join(held: Holding, more: Holding): void {
  for (const part of ["content", "settings"] as const) {
    const [into, from] = [held[part], more[part]];
    for (let index = 0; index < from.length; index++) into[index] = (into[index] ?? 0) | (from[index] ?? 0);
  }
  for (const [place, expressions] of more.selected)
    for (const [expression, bits] of expressions) select(held, place, expression, bits);
  for (const [area, words] of more.areas) held.areas.set(area, new Set([...(held.areas.get(area) ?? []), ...words]));
  held.everything ||= more.everything;
}

export function select({ selected }: Holding, place: number, expression: string, bits: Bits): void {
  const expressions = selected.get(place) ?? new Map<string, Bits>();
  selected.set(place, expressions.set(expression, (expressions.get(expression) ?? 0) | bits));
}

/** What a holding has and another one has not, by effect: who may do a thing with all content may do it with some. */
export function beyond(held: Holding, other: Holding): Holding {
  const more = nothingHeld(held.content.length);
  for (const part of ["content", "settings"] as const)
    for (let place = 0; place < more[part].length; place++)
      more[part][place] = (held[part][place] ?? 0) & ~(other[part][place] ?? 0);
  for (const [place, expressions] of held.selected)
    for (const [expression, bits] of expressions) {
      const had = (other.content[place] ?? 0) | (held.content[place] ?? 0);
      const left = bits & ~had & ~(other.selected.get(place)?.get(expression) ?? 0);
      if (left) select(more, place, expression, left);
    }
  for (const [place, groups] of held.through) if (!readable(other, place)) more.through.set(place, groups);
  for (const [area, words] of held.areas) {
    const had = new Set([...(other.areas.get(area) ?? []), ...(other.areas.get("*") ?? [])]);
    const left = [...words].filter((word) => !had.has("*") && !had.has(word));
    if (left.length && !other.everything) more.areas.set(area, new Set(left));
  }
  more.everything = held.everything && !other.everything;
  return more;
}

/** All of the content can be read, itself or through a group. */
export function readable({ content, through }: Holding, place: number): boolean {
  return Boolean((content[place] ?? 0) & reading) || through.has(place);
}

export function isNothing({ content, selected, through, settings, areas, everything }: Holding): boolean {
  return (
    !everything && !selected.size && !through.size && !areas.size && !content.some(Boolean) && !settings.some(Boolean)
  );
}
