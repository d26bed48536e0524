import { findHighestLevel } from "../ranking.ts";
import type { FieldChange } from "../report-schemas.ts";
import {
  collectFacets,
  type PageEntry,
  renderEventBadge,
  renderFacetAttributes,
  renderLevelBadge,
  renderObject,
} from "./entries.ts";
import { renderSides } from "./field-values.ts";
import { formatQuantity, type Html, html, renderName, renderSentence } from "./html.ts";
import type { Section } from "./section.ts";

/** If there are more entries, only those with risks are open at first. */
const MAX_OPEN_ENTRIES = 12;

/** The headings of the two values of a field. A value that an event cannot have has no heading and no column. */
const columns: Readonly<Record<PageEntry["event"], { before?: string; after?: string }>> = {
  create: { after: "Value" },
  adopt: { before: "In Nexus", after: "Declared" },
  update: { before: "Before", after: "After" },
  move: { before: "Before", after: "After" },
  delete: { before: "Last value" },
  keep: { before: "Last value" },
  changed: { before: "Declared", after: "In Nexus" },
  missing: { before: "Declared" },
  unmanaged: { after: "In Nexus" },
};

/** Remarks on events that the fields of an entry do not explain. */
const remarks: Readonly<Partial<Record<PageEntry["event"], string>>> = {
  adopt: "The object exists in Nexus; the stack takes it over.",
  move: "Another resource of the program declares the object from now on.",
  delete: "The object is deleted in Nexus.",
  keep: "The object was removed from the program. It stays in Nexus and is not managed any more.",
  missing: "The object is missing in Nexus.",
  unmanaged: "Nexus has the object, and the program does not declare it.",
};

/** Renders the changes of a review. */
export function renderChangesSection(entries: readonly PageEntry[]): Section | undefined {
  if (!entries.length) return undefined;
  return { id: "changes", title: "Changes", count: entries.length, body: renderEntries(entries) };
}

/** Renders drifted or repaired resources. */
export function renderDriftSection(
  entries: readonly PageEntry[],
  { id, title, lead }: Pick<Section, "id" | "title" | "lead">,
): Section | undefined {
  if (!entries.length) return undefined;
  return { id, title, count: entries.length, lead, body: renderEntries(entries) };
}

function renderEntries(entries: readonly PageEntry[]): Html {
  return html`<div class="entries">${entries.map((entry) => renderEntry(entry, entries.length <= MAX_OPEN_ENTRIES || entry.risks.length > 0))}</div>`;
}

function renderEntry(entry: PageEntry, isOpen: boolean): Html {
  const { id, part, event, of, risks } = entry;
  const level = findHighestLevel(risks);
  const replaced =
    "replaces" in of &&
    of.replaces !== undefined &&
    html` <span class="noun">replaces ${renderName(of.replaces)}</span>`;
  return html`
<details class="entry item" id="${id}" ${renderFacetAttributes(collectFacets([entry]))}${isOpen && html` open`}>
<summary>${renderEventBadge(event)} ${renderObject(entry)}${replaced}
<span class="aside">${level && renderLevelBadge(level)} ${of.fields.length > 0 && html`<span class="size">${formatQuantity(of.fields.length, "field")}</span>`}</span></summary>
<div class="entry-body">
${risks.map((risk) => html`<p class="entry-risk">${renderLevelBadge(risk.level)} <span>${renderSentence(risk.reason)}</span> <span class="noun">${renderSentence(risk.consequence)}</span></p>`)}
${remarks[event] && html`<p class="remark">${remarks[event]}</p>`}
${"mended" in of && of.mended && html`<p class="remark">This run repairs the drift.</p>`}
${of.fields.length > 0 && renderFields(entry, of.fields)}
<p class="origin">${of.resource !== entry.name && html`Resource ${renderName(of.resource)} · `}<a class="permalink" href="#${id}">Link to this ${part === "change" ? "change" : "entry"}</a></p>
</div>
</details>`;
}

function renderFields(entry: PageEntry, fields: readonly FieldChange[]): Html {
  const { before, after } = columns[entry.event];
  const rows = fields.map((field) => {
    const sides = renderSides(field);
    return html`
<tr><th scope="row"><code>${field.path === "" ? "(whole object)" : renderName(field.path)}</code></th>${
      before !== undefined && html`<td data-side="${before}">${sides.before}</td>`
    }${after !== undefined && html`<td data-side="${after}">${sides.after}</td>`}</tr>`;
  });
  return html`
<table class="fields">
<caption class="visually-hidden">Fields of ${entry.name}</caption>
<thead><tr><th scope="col">Field</th>${before !== undefined && html`<th scope="col">${before}</th>`}${
    after !== undefined && html`<th scope="col">${after}</th>`
  }</tr></thead>
<tbody>${rows}</tbody>
</table>`;
}
