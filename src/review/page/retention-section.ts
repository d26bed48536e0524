import type { Estate } from "../../estate/estate.ts";
import { collectFacets, type PageEntries, renderEventBadge, renderFacetAttributes, renderLink } from "./entries.ts";
import { renderTransition } from "./field-values.ts";
import { type Html, type HtmlPart, html, renderName, renderSentence, renderText } from "./html.ts";
import { listRetention, type RepositoryRetention } from "./retention.ts";
import type { Section } from "./section.ts";

const writePolicyLabels: Readonly<Record<string, string>> = {
  ALLOW: "can be overwritten",
  ALLOW_ONCE: "written once",
  DENY: "read-only",
};

/** Renders the table of write policies, cleanup policies and removing tasks. */
export function renderRetentionSection(before: Estate, after: Estate, entries: PageEntries): Section | undefined {
  const [retentionBefore, retentionAfter] = [indexByName(before), indexByName(after)];
  const names = [...new Set([...retentionBefore.keys(), ...retentionAfter.keys()])].sort();
  if (!names.length) return undefined;
  return {
    id: "retention",
    title: "Retention and cleanup",
    lead: "The content that can be overwritten, and the content that Nexus removes, by policy and task.",
    body: html`
<div class="scroller" role="region" aria-label="Retention by repository" tabindex="0">
<table class="retention">
<thead><tr><th scope="col">Repository</th><th scope="col">Uploads</th><th scope="col">Cleanup policies</th><th scope="col">Removed by</th></tr></thead>
<tbody>${names.map((name) => renderRow(retentionBefore.get(name), retentionAfter.get(name), entries))}
</tbody></table></div>`,
  };
}

function indexByName(estate: Estate): Map<string, RepositoryRetention> {
  return new Map(listRetention(estate).map((retention) => [retention.name, retention]));
}

const columnRenderers: readonly ((retention: RepositoryRetention) => Html)[] = [
  renderUploads,
  renderPolicies,
  renderTasks,
];

function renderUploads({ writePolicy, type }: RepositoryRetention): Html {
  if (type === "proxy") return html`<span class="noun">from the upstream</span>`;
  if (writePolicy === undefined) return html`<span class="noun">not declared</span>`;
  return html`<code>${renderText(writePolicy)}</code> <span class="noun">${writePolicyLabels[writePolicy.toUpperCase()]}</span>`;
}

function renderPolicies({ policies }: RepositoryRetention): Html {
  if (policies === undefined) return html`<span class="noun">none declared</span>`;
  if (!policies.length) return html`<span class="never">never cleaned up</span>`;
  return html`${policies.map(({ name, criteria }) => html`<span class="line"><b>${renderName(name)}</b> <span class="noun">${renderSentence(criteria)}</span></span>`)}`;
}

function renderTasks({ policies = [], tasks }: RepositoryRetention): Html {
  if (tasks.length)
    return html`${tasks.map(({ name, schedule }) => html`<span class="line">${renderName(name)} <span class="noun">${renderText(schedule)}</span></span>`)}`;
  return html`<span class="noun">${policies.length ? "the built-in cleanup task, which is not declared" : "no task"}</span>`;
}

function renderRow(
  before: RepositoryRetention | undefined,
  after: RepositoryRetention | undefined,
  entries: PageEntries,
): Html {
  const retention = after ?? before;
  if (!retention) return html``;
  const { name, kind, format, type } = retention;
  const entry = entries.named("repository", name);
  const cells = columnRenderers.map((render) => {
    const [htmlBefore, htmlAfter] = [before && render(before), after && render(after)];
    // A repository that is new or removed has no marks in its cells.
    const content: HtmlPart = before && after ? renderTransition(htmlBefore, htmlAfter) : (htmlAfter ?? htmlBefore);
    return { content, isChanged: htmlBefore?.text !== htmlAfter?.text };
  });
  const isChanged = entry !== undefined || cells.some((cell) => cell.isChanged);
  const facets = { ...collectFacets(entry ? [entry] : []), kinds: [kind] };
  return html`
<tr class="item" ${renderFacetAttributes(facets)}${!isChanged && html` data-unchanged`}><th scope="row">${renderLink(entry, renderName(name))} <span class="noun">${format} ${type}</span>${
    entry && html` ${renderEventBadge(entry.event)}`
  }</th>${cells.map(({ content }) => html`<td>${content}</td>`)}</tr>`;
}
