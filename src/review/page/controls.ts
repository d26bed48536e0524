import type { Level } from "../report-schemas.ts";
import { levels } from "../report-schemas.ts";
import { type EntryEvent, entryEvents } from "./entries.ts";
import { type Html, html } from "./html.ts";
import type { Section } from "./section.ts";

/** Represents the choices of the filters, each with the number of its entries on the page. */
export interface FilterChoices {
  levels: ReadonlyMap<Level, number>;
  events: ReadonlyMap<EntryEvent, number>;
  /** Nouns, by the name of the kind. */
  kinds: ReadonlyMap<string, string>;
  /** True where the page has unchanged objects, which can be hidden. */
  hasUnchanged: boolean;
  /** True where the page has so many unchanged objects that they are hidden at first. */
  isLarge: boolean;
}

/** Renders the table of contents, the search and the filters. Without JavaScript only the table of contents is shown. */
export function renderSidebar(sections: readonly Section[], choices: FilterChoices): Html {
  return html`
<nav class="side" aria-label="Page">
<ul class="contents">${sections.map(
    ({ id, title, count }) =>
      html`<li><a href="#${id}">${title}${count !== undefined && html` <span class="count">${count}</span>`}</a></li>`,
  )}</ul>
<details id="controls" class="controls" hidden${choices.isLarge && html` data-large`}>
<summary>Search and filters</summary>
<div class="control"><label for="search">Search <kbd>/</kbd></label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name, field, value"></div>
${renderKindSelect(choices.kinds)}
${renderChips("level", "Level", levels.toReversed(), choices.levels, (level) => level)}
${renderChips("event", "Operation", Object.keys(entryEvents) as EntryEvent[], choices.events, (event) => entryEvents[event].label)}
${choices.hasUnchanged && html`<div class="control"><button type="button" class="chip" id="only-changes" aria-pressed="false">Changes only</button></div>`}
<div class="control row"><button type="button" class="quiet" id="open-all" aria-pressed="false">Open all</button>
<button type="button" class="quiet" id="clear" disabled>Clear <kbd>Esc</kbd></button></div>
<p id="result-count" class="result-count" role="status"></p>
<div class="control"><div class="themes" role="group" aria-label="Colours">${["auto", "light", "dark"].map(
    (theme) =>
      html`<button type="button" data-theme="${theme}" aria-pressed="${theme === "auto" ? "true" : "false"}">${theme}</button>`,
  )}</div></div>
</details>
</nav>`;
}

function renderKindSelect(kinds: FilterChoices["kinds"]): Html | undefined {
  if (kinds.size < 2) return undefined;
  const options = [...kinds].sort(([, a], [, b]) => (a < b ? -1 : 1));
  return html`
<div class="control"><label for="kind">Kind</label>
<select id="kind"><option value="">all kinds</option>${options.map(([kind, noun]) => html`<option value="${kind}">${noun}</option>`)}</select></div>`;
}

function renderChips<T extends string>(
  facet: string,
  label: string,
  values: readonly T[],
  counts: ReadonlyMap<T, number>,
  toLabel: (value: T) => string,
): Html | undefined {
  if (!counts.size) return undefined;
  const present = values.filter((value) => counts.has(value));
  return html`
<div class="control"><span class="label" id="filter-${facet}">${label}</span>
<div class="chips" role="group" aria-labelledby="filter-${facet}">${present.map(
    (value) =>
      html`<button type="button" class="chip ${value}" data-facet="${facet}" data-value="${value}" aria-pressed="false">${toLabel(value)} <span class="count">${counts.get(value)}</span></button>`,
  )}</div></div>`;
}
