import type { FieldChange } from "../schema.ts";
import { count, type Html, html, nameText, sentence } from "./html.ts";
import type { Section } from "./section.ts";
import { type Entry, eventBadge, facetAttributes, facetsOf, levelBadge, thingText, worst } from "./things.ts";
import { sidesOf } from "./values.ts";

/** More than that many are folded at first, but for the risky ones. */
const MANY = 12;

/** What the two sides are called; just one is shown where the other is empty by nature. */
const columns: Readonly<Record<Entry["event"], { before?: string; after?: string }>> = {
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
const remarks: Readonly<Partial<Record<Entry["event"], string>>> = {
  adopt: "Nexus has it already: it is taken over.",
  move: "Another resource of the program declares it from now on.",
  delete: "It is deleted in Nexus.",
  keep: "The program declares it no more; it stays in Nexus, and nobody manages it.",
  missing: "Nexus has it no more.",
};

export function changesSection(entries: readonly Entry[]): Section | undefined {
  if (!entries.length) return undefined;
  return { id: "changes", title: "Changes", count: entries.length, body: entryList(entries) };
}

export function driftSection(
  entries: readonly Entry[],
  { id, title, lead }: Pick<Section, "id" | "title" | "lead">,
): Section | undefined {
  if (!entries.length) return undefined;
  return { id, title, count: entries.length, lead, body: entryList(entries) };
}

function entryList(entries: readonly Entry[]): Html {
  return html`<div class="entries">${entries.map((entry) => entryHtml(entry, entries.length <= MANY || entry.risks.length > 0))}</div>`;
}

function entryHtml(entry: Entry, isOpen: boolean): Html {
  const { id, event, of, risks } = entry;
  const level = worst(risks);
  const former =
    "replaces" in of && of.replaces !== undefined && html` <span class="noun">was ${nameText(of.replaces)}</span>`;
  return html`
<details class="entry item" id="${id}" ${facetAttributes(facetsOf([entry]))}${isOpen && html` open`}>
<summary>${eventBadge(event)} ${thingText(entry)}${former}
<span class="aside">${level && levelBadge(level)} ${of.fields.length > 0 && html`<span class="size">${count(of.fields.length, "field")}</span>`}</span></summary>
<div class="inside">
${risks.map((risk) => html`<p class="because">${levelBadge(risk.level)} <span>${sentence(risk.reason)}</span> <span class="noun">${sentence(risk.consequence)}</span></p>`)}
${remarks[event] !== undefined && html`<p class="remark">${remarks[event]}</p>`}
${"mended" in of && of.mended && html`<p class="remark">This run makes it as declared again.</p>`}
${of.fields.length > 0 && fieldTable(entry, of.fields)}
${of.resource !== entry.name && html`<p class="origin">Resource ${nameText(of.resource)}</p>`}
</div>
</details>`;
}

function fieldTable(entry: Entry, fields: readonly FieldChange[]): Html {
  const { before, after } = columns[entry.event];
  const rows = fields.map((field) => {
    const sides = sidesOf(field);
    return html`
<tr><th scope="row"><code>${field.path === "" ? "(all of it)" : nameText(field.path)}</code></th>${
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
