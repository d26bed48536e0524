import { toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { ClusterReport, ImageResult, ImagesReport } from "./images-report.ts";
import {
  formatClusterSummary,
  formatExceptionLines,
  formatPlatformLines,
  formatUsage,
  listRemarks,
  needsAttention,
} from "./report-text.ts";

const verdictLabels: Readonly<Record<ImageResult["verdict"], string>> = {
  uncovered: "🔴 uncovered",
  undecided: "🔴 undecided",
  excepted: "🟡 excepted",
  placeholder: "⚪ placeholder",
  covered: "🟢 covered",
};

/** Formats the report of one cluster as Markdown. */
export function toClusterMarkdown(report: ImagesReport, cluster: ClusterReport): string {
  const listed = cluster.images.filter(needsAttention);
  const others = cluster.images.filter((image) => !needsAttention(image));
  return [
    `### nexus-iac images: ${toInlineCode(cluster.cluster)}`,
    "",
    `**${toSafeMarkdown(formatClusterSummary(cluster, report.looked))}**`,
    "",
    `Compared with the client configuration of ${toInlineCode(report.stack)} on ${report.day}.`,
    "",
    ...(listed.length
      ? ["| verdict | image | remarks | used by |", "|---|---|---|---|", ...listed.map(formatRow), ""]
      : []),
    ...formatDetails(
      "Allowed, without remarks",
      others.map(
        (image) =>
          `- ${toInlineCode(image.image)} ${toSafeMarkdown([formatUsage(image), ...listRemarks(image)].join("; "))}`,
      ),
    ),
    ...formatSection("Catalogs and mirrors", formatPlatformLines(cluster)),
    ...formatSection("Exceptions", formatExceptionLines(report)),
  ].join("\n");
}

function formatRow(image: ImageResult): string {
  const remarks = listRemarks(image).map(toSafeMarkdown).join("<br>");
  return `| ${verdictLabels[image.verdict]} | ${toInlineCode(image.image)} | ${remarks} | ${toSafeMarkdown(formatUsage(image))} |`;
}

function formatSection(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`#### ${title}`, "", ...lines.map((line) => `- ${toSafeMarkdown(line)}`), ""] : [];
}

function formatDetails(title: string, lines: readonly string[]): string[] {
  return lines.length
    ? ["<details>", `<summary>${title}: ${lines.length}</summary>`, "", ...lines, "", "</details>", ""]
    : [];
}
