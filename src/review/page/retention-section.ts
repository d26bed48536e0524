import type { Estate } from "../../estate/estate.ts";
import { collectFacets, type PageEntries, renderEventBadge, renderFacetAttributes, renderLink } from "./entries.ts";
import { renderTransition } from "./field-values.ts";
import { type Html, type HtmlPart, html, renderName, renderSentence, renderText } from "./html.ts";
import { listRetention, type RepositoryRetention } from "./retention.ts";
import type { Section } from "./section.ts";

const writePolicies: Readonly<Record<string, string>> = {
  ALLOW: "may be overwritten",
  ALLOW_ONCE: "written once",
  DENY: "read-only",
};

/** Retention at a glance: what may be overwritten, what is removed, when. */
export function renderRetentionSection(before: Estate, after: Estate, entries: PageEntries): Section | undefined {
  const [then, now] = [before, after].map((estate) => new Map(listRetention(estate).map((one) => [one.name, one])));
  const names = [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  if (!names.length) return undefined;
  return {
    id: "retention",
    title: "Retention",
    lead: "What may be overwritten, and what Nexus removes, by which rule and when.",
    body: html`
<div class="scroller" role="region" aria-label="Retention by repository" tabindex="0">
<table class="retention">
<thead><tr><th scope="col">Repository</th><th scope="col">Uploads</th><th scope="col">Cleanup policies</th><th scope="col">Removed by</th></tr></thead>
<tbody>${names.map((name) => row(then?.get(name), now?.get(name), entries))}
</tbody></table></div>`,
  };
}

const facts: Readonly<Record<string, (retention: RepositoryRetention) => Html>> = {
  uploads: ({ writePolicy, type }) => {
    if (type === "proxy") return html`<span class="noun">by its upstream</span>`;
    if (writePolicy === undefined) return html`<span class="noun">not declared</span>`;
    return html`<code>${renderText(writePolicy)}</code> <span class="noun">${writePolicies[writePolicy.toUpperCase()]}</span>`;
  },
  policies: ({ policies }) => {
    if (policies === undefined) return html`<span class="noun">none declared</span>`;
    if (!policies.length) return html`<span class="never">never cleaned</span>`;
    return html`${policies.map(({ name, criteria }) => html`<span class="line"><b>${renderName(name)}</b> <span class="noun">${renderSentence(criteria)}</span></span>`)}`;
  },
  removers: ({ policies = [], removers }) => {
    if (removers.length)
      return html`${removers.map(({ name, when }) => html`<span class="line">${renderName(name)} <span class="noun">${renderText(when)}</span></span>`)}`;
    return html`<span class="noun">${policies.length ? "Nexus's own cleanup task, which is not declared" : "nothing"}</span>`;
  },
};

function row(
  before: RepositoryRetention | undefined,
  after: RepositoryRetention | undefined,
  entries: PageEntries,
): Html {
  const shownOne = after ?? before;
  if (!shownOne) return html``;
  const entry = entries.named("repository", shownOne.name);
  const cells = Object.values(facts).map((tell) => {
    const [then, now] = [before && tell(before), after && tell(after)];
    // What is new or gone as a whole needs no marks in each cell.
    return {
      content: before && after ? renderTransition(then, now) : ((now ?? then) as HtmlPart),
      differs: then?.text !== now?.text,
    };
  });
  const isChanged = entry !== undefined || cells.some(({ differs }) => differs);
  const facets = { ...collectFacets(entry ? [entry] : []), kinds: [shownOne.kind] };
  return html`
<tr class="item" ${renderFacetAttributes(facets)}${!isChanged && html` data-same`}><th scope="row">${renderLink(entry, renderName(shownOne.name))} <span class="noun">${shownOne.format} ${shownOne.type}</span>${
    entry && html` ${renderEventBadge(entry.event)}`
  }</th>${cells.map(({ content }) => html`<td>${content}</td>`)}</tr>`;
}
