import { type ReportedObject, toFamilyKey, toReportedKey } from "../ranking.ts";
import type { DriftedResource, Level, ReportedChange, Risk } from "../report-schemas.ts";
import { type Html, html, joinHtml, renderName } from "./html.ts";

/** The operation that a run makes on an object, or the drift of the object. */
export type EntryEvent = ReportedChange["op"] | "changed" | "missing";

/** The label and the sign of each event. The sign makes events distinguishable without colours. */
export const entryEvents: Readonly<Record<EntryEvent, { label: string; sign: string }>> = {
  create: { label: "create", sign: "+" },
  adopt: { label: "adopt", sign: "=" },
  update: { label: "update", sign: "~" },
  move: { label: "move", sign: "»" },
  delete: { label: "delete", sign: "−" },
  keep: { label: "keep", sign: "○" },
  changed: { label: "changed", sign: "~" },
  missing: { label: "missing", sign: "−" },
};

/** Represents a change or a drifted resource with its id on the page and its risks. */
export interface PageEntry extends ReportedObject {
  id: string;
  part: "change" | "drift" | "mended";
  event: EntryEvent;
  of: ReportedChange | DriftedResource;
  risks: readonly Risk[];
}

/** Represents all entries of a page, which can be found by object. */
export interface PageEntries {
  all: readonly PageEntry[];
  /** Returns the entry of an object. */
  about(object: ReportedObject): PageEntry | undefined;
  /** Returns the entry of an object in the stack's own Nexus. */
  named(family: string, name: string): PageEntry | undefined;
}

interface EntrySource {
  changes?: readonly ReportedChange[];
  drift?: readonly DriftedResource[];
  mended?: readonly DriftedResource[];
  risks?: readonly Risk[];
}

/** Creates the entries of a page. */
export function createEntries({ changes = [], drift = [], mended = [], risks = [] }: EntrySource): PageEntries {
  const risksOf = (object: ReportedObject) => risks.filter((risk) => toReportedKey(risk) === toReportedKey(object));
  const toDriftEntry = (part: PageEntry["part"]) => (of: DriftedResource, index: number) =>
    createEntry(part, index, of, of.missing ? "missing" : "changed", []);
  const all = [
    ...changes.map((of, index) => createEntry("change", index, of, of.op, risksOf(of))),
    ...drift.map(toDriftEntry("drift")),
    ...mended.map(toDriftEntry("mended")),
  ];
  // An object with a change and drift is linked to its change.
  const byKey = new Map(all.toReversed().map((entry) => [toReportedKey(entry), entry]));
  return {
    all,
    about: (object) => byKey.get(toReportedKey(object)),
    named: (family, name) => byKey.get(toFamilyKey(family, name, undefined)),
  };
}

function createEntry(
  part: PageEntry["part"],
  index: number,
  of: ReportedChange | DriftedResource,
  event: EntryEvent,
  risks: readonly Risk[],
): PageEntry {
  const { kind, noun, name, provider } = of;
  return { kind, noun, name, provider, id: `${part}-${index + 1}`, part, event, of, risks };
}

/** Renders the noun and the name of an object. A setting has no name besides its noun. */
export function renderObject({ noun, name, provider }: ReportedObject): Html {
  const at = provider !== undefined && html` <span class="noun">in the Nexus of ${renderName(provider)}</span>`;
  if (name === noun) return html`<span class="object"><b>${noun}</b>${at}</span>`;
  return html`<span class="object"><span class="noun">${noun}</span> <b>${renderName(name)}</b>${at}</span>`;
}

const levelSigns: Readonly<Record<Level, string>> = { high: "▲", medium: "◆", low: "●" };

/** Renders a level with its sign. */
export function renderLevelBadge(level: Level): Html {
  return html`<span class="badge level ${level}"><span aria-hidden="true">${levelSigns[level]}</span> ${level}</span>`;
}

/** Renders an event with its sign. */
export function renderEventBadge(event: EntryEvent): Html {
  const { label, sign } = entryEvents[event];
  return html`<span class="badge event ${event}"><span aria-hidden="true">${sign}</span> ${label}</span>`;
}

/** Represents the values by which the filters show and hide an element. */
export interface Facets {
  kinds?: readonly string[];
  events?: readonly string[];
  levels?: readonly string[];
}

/** Collects the values of entries for the filters. */
export function collectFacets(entries: readonly PageEntry[]): Required<Facets> {
  return {
    kinds: entries.map(({ kind }) => kind),
    events: entries.map(({ event }) => event),
    levels: entries.flatMap(({ risks }) => risks.map(({ level }) => level)),
  };
}

/** Renders values for the filters as attributes: words separated by spaces. */
export function renderFacetAttributes({ kinds = [], events = [], levels: riskLevels = [] }: Facets): Html {
  const toWords = (values: readonly string[]) => [...new Set(values)].join(" ");
  return html`data-kind="${toWords(kinds)}" data-event="${toWords(events)}" data-level="${toWords(riskLevels)}"`;
}

/** Renders a link to an entry; without an entry the content alone. */
export function renderLink(entry: PageEntry | undefined, content: Html): Html {
  return entry ? html`<a href="#${entry.id}">${content}</a>` : content;
}

/** Renders names as a list separated by commas. */
export function renderNames(names: readonly string[]): Html {
  return joinHtml(names.map(renderName), ", ");
}
