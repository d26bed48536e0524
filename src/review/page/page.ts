/** A review, or a report of drift, as one page that needs nothing beside it: no network, and for reading no script. */
import { createHash } from "node:crypto";
import { type AccessMatrix, createAccessMatrix } from "../../access/access-matrix.ts";
import { toSecurityModel } from "../../estate/declared-security.ts";
import { type Estate, listRepositories } from "../../estate/estate.ts";
import type { PlannedStates } from "../../plan/plan-context.ts";
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

/** What the page is dressed with and moved by: the texts of the files in `style` and `client`. */
export interface PageAssets {
  styles: readonly string[];
  /** Each a module of its own. */
  scripts: readonly string[];
}

/** More repositories than that: what does not change is hidden at first. */
const LARGE = 40;

const drifted = { id: "drift", title: "Drift" };
const mended = { id: "mended", title: "Mended", lead: "Not as declared when it was looked at first; made so again." };

/** `review.html` */
export function renderReviewPage(
  review: Review,
  { current: before, planned: after }: PlannedStates,
  assets: PageAssets,
): string {
  const { stack, risks, changes, drift, notChecked, said } = review;
  const entries = createEntries({ changes, drift, risks });
  const of = (part: PageEntry["part"]) => entries.all.filter((entry) => entry.part === part);
  const sections = [
    renderRisksSection(risks, entries),
    renderTextsSection("not-checked", "Could not be checked", notChecked),
    renderChangesSection(of("change")),
    renderAccessSection(accessIn(before), accessIn(after), review.access),
    renderGraphSection(before, after, entries),
    renderRetentionSection(before, after, entries),
    renderDriftSection(of("drift"), { ...drifted, lead: "Found on the way: not as the last run left it." }),
    renderTextsSection("said", "What the preview said", said),
  ];
  const isLarge = changes.length > 0 && listRepositories(after).length > LARGE;
  return page(
    `Review of ${stack}`,
    renderReviewHeader(review),
    sections,
    choicesOf(entries, isLarge, { risks }),
    assets,
  );
}

/** `drift.html`; the world is what Nexus has, with what is missing as it was declared. */
export function renderDriftPage(report: DriftReport, world: Estate, assets: PageAssets): string {
  const entries = createEntries({ drift: report.drift, mended: report.mended ?? [] });
  const of = (part: PageEntry["part"]) => entries.all.filter((entry) => entry.part === part);
  const access = accessIn(world);
  const sections = [
    renderTextsSection("not-checked", "Could not be checked", report.notChecked),
    renderDriftSection(of("drift"), drifted),
    renderDriftSection(of("mended"), mended),
    renderUnmanagedSection(report.unmanaged),
    renderTextsSection("waiting", "Declared, and made by no up yet", report.waiting.map(waitingText)),
    renderAccessSection(access, access),
    renderGraphSection(world, world, entries),
    renderRetentionSection(world, world, entries),
  ];
  const isLarge = entries.all.length > 0 && listRepositories(world).length > LARGE;
  const choices = choicesOf(entries, isLarge, report);
  return page(`Drift of ${report.stack}`, renderDriftHeader(report), sections, choices, assets);
}

function waitingText({ noun, name }: DriftReport["waiting"][number]): string {
  return name === noun ? noun : `${noun} ${name}`;
}

function accessIn(world: Estate): AccessMatrix {
  return createAccessMatrix(toSecurityModel(world));
}

/** What is on the page beside the entries. */
type Others = Partial<Pick<Review, "risks"> & Pick<DriftReport, "unmanaged">>;

function choicesOf({ all }: PageEntries, isLarge: boolean, { risks = [], unmanaged = [] }: Others): FilterChoices {
  return {
    levels: counted(risks.map(({ level }) => level)),
    events: counted(all.map(({ event }) => event)),
    kinds: new Map([...all, ...risks, ...unmanaged].map(({ kind, noun }) => [kind, noun])),
    hasSame: all.length > 0,
    isLarge,
  };
}

function counted<T>(all: readonly T[]): Map<T, number> {
  return all.reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map<T, number>());
}

function page(
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
<meta http-equiv="Content-Security-Policy" content="${policy(style, assets.scripts)}">
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

/** Nothing is fetched from anywhere, and nothing runs but what is written here. */
function policy(style: string, scripts: readonly string[]): string {
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
