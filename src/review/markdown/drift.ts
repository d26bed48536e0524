import { formatCount } from "../../util/display-text.ts";
import { toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { DriftReport } from "../report-schemas.ts";
import { formatDriftDetails } from "./review.ts";

const mostNames = 50;

/** The report of drift as a page. */
export function formatDriftMarkdown(report: DriftReport): string {
  const { stack, drift, mended = [], unmanaged, waiting, notChecked } = report;
  return [
    `### nexus-iac drift: ${toInlineCode(stack)}`,
    "",
    `**${summarizeDrift(report)}**`,
    "",
    ...(drift.length ? formatDriftDetails(drift) : []),
    ...(mended.length ? ["#### Mended", "", ...formatDriftDetails(mended, "made as declared again")] : []),
    ...(unmanaged.length ? ["#### In Nexus, and declared by nobody", "", ...namesByNoun(unmanaged), ""] : []),
    ...(waiting.length ? ["#### Declared, and made by no up yet", "", ...namesByNoun(waiting), ""] : []),
    ...(notChecked.length
      ? ["#### Not checked", "", ...notChecked.map((text) => `- ${toSafeMarkdown(text)}`), ""]
      : []),
  ].join("\n");
}

/** `2 not as declared, 1 missing, 3 declared by nobody` */
export function summarizeDrift({
  summary: { changed = 0, missing = 0, unmanaged = 0, same = 0 },
  mended,
}: DriftReport): string {
  const found = [
    [changed, "not as declared"],
    [missing, "missing"],
    [unmanaged, "declared by nobody"],
  ] as const;
  const told = found.filter(([count]) => count).map(([count, words]) => `${count} ${words}`);
  const healed = mended ? `${mended.length} mended; ` : "";
  return `${healed}${told.join(", ") || `no drift: all ${same} things are as declared`}`;
}

function namesByNoun(things: readonly { noun: string; name: string }[]): string[] {
  return [...Map.groupBy(things, ({ noun }) => noun)].map(([noun, mine]) => {
    const names = mine.slice(0, mostNames).map(({ name }) => toInlineCode(name));
    const more = mine.length - names.length;
    return `- ${formatCount(mine.length, noun)}: ${names.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
  });
}
