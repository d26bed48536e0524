import type { Level } from "../report-schemas.ts";
import { levels } from "../report-schemas.ts";
import { type EntryEvent, entryEvents } from "./entries.ts";
import { type Html, html } from "./html.ts";
import type { Section } from "./section.ts";

/** What can be asked for on this page, each with how often it is there. */
export interface FilterChoices {
  levels: ReadonlyMap<Level, number>;
  events: ReadonlyMap<EntryEvent, number>;
  /** Nouns by the kind's name. */
  kinds: ReadonlyMap<string, string>;
  /** Something does not change, and can be hidden. */
  hasSame: boolean;
  /** What does not change is so much that it is hidden at first. */
  isLarge: boolean;
}

/** The way through the page, and what makes it shorter. Without a script only the links are there. */
export function renderSidebar(sections: readonly Section[], choices: FilterChoices): Html {
  return html`
<nav class="side" aria-label="Page">
<ul class="ways">${sections.map(
    ({ id, title, count }) =>
      html`<li><a href="#${id}">${title}${count !== undefined && html` <span class="count">${count}</span>`}</a></li>`,
  )}</ul>
<details id="controls" class="controls" hidden${choices.isLarge && html` data-large`}>
<summary>Search and filters</summary>
<div class="control"><label for="search">Search <kbd>/</kbd></label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name, field, value"></div>
${kindSelect(choices.kinds)}
${chips("level", "Level", levels.toReversed(), choices.levels, (level) => level)}
${chips("event", "What happens", Object.keys(entryEvents) as EntryEvent[], choices.events, (event) => entryEvents[event].verb)}
${choices.hasSame && html`<div class="control"><button type="button" class="chip" id="only-changes" aria-pressed="false">Only what changes</button></div>`}
<div class="control row"><button type="button" class="quiet" id="unfold" aria-pressed="false">Open all</button>
<button type="button" class="quiet" id="clear" disabled>Clear <kbd>Esc</kbd></button></div>
<p id="found" class="found" role="status"></p>
<div class="control"><div class="themes" role="group" aria-label="Colours">${["auto", "light", "dark"].map(
    (theme) =>
      html`<button type="button" data-theme="${theme}" aria-pressed="${theme === "auto" ? "true" : "false"}">${theme}</button>`,
  )}</div></div>
</details>
</nav>`;
}

function kindSelect(kinds: FilterChoices["kinds"]): Html | undefined {
  if (kinds.size < 2) return undefined;
  const options = [...kinds].sort(([, a], [, b]) => (a < b ? -1 : 1));
  return html`
<div class="control"><label for="kind">Kind</label>
<select id="kind"><option value="">all kinds</option>${options.map(([kind, noun]) => html`<option value="${kind}">${noun}</option>`)}</select></div>`;
}

function chips<T extends string>(
  facet: string,
  label: string,
  all: readonly T[],
  counts: ReadonlyMap<T, number>,
  words: (one: T) => string,
): Html | undefined {
  if (!counts.size) return undefined;
  const present = all.filter((one) => counts.has(one));
  return html`
<div class="control"><span class="label" id="filter-${facet}">${label}</span>
<div class="chips" role="group" aria-labelledby="filter-${facet}">${present.map(
    (one) =>
      html`<button type="button" class="chip ${one}" data-facet="${facet}" data-value="${one}" aria-pressed="false">${words(one)} <span class="count">${counts.get(one)}</span></button>`,
  )}</div></div>`;
}
