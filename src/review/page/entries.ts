import { type ReportedObject, toFamilyKey, toReportedKey } from "../ranking.ts";
import type { DriftedResource, Level, ReportedChange, Risk, UnmanagedObject } from "../report-schemas.ts";
import { type Html, html, joinHtml, renderName } from "./html.ts";

/** The operation that a run makes on an object, or the drift of the object. */
export type EntryEvent = ReportedChange["op"] | "changed" | "missing" | "unmanaged";

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
  unmanaged: { label: "not declared", sign: "?" },
};

/** Represents a change or a drifted resource with its id on the page and its risks. */
export interface PageEntry extends ReportedObject {
  id: string;
  part: "change" | "drift" | "mended" | "unmanaged";
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
  unmanaged?: readonly UnmanagedObject[];
  risks?: readonly Risk[];
}

/** Creates the entries of a page. */
export function createEntries({
  changes = [],
  drift = [],
  mended = [],
  unmanaged = [],
  risks = [],
}: EntrySource): PageEntries {
  const risksByKey = Map.groupBy(risks, toReportedKey);
  const risksOf = (object: ReportedObject) => risksByKey.get(toReportedKey(object)) ?? [];
  const toDriftEntry = (part: PageEntry["part"]) => (of: DriftedResource, index: number) =>
    createEntry(
      part,
      index,
      of,
      of.missing ? "missing" : "changed",
      part === "drift" && !changes.length ? risksOf(of) : [],
    );
  const all = [
    ...changes.map((of, index) => createEntry("change", index, of, of.op, risksOf(of))),
    ...drift.map(toDriftEntry("drift")),
    ...mended.map(toDriftEntry("mended")),
    ...unmanaged.map((object, index) =>
      createEntry("unmanaged", index, toFoundResource(object), "unmanaged", risksOf(object)),
    ),
  ];
  // An object with a change and drift is linked to its change.
  useAnchorsOnce(all);
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
  return { kind, noun, name, provider, id: toAnchor(part, of, index), part, event, of, risks };
}

/** An undeclared object has no field that differs. Its roles are shown as found. */
function toFoundResource({ kind, noun, name, roles }: UnmanagedObject): DriftedResource {
  return {
    kind,
    noun,
    name,
    resource: name,
    fields: roles?.length ? [{ path: "roles", before: roles, after: roles }] : [],
  };
}

/** Returns the same anchor for an object in every report, so that a link to a change stays valid. Unusual names get a number. */
function toAnchor(part: PageEntry["part"], { kind, name, provider }: ReportedObject, index: number): string {
  const anchor = [part, kind, name, ...(provider === undefined ? [] : [provider])].join("-").replaceAll(" ", "-");
  return /^[\w.-]{1,120}$/.test(anchor) ? anchor : `${part}-${index + 1}`;
}

/** Appends a number to an anchor that an entry before has already. */
function useAnchorsOnce(entries: readonly PageEntry[]): void {
  const used = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (used.has(entry.id)) entry.id = `${entry.id}--${index + 1}`;
    used.add(entry.id);
  }
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
