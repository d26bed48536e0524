import { catalogue } from "../../model/catalogue.ts";
import type { Change, Drifted, Level, Risk } from "../schema.ts";
import { levels } from "../schema.ts";
import { type Html, html, joined, nameText } from "./html.ts";

/** Something in Nexus, as reports name it. */
export interface Thing {
  kind: string;
  noun: string;
  name: string;
  provider?: string | undefined;
}

/** What happens to something: what a run would do with it, or what somebody has done. */
export type Event = Change["op"] | "changed" | "missing";

/** What people call it, and its sign: colours alone tell nothing to some. */
export const events: Readonly<Record<Event, { verb: string; sign: string }>> = {
  create: { verb: "create", sign: "+" },
  adopt: { verb: "adopt", sign: "=" },
  update: { verb: "update", sign: "~" },
  move: { verb: "move", sign: "»" },
  delete: { verb: "delete", sign: "−" },
  keep: { verb: "keep", sign: "○" },
  changed: { verb: "changed", sign: "~" },
  missing: { verb: "missing", sign: "−" },
};

/** A change or a drift with its place in the page, and the risks that it brings. */
export interface Entry extends Thing {
  id: string;
  part: "change" | "drift" | "mended";
  event: Event;
  /** What sections are drawn from: a change, or a drift. */
  of: Change | Drifted;
  risks: readonly Risk[];
}

/** What one page tells of each thing that changes, found by family and name. */
export interface Entries {
  all: readonly Entry[];
  about(thing: Thing): Entry | undefined;
  /** Of the stack's own Nexus. */
  named(family: string, name: string): Entry | undefined;
}

/** What there is to tell. */
interface Told {
  changes?: readonly Change[];
  drift?: readonly Drifted[];
  mended?: readonly Drifted[];
  risks?: readonly Risk[];
}

export function entriesOf({ changes = [], drift = [], mended = [], risks = [] }: Told): Entries {
  const about = (thing: Thing) => risks.filter((risk) => keyOf(risk) === keyOf(thing));
  const driftEntry = (part: Entry["part"]) => (of: Drifted, index: number) => {
    return entry(part, index, of, of.missing ? "missing" : "changed", []);
  };
  const all = [
    ...changes.map((of, index) => entry("change", index, of, of.op, about(of))),
    ...drift.map(driftEntry("drift")),
    ...mended.map(driftEntry("mended")),
  ];
  // What is told first of a thing is the change.
  const byKey = new Map(all.toReversed().map((entry) => [keyOf(entry), entry]));
  return {
    all,
    about: (thing) => byKey.get(keyOf(thing)),
    named: (family, name) => byKey.get(key(family, name, undefined)),
  };
}

function entry(part: Entry["part"], index: number, of: Change | Drifted, event: Event, risks: readonly Risk[]): Entry {
  const { kind, noun, name, provider } = of;
  return { kind, noun, name, provider, id: `${part}-${index + 1}`, part, event, of, risks };
}

function keyOf({ kind, name, provider }: Thing): string {
  return key(catalogue.get(kind)?.family ?? kind, name, provider);
}

function key(family: string, name: string, provider: string | undefined): string {
  return JSON.stringify([family, name, provider ?? ""]);
}

/** `docker hosted repository` and its name; a setting, of which there is one, has no other. */
export function thingText({ noun, name, provider }: Thing): Html {
  const at = provider !== undefined && html` <span class="noun">at ${nameText(provider)}</span>`;
  if (name === noun) return html`<span class="thing"><b>${noun}</b>${at}</span>`;
  return html`<span class="thing"><span class="noun">${noun}</span> <b>${nameText(name)}</b>${at}</span>`;
}

const levelSigns: Readonly<Record<Level, string>> = { high: "▲", medium: "◆", low: "●" };

export function levelBadge(level: Level): Html {
  return html`<span class="badge level ${level}"><span aria-hidden="true">${levelSigns[level]}</span> ${level}</span>`;
}

export function eventBadge(event: Event): Html {
  const { verb, sign } = events[event];
  return html`<span class="badge event ${event}"><span aria-hidden="true">${sign}</span> ${verb}</span>`;
}

/** The worst of them. */
export function worst(risks: readonly Risk[]): Level | undefined {
  return levels.findLast((level) => risks.some((risk) => risk.level === level));
}

/** What filters ask for: attributes of whatever they hide. */
export interface Facets {
  kinds?: readonly string[];
  events?: readonly string[];
  levels?: readonly string[];
}

export function facetsOf(entries: readonly Entry[]): Required<Facets> {
  return {
    kinds: entries.map(({ kind }) => kind),
    events: entries.map(({ event }) => event),
    levels: entries.flatMap(({ risks }) => risks.map(({ level }) => level)),
  };
}

/** Sets of words, apart by spaces. */
export function facetAttributes({ kinds = [], events: happened = [], levels: bad = [] }: Facets): Html {
  const set = (words: readonly string[]) => [...new Set(words)].join(" ");
  return html`data-kind="${set(kinds)}" data-event="${set(happened)}" data-level="${set(bad)}"`;
}

/** A way to where the page tells of it. */
export function linkTo(entry: Entry | undefined, content: Html): Html {
  return entry ? html`<a href="#${entry.id}">${content}</a>` : content;
}

export function names(all: readonly string[]): Html {
  return joined(all.map(nameText), ", ");
}
