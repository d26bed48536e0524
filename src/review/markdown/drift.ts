import { formatCount } from "../../util/display-text.ts";
import { toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { DriftReport } from "../report-schemas.ts";
import { formatDriftDetails, formatRisks } from "./review.ts";

/** The maximum number of names that are listed for a kind. */
const maxNames = 50;

/** Formats a report of drift as Markdown. */
export function formatDriftMarkdown(report: DriftReport): string {
  const { stack, risks, drift, mended = [], unmanaged, waiting, notChecked } = report;
  return [
    `### nexus-iac drift: ${toInlineCode(stack)}`,
    "",
    `**${summarizeDrift(report)}**`,
    "",
    ...(risks.length ? ["#### Check first", "", ...formatRisks(risks), ""] : []),
    ...(drift.length ? formatDriftDetails(drift) : []),
    ...(mended.length ? ["#### Repaired", "", ...formatDriftDetails(mended, "repaired")] : []),
    ...(unmanaged.length ? ["#### Unmanaged (in Nexus, not declared)", "", ...listNamesByNoun(unmanaged), ""] : []),
    ...(waiting.length ? ["#### Pending (declared, not applied yet)", "", ...listNamesByNoun(waiting), ""] : []),
    ...(notChecked.length
      ? ["#### Not checked", "", ...notChecked.map((text) => `- ${toSafeMarkdown(text)}`), ""]
      : []),
  ].join("\n");
}

/** Summarizes a report of drift in one line: `2 changed, 1 missing, 3 unmanaged`. */
export function summarizeDrift({
  summary: { changed = 0, missing = 0, unmanaged = 0, same = 0 },
  mended,
}: DriftReport): string {
  const counts = [
    [changed, "changed"],
    [missing, "missing"],
    [unmanaged, "unmanaged"],
  ] as const;
  const found = counts.filter(([count]) => count).map(([count, label]) => `${count} ${label}`);
  const repaired = mended ? `${mended.length} repaired; ` : "";
  return `${repaired}${found.join(", ") || `no drift: all ${same} resources are as declared`}`;
}

function listNamesByNoun(objects: readonly { noun: string; name: string }[]): string[] {
  return [...Map.groupBy(objects, ({ noun }) => noun)].map(([noun, group]) => {
    const names = group.slice(0, maxNames).map(({ name }) => toInlineCode(name));
    const more = group.length - names.length;
    return `- ${formatCount(group.length, noun)}: ${names.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
  });
}
