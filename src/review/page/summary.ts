import { changeOps } from "../../plan/resource-changes.ts";
import { findHighestLevel } from "../ranking.ts";
import type { DriftReport, Level, ReportRun, Review, Risk } from "../report-schemas.ts";
import { levels } from "../report-schemas.ts";
import { type PageEntries, renderFacetAttributes, renderLevelBadge, renderObject } from "./entries.ts";
import { formatQuantity, type Html, type HtmlPart, html, renderName, renderSentence, renderText } from "./html.ts";
import type { Section } from "./section.ts";

const opLabels: Readonly<Record<(typeof changeOps)[number], string>> = {
  create: "created",
  adopt: "adopted",
  update: "updated",
  move: "moved",
  delete: "deleted",
  keep: "kept in Nexus, unmanaged",
};

/** Represents the header of the page. */
interface PageHeader {
  report: string;
  project: string;
  stack: string;
  nexus: Review["nexus"];
  run?: ReportRun | undefined;
  /** The result in one sentence. */
  verdict: string;
  /** The highest level; absent where there is nothing to report. */
  level?: Level | undefined;
  counts: readonly { number: number; label: string }[];
}

function renderHeader({ report, project, stack, nexus, run, verdict, level, counts }: PageHeader): Html {
  const { url, release, edition } = nexus;
  const server = ["Nexus", release, edition].filter(Boolean).join(" ");
  return html`
<header class="top">
<p class="eyebrow">${report} · project ${renderName(project)}</p>
<h1>${renderName(stack)}</h1>
<p class="server">${url === undefined ? "Nexus was not read." : html`${server} at <span class="url">${renderName(url)}</span>`}</p>
${run && renderRun(run)}
<p class="verdict ${level ?? "no-risk"}">${verdict}</p>
<ul class="counts">${counts.map(
    ({ number, label }) => html`<li${number === 0 && html` class="zero"`}><b>${number}</b> ${label}</li>`,
  )}</ul>
</header>`;
}

/** Renders the time of a report, and in CI the commit, the branch, the user and the job. */
function renderRun({ time, commit, branch, user, job }: ReportRun): Html {
  const facts = [
    ["Time", `${time.slice(0, 16).replace("T", " ")} UTC`],
    ["Commit", commit?.slice(0, 12)],
    ["Branch", branch],
    ["Started by", user],
    ["Job", job],
  ].flatMap(([label, value]) =>
    value === undefined ? [] : html`<div><dt>${label}</dt> <dd>${renderName(value)}</dd></div>`,
  );
  return html`<dl class="run">${facts}</dl>`;
}

/** Renders the header of a review: its changes and risks in one sentence, and the number of each operation. */
export function renderReviewHeader({ project, stack, nexus, run, summary, risks }: Review): Html {
  const numbers = { ...summary };
  const changes = changeOps.reduce((sum, op) => sum + (numbers[op] ?? 0), 0);
  const counts = [
    ...changeOps.map((op) => ({ number: numbers[op] ?? 0, label: opLabels[op] })),
    { number: numbers.others ?? 0, label: "of other providers" },
    { number: numbers.drift ?? 0, label: "drifted" },
  ].filter(({ number }) => number > 0);
  const unchanged = { number: numbers.same ?? 0, label: "unchanged" };
  return renderHeader({
    report: "Review",
    project,
    stack,
    nexus,
    run,
    level: findHighestLevel(risks),
    verdict: describeResult(changes, risks),
    counts: [...counts, unchanged],
  });
}

function describeResult(changes: number, risks: readonly Risk[]): string {
  if (!changes && !risks.length) return "No changes.";
  const start = `${formatQuantity(changes, "change")}, `;
  if (!risks.length) return `${start}no risks.`;
  const byLevel = levels.toReversed().flatMap((level) => {
    const number = risks.filter((risk) => risk.level === level).length;
    return number ? [`${number} ${level}`] : [];
  });
  return `${start}${formatQuantity(risks.length, "risk")}: ${byLevel.join(", ")}.`;
}

/** Renders the header of a report of drift. */
export function renderDriftHeader({ project, stack, nexus, run, summary, risks, mended = [] }: DriftReport): Html {
  const { changed = 0, missing = 0, unmanaged = 0, same = 0 } = { ...summary };
  const drifted = changed + missing;
  const verdict = drifted
    ? `${drifted === 1 ? "1 resource is" : `${drifted} resources are`} not as declared.`
    : risks.length
      ? "All resources are as declared, but undeclared objects are a risk."
      : "All resources are as declared.";
  const counts = [
    { number: changed, label: "changed" },
    { number: missing, label: "missing" },
    { number: unmanaged, label: "unmanaged" },
    ...(mended.length ? [{ number: mended.length, label: "repaired" }] : []),
    { number: same, label: "as declared" },
  ];
  const level = findHighestLevel(risks) ?? (drifted ? ("medium" as const) : undefined);
  return renderHeader({ report: "Drift", project, stack, nexus, run, verdict, level, counts });
}

/** Renders the risks, each with a link to its change. */
export function renderRisksSection(risks: readonly Risk[], entries: PageEntries): Section | undefined {
  if (!risks.length) return undefined;
  const renderRisk = (risk: Risk) => {
    const entry = entries.about(risk);
    const facets = { kinds: [risk.kind], levels: [risk.level], ...(entry && { events: [entry.event] }) };
    return html`
<li class="risk item ${risk.level}" ${renderFacetAttributes(facets)}>
<p class="risk-object">${renderLevelBadge(risk.level)} ${renderObject(risk)}${risk.path !== undefined && html` <code class="path">${renderText(risk.path)}</code>`}</p>
<p class="reason">${renderSentence(risk.reason)}</p>
<p class="consequence">${renderSentence(risk.consequence)}</p>
${entry && html`<p class="change-link"><a href="#${entry.id}">See the change<span class="visually-hidden"> of ${risk.name}</span></a></p>`}
</li>`;
  };
  return {
    id: "risks",
    title: "Risks",
    count: risks.length,
    body: html`<ul class="risks">${risks.map(renderRisk)}</ul>`,
  };
}

/** Renders sentences as a list. */
export function renderTextsSection(
  id: string,
  title: string,
  texts: readonly string[],
  lead?: HtmlPart,
): Section | undefined {
  if (!texts.length) return undefined;
  const items = texts.map((text) => html`<li class="item search-only">${renderSentence(text)}</li>`);
  return { id, title, lead, body: html`<ul class="texts">${items}</ul>` };
}
