/** What is seen first: what it is about, in a sentence, and what needs a careful look. */

import { changeOps } from "../../plan/resource-changes.ts";
import type { DriftReport, Level, Review, Risk } from "../report-schemas.ts";
import { levels } from "../report-schemas.ts";
import { type PageEntries, renderFacetAttributes, renderLevelBadge, renderObject } from "./entries.ts";
import { type Html, type HtmlPart, html, pluralize, renderName, renderSentence, renderText } from "./html.ts";
import type { Section } from "./section.ts";

const verbs: Readonly<Record<(typeof changeOps)[number], string>> = {
  create: "created",
  adopt: "adopted",
  update: "changed",
  move: "moved",
  delete: "deleted",
  keep: "left in Nexus, unmanaged",
};

/** The header of the page. */
interface Summary {
  what: string;
  project: string;
  stack: string;
  nexus: Review["nexus"];
  /** The answer in one sentence. */
  verdict: string;
  /** How bad it is; nothing is fine. */
  level?: Level | undefined;
  counts: readonly { number: number; words: string }[];
}

export function renderHeader({ what, project, stack, nexus, verdict, level, counts }: Summary): Html {
  const { url, release, edition } = nexus;
  const server = ["Nexus", release, edition].filter(Boolean).join(" ");
  return html`
<header class="top">
<p class="eyebrow">${what} · project ${renderName(project)}</p>
<h1>${renderName(stack)}</h1>
<p class="server">${url === undefined ? "No Nexus was looked at." : html`${server} at <span class="url">${renderName(url)}</span>`}</p>
<p class="verdict ${level ?? "fine"}">${verdict}</p>
<ul class="counts">${counts.map(
    ({ number, words }) => html`<li${number === 0 && html` class="zero"`}><b>${number}</b> ${words}</li>`,
  )}</ul>
</header>`;
}

export function renderReviewHeader(review: Review): Html {
  const { project, stack, nexus, summary, risks } = review;
  const changes = changeOps.reduce((sum, op) => sum + (summary[op] ?? 0), 0);
  const numbers = { ...summary };
  const level = levels.findLast((one) => risks.some((risk) => risk.level === one));
  const counts = [
    ...changeOps.map((op) => ({ number: numbers[op] ?? 0, words: verbs[op] })),
    { number: numbers.others ?? 0, words: "outside Nexus" },
    { number: numbers.drift ?? 0, words: "drifted" },
  ].filter(({ number }) => number > 0);
  const same = { number: numbers.same ?? 0, words: "stay as they are" };
  const what = "Review";
  return renderHeader({
    what,
    project,
    stack,
    nexus,
    level,
    verdict: verdictOf(changes, risks),
    counts: [...counts, same],
  });
}

function verdictOf(changes: number, risks: readonly Risk[]): string {
  if (!changes && !risks.length) return "Nothing changes.";
  const told = `${pluralize(changes, "change")}, `;
  if (!risks.length) return `${told}none of which needs a careful look.`;
  const byLevel = levels.toReversed().flatMap((level) => {
    const number = risks.filter((risk) => risk.level === level).length;
    return number ? [`${number} ${level}`] : [];
  });
  return `${told}${pluralize(risks.length, "risk")}: ${byLevel.join(", ")}.`;
}

export function renderDriftHeader({ project, stack, nexus, summary, mended = [] }: DriftReport): Html {
  const { changed = 0, missing = 0, unmanaged = 0, same = 0 } = { ...summary };
  const drifted = changed + missing;
  const verdict = drifted
    ? `${drifted === 1 ? "1 thing is" : `${drifted} things are`} not as declared.`
    : "Everything declared is as declared.";
  const counts = [
    { number: changed, words: "changed by hand" },
    { number: missing, words: "missing" },
    { number: unmanaged, words: "unmanaged" },
    ...(mended.length ? [{ number: mended.length, words: "mended" }] : []),
    { number: same, words: "as declared" },
  ];
  const level = drifted ? ("medium" as const) : undefined;
  return renderHeader({ what: "Drift", project, stack, nexus, verdict, level, counts });
}

export function renderRisksSection(risks: readonly Risk[], entries: PageEntries): Section | undefined {
  if (!risks.length) return undefined;
  const item = (risk: Risk) => {
    const entry = entries.about(risk);
    const facets = { kinds: [risk.kind], levels: [risk.level], ...(entry && { events: [entry.event] }) };
    return html`
<li class="risk item ${risk.level}" ${renderFacetAttributes(facets)}>
<p class="what">${renderLevelBadge(risk.level)} ${renderObject(risk)}${risk.path !== undefined && html` <code class="path">${renderText(risk.path)}</code>`}</p>
<p class="reason">${renderSentence(risk.reason)}</p>
<p class="consequence">${renderSentence(risk.consequence)}</p>
${entry && html`<p class="way"><a href="#${entry.id}">See the change<span class="unseen"> of ${risk.name}</span></a></p>`}
</li>`;
  };
  return {
    id: "risks",
    title: "Needs a careful look",
    count: risks.length,
    body: html`<ul class="risks">${risks.map(item)}</ul>`,
  };
}

export function renderTextsSection(
  id: string,
  title: string,
  texts: readonly string[],
  lead?: HtmlPart,
): Section | undefined {
  if (!texts.length) return undefined;
  const items = texts.map((text) => html`<li class="item free">${renderSentence(text)}</li>`);
  return { id, title, lead, body: html`<ul class="texts">${items}</ul>` };
}
