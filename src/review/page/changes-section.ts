import type { FieldChange } from "../report-schemas.ts";
import {
  collectFacets,
  findHighestLevel,
  type PageEntry,
  renderEventBadge,
  renderFacetAttributes,
  renderLevelBadge,
  renderObject,
} from "./entries.ts";
import { renderSides } from "./field-values.ts";
import { type Html, html, pluralize, renderName, renderSentence } from "./html.ts";
import type { Section } from "./section.ts";

/** More than that many are folded at first, but for the risky ones. */
const MANY = 12;

/** What the two sides are called; just one is shown where the other is empty by nature. */
const columns: Readonly<Record<PageEntry["event"], { before?: string; after?: string }>> = {
  create: { after: "Value" },
  adopt: { before: "In Nexus today", after: "As declared" },
  update: { before: "Before", after: "After" },
  move: { before: "Before", after: "After" },
  delete: { before: "Value until now" },
  keep: { before: "Value until now" },
  changed: { before: "As declared", after: "In Nexus" },
  missing: { before: "As declared" },
};

/** What needs saying of it that its fields do not say. */
const remarks: Readonly<Partial<Record<PageEntry["event"], string>>> = {
  adopt: "Nexus has it already: it is taken over.",
  move: "Another resource of the program declares it from now on.",
  delete: "It is deleted in Nexus.",
  keep: "The program declares it no more; it stays in Nexus, and nobody manages it.",
  missing: "Nexus has it no more.",
};

export function renderChangesSection(entries: readonly PageEntry[]): Section | undefined {
  if (!entries.length) return undefined;
  return { id: "changes", title: "Changes", count: entries.length, body: entryList(entries) };
}

export function renderDriftSection(
  entries: readonly PageEntry[],
  { id, title, lead }: Pick<Section, "id" | "title" | "lead">,
): Section | undefined {
  if (!entries.length) return undefined;
  return { id, title, count: entries.length, lead, body: entryList(entries) };
}

function entryList(entries: readonly PageEntry[]): Html {
  return html`<div class="entries">${entries.map((entry) => entryHtml(entry, entries.length <= MANY || entry.risks.length > 0))}</div>`;
}

function entryHtml(entry: PageEntry, isOpen: boolean): Html {
  const { id, event, of, risks } = entry;
  const level = findHighestLevel(risks);
  const former =
    "replaces" in of && of.replaces !== undefined && html` <span class="noun">was ${renderName(of.replaces)}</span>`;
  return html`
<details class="entry item" id="${id}" ${renderFacetAttributes(collectFacets([entry]))}${isOpen && html` open`}>
<summary>${renderEventBadge(event)} ${renderObject(entry)}${former}
<span class="aside">${level && renderLevelBadge(level)} ${of.fields.length > 0 && html`<span class="size">${pluralize(of.fields.length, "field")}</span>`}</span></summary>
<div class="inside">
${risks.map((risk) => html`<p class="because">${renderLevelBadge(risk.level)} <span>${renderSentence(risk.reason)}</span> <span class="noun">${renderSentence(risk.consequence)}</span></p>`)}
${remarks[event] !== undefined && html`<p class="remark">${remarks[event]}</p>`}
${"mended" in of && of.mended && html`<p class="remark">This run makes it as declared again.</p>`}
${of.fields.length > 0 && fieldTable(entry, of.fields)}
${of.resource !== entry.name && html`<p class="origin">Resource ${renderName(of.resource)}</p>`}
</div>
</details>`;
}

function fieldTable(entry: PageEntry, fields: readonly FieldChange[]): Html {
  const { before, after } = columns[entry.event];
  const rows = fields.map((field) => {
    const sides = renderSides(field);
    return html`
<tr><th scope="row"><code>${field.path === "" ? "(all of it)" : renderName(field.path)}</code></th>${
      before !== undefined && html`<td data-side="${before}">${sides.before}</td>`
    }${after !== undefined && html`<td data-side="${after}">${sides.after}</td>`}</tr>`;
  });
  return html`
<table class="fields">
<caption class="unseen">Fields of ${entry.name}</caption>
<thead><tr><th scope="col">Field</th>${before !== undefined && html`<th scope="col">${before}</th>`}${
    after !== undefined && html`<th scope="col">${after}</th>`
  }</tr></thead>
<tbody>${rows}</tbody>
</table>`;
}
