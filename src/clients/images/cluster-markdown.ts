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

const lights: Readonly<Record<ImageResult["verdict"], string>> = {
  uncovered: "🔴 uncovered",
  undecided: "🔴 undecided",
  excepted: "🟡 excepted",
  placeholder: "⚪ placeholder",
  covered: "🟢 covered",
};

/** The report of one cluster as a page. */
export function toClusterMarkdown(report: ImagesReport, cluster: ClusterReport): string {
  const watched = cluster.images.filter(needsAttention);
  const others = cluster.images.filter((image) => !needsAttention(image));
  return [
    `### nexus-iac images: ${toInlineCode(cluster.cluster)}`,
    "",
    `**${toSafeMarkdown(formatClusterSummary(cluster, report.looked))}**`,
    "",
    `Held against the client configuration of ${toInlineCode(report.stack)} on ${report.day}.`,
    "",
    ...(watched.length
      ? ["| verdict | image | what there is to say | where |", "|---|---|---|---|", ...watched.map(row), ""]
      : []),
    ...folded(
      "Allowed, and nothing else to say",
      others.map(
        (image) =>
          `- ${toInlineCode(image.image)} ${toSafeMarkdown([formatUsage(image), ...listRemarks(image)].join("; "))}`,
      ),
    ),
    ...section("Catalogs and mirrors", formatPlatformLines(cluster)),
    ...section("Exceptions", formatExceptionLines(report)),
  ].join("\n");
}

function row(image: ImageResult): string {
  const told = listRemarks(image).map(toSafeMarkdown).join("<br>");
  return `| ${lights[image.verdict]} | ${toInlineCode(image.image)} | ${told} | ${toSafeMarkdown(formatUsage(image))} |`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`#### ${title}`, "", ...lines.map((line) => `- ${toSafeMarkdown(line)}`), ""] : [];
}

function folded(title: string, lines: readonly string[]): string[] {
  return lines.length
    ? ["<details>", `<summary>${title}: ${lines.length}</summary>`, "", ...lines, "", "</details>", ""]
    : [];
}
