import { catalogue } from "../../model/catalogue.ts";
import type { DriftedResource, Level, ReportedChange, Risk } from "../report-schemas.ts";
import { levels } from "../report-schemas.ts";
import { type Html, html, joinHtml, renderName } from "./html.ts";

/** Something in Nexus, as reports name it. */
export interface ReportedObject {
  kind: string;
  noun: string;
  name: string;
  provider?: string | undefined;
}

/** What happens to something: what a run would do with it, or what somebody has done. */
export type EntryEvent = ReportedChange["op"] | "changed" | "missing";

/** What people call it, and its sign: colours alone tell nothing to some. */
export const entryEvents: Readonly<Record<EntryEvent, { verb: string; sign: string }>> = {
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
export interface PageEntry extends ReportedObject {
  id: string;
  part: "change" | "drift" | "mended";
  event: EntryEvent;
  /** What sections are drawn from: a change, or a drift. */
  of: ReportedChange | DriftedResource;
  risks: readonly Risk[];
}

/** What one page tells of each thing that changes, found by family and name. */
export interface PageEntries {
  all: readonly PageEntry[];
  about(thing: ReportedObject): PageEntry | undefined;
  /** Of the stack's own Nexus. */
  named(family: string, name: string): PageEntry | undefined;
}

/** What there is to tell. */
interface ProgramMetadata {
  changes?: readonly ReportedChange[];
  drift?: readonly DriftedResource[];
  mended?: readonly DriftedResource[];
  risks?: readonly Risk[];
}

export function createEntries({ changes = [], drift = [], mended = [], risks = [] }: ProgramMetadata): PageEntries {
  const about = (thing: ReportedObject) => risks.filter((risk) => keyOf(risk) === keyOf(thing));
  const driftEntry = (part: PageEntry["part"]) => (of: DriftedResource, index: number) => {
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

function entry(
  part: PageEntry["part"],
  index: number,
  of: ReportedChange | DriftedResource,
  event: EntryEvent,
  risks: readonly Risk[],
): PageEntry {
  const { kind, noun, name, provider } = of;
  return { kind, noun, name, provider, id: `${part}-${index + 1}`, part, event, of, risks };
}

function keyOf({ kind, name, provider }: ReportedObject): string {
  return key(catalogue.get(kind)?.family ?? kind, name, provider);
}

function key(family: string, name: string, provider: string | undefined): string {
  return JSON.stringify([family, name, provider ?? ""]);
}

/** `docker hosted repository` and its name; a setting, of which there is one, has no other. */
export function renderObject({ noun, name, provider }: ReportedObject): Html {
  const at = provider !== undefined && html` <span class="noun">at ${renderName(provider)}</span>`;
  if (name === noun) return html`<span class="thing"><b>${noun}</b>${at}</span>`;
  return html`<span class="thing"><span class="noun">${noun}</span> <b>${renderName(name)}</b>${at}</span>`;
}

const levelSigns: Readonly<Record<Level, string>> = { high: "▲", medium: "◆", low: "●" };

export function renderLevelBadge(level: Level): Html {
  return html`<span class="badge level ${level}"><span aria-hidden="true">${levelSigns[level]}</span> ${level}</span>`;
}

export function renderEventBadge(event: EntryEvent): Html {
  const { verb, sign } = entryEvents[event];
  return html`<span class="badge event ${event}"><span aria-hidden="true">${sign}</span> ${verb}</span>`;
}

/** The worst of them. */
export function findHighestLevel(risks: readonly Risk[]): Level | undefined {
  return levels.findLast((level) => risks.some((risk) => risk.level === level));
}

/** What filters ask for: attributes of whatever they hide. */
export interface Facets {
  kinds?: readonly string[];
  events?: readonly string[];
  levels?: readonly string[];
}

export function collectFacets(entries: readonly PageEntry[]): Required<Facets> {
  return {
    kinds: entries.map(({ kind }) => kind),
    events: entries.map(({ event }) => event),
    levels: entries.flatMap(({ risks }) => risks.map(({ level }) => level)),
  };
}

/** Sets of words, apart by spaces. */
export function renderFacetAttributes({ kinds = [], events: happened = [], levels: bad = [] }: Facets): Html {
  const set = (words: readonly string[]) => [...new Set(words)].join(" ");
  return html`data-kind="${set(kinds)}" data-event="${set(happened)}" data-level="${set(bad)}"`;
}

/** A way to where the page tells of it. */
export function renderLink(entry: PageEntry | undefined, content: Html): Html {
  return entry ? html`<a href="#${entry.id}">${content}</a>` : content;
}

export function renderNames(all: readonly string[]): Html {
  return joinHtml(all.map(renderName), ", ");
}
