import { createHash } from "node:crypto";
import { type AccessMatrix, createAccessMatrix } from "../../access/access-matrix.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listRepositories } from "../../estate/estate.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
import { toReportedKey } from "../ranking.ts";
import type { DriftReport, Review } from "../report-schemas.ts";
import { renderAccessSection } from "./access-section.ts";
import { renderChangesSection, renderDriftSection } from "./changes-section.ts";
import { type FilterChoices, renderSidebar } from "./controls.ts";
import { createEntries, type PageEntries, type PageEntry } from "./entries.ts";
import { renderGraphSection } from "./graph-section.ts";
import { Html, html } from "./html.ts";
import { renderRetentionSection } from "./retention-section.ts";
import { renderSection, type Section } from "./section.ts";
import { renderDriftHeader, renderReviewHeader, renderRisksSection, renderTextsSection } from "./summary.ts";
import { renderUnmanagedSection } from "./unmanaged-section.ts";

/** Represents the style sheets and scripts of the page: the texts of the files in `style` and `client`. */
export interface PageAssets {
  styles: readonly string[];
  /** The scripts, each an ES module. */
  scripts: readonly string[];
}

/** With more repositories, unchanged objects are hidden at first. */
const LARGE_ESTATE_REPOSITORIES = 40;

const driftHeading = { id: "drift", title: "Drift: not as declared" };
const checkFirstHeading = {
  id: "check-first",
  title: "Check first",
  lead: "Drift and undeclared objects that are a risk, with the reason.",
};
const repairedHeading = { id: "mended", title: "Repaired", lead: "Drift that was found first and is repaired now." };

/**
 * Renders a review as `review.html`: one page that loads nothing from the network and is readable without JavaScript.
 *
 * @example
 * writeFileSync("review.html", renderReviewPage(review, planContext, readPageAssets()));
 */
export function renderReviewPage(review: Review, { current, planned }: PlannedStates, assets: PageAssets): string {
  const { stack, risks, changes, drift, warnings, notChecked, notices } = review;
  const entries = createEntries({ changes, drift, risks });
  const entriesIn = (part: PageEntry["part"]) => entries.all.filter((entry) => entry.part === part);
  const driftLead = "Found during the preview: these resources are not as the last up left them.";
  const sections = [
    renderRisksSection(risks, entries),
    renderTextsSection("warnings", "Warnings", warnings),
    renderTextsSection("not-checked", "Not checked", notChecked),
    renderChangesSection(entriesIn("change")),
    renderAccessSection(toAccessMatrix(current), toAccessMatrix(planned), { changes: review.access }),
    renderGraphSection(current, planned, entries),
    renderRetentionSection(current, planned, entries),
    renderDriftSection(entriesIn("drift"), { ...driftHeading, lead: driftLead }),
    renderTextsSection("notices", "Messages of the preview", notices),
  ];
  const isLarge = changes.length > 0 && listRepositories(planned).length > LARGE_ESTATE_REPOSITORIES;
  const choices = collectChoices(entries, isLarge, { risks });
  return renderPage(`Review of ${stack}`, renderReviewHeader(review), sections, choices, assets);
}

/**
 * Renders a report of drift as `drift.html`, a page of the same kind.
 *
 * @param estate - the objects in Nexus, and missing ones as they were declared
 */
export function renderDriftPage(report: DriftReport, estate: Estate, assets: PageAssets): string {
  const { drift, mended = [], unmanaged, waiting, risks } = report;
  const entries = createEntries({ drift, mended, unmanaged, risks });
  // Each object is in one section: those with a risk in the first.
  const first = entries.all.filter((entry) => entry.risks.length > 0 && entry.part !== "mended");
  const entriesIn = (part: PageEntry["part"]) =>
    entries.all.filter((entry) => entry.part === part && !first.includes(entry));
  const isShown = new Set(entries.all.map(toReportedKey));
  const missing = new Set(drift.filter((resource) => resource.missing).map(toReportedKey));
  const isInNexus = (declaration: Declaration) => {
    const { name: kind, noun } = declaration.kind;
    return !missing.has(toReportedKey({ kind, noun, name: getDeclaredIdentity(declaration) }));
  };
  const access = toAccessMatrix({ ...estate, declarations: estate.declarations.filter(isInNexus) });
  const sections = [
    renderRisksSection(
      risks.filter((risk) => !isShown.has(toReportedKey(risk))),
      entries,
    ),
    renderDriftSection(first, checkFirstHeading),
    renderTextsSection("not-checked", "Not checked", report.notChecked),
    renderDriftSection(entriesIn("drift"), driftHeading),
    renderDriftSection(entriesIn("mended"), repairedHeading),
    renderUnmanagedSection(
      unmanaged.filter((object) => !first.some((entry) => toReportedKey(entry) === toReportedKey(object))),
    ),
    renderTextsSection("pending", "Pending: declared, not applied yet", waiting.map(formatPending)),
    renderAccessSection(access, access, { unmanaged }),
    renderGraphSection(estate, estate, entries),
    renderRetentionSection(estate, estate, entries),
  ];
  const isLarge = entries.all.length > 0 && listRepositories(estate).length > LARGE_ESTATE_REPOSITORIES;
  const choices = collectChoices(entries, isLarge, report);
  return renderPage(`Drift of ${report.stack}`, renderDriftHeader(report), sections, choices, assets);
}

function formatPending({ noun, name }: DriftReport["waiting"][number]): string {
  return name === noun ? noun : `${noun} ${name}`;
}

function toAccessMatrix(estate: Estate): AccessMatrix {
  return createAccessMatrix(toSecurityModel(estate));
}

/** The content of the page besides the entries. */
type OtherContent = Partial<Pick<Review, "risks"> & Pick<DriftReport, "unmanaged">>;

function collectChoices(
  { all }: PageEntries,
  isLarge: boolean,
  { risks = [], unmanaged = [] }: OtherContent,
): FilterChoices {
  return {
    levels: countEach(risks.map(({ level }) => level)),
    events: countEach(all.map(({ event }) => event)),
    kinds: new Map([...all, ...risks, ...unmanaged].map(({ kind, noun }) => [kind, noun])),
    hasUnchanged: all.length > 0,
    isLarge,
  };
}

function countEach<T>(values: readonly T[]): Map<T, number> {
  return values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map<T, number>());
}

function renderPage(
  title: string,
  header: Html,
  parts: readonly (Section | undefined)[],
  choices: FilterChoices,
  assets: PageAssets,
): string {
  const sections = parts.filter((part) => part !== undefined);
  const style = assets.styles.join("\n");
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createContentSecurityPolicy(style, assets.scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="frame">
${renderSidebar(sections, choices)}
<main id="main" tabindex="-1">
${header}
${sections.map(renderSection)}
</main>
</div>
${assets.scripts.map((script) => html`<script type="module">${new Html(script)}</script>`)}
</body>
</html>
`;
  return text;
}

/** Returns a policy that loads nothing from the network and runs only the scripts and styles of the page. */
function createContentSecurityPolicy(style: string, scripts: readonly string[]): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${scripts.map(hash).join(" ") || "'none'"}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
