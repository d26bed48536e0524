import { toInlineCode, toSafeMarkdown } from "../../util/markdown.ts";
import type { ClusterReport, Image, ImagesReport } from "./schema.ts";
import { exceptionLines, needsALook, platformLines, remarks, summaryLine, usedBy } from "./words.ts";

const lights: Readonly<Record<Image["verdict"], string>> = {
  uncovered: "🔴 uncovered",
  undecided: "🔴 undecided",
  excepted: "🟡 excepted",
  placeholder: "⚪ placeholder",
  covered: "🟢 covered",
};

/** The report of one cluster as a page. */
export function clusterMarkdown(report: ImagesReport, cluster: ClusterReport): string {
  const watched = cluster.images.filter(needsALook);
  const others = cluster.images.filter((image) => !needsALook(image));
  return [
    `### nexus-iac images: ${toInlineCode(cluster.cluster)}`,
    "",
    `**${toSafeMarkdown(summaryLine(cluster, report.looked))}**`,
    "",
    `Held against the client configuration of ${toInlineCode(report.stack)} on ${report.day}.`,
    "",
    ...(watched.length
      ? ["| verdict | image | what there is to say | where |", "|---|---|---|---|", ...watched.map(row), ""]
      : []),
    ...folded(
      "Allowed, and nothing else to say",
      others.map(
        (image) => `- ${toInlineCode(image.image)} ${toSafeMarkdown([usedBy(image), ...remarks(image)].join("; "))}`,
      ),
    ),
    ...section("Catalogs and mirrors", platformLines(cluster)),
    ...section("Exceptions", exceptionLines(report)),
  ].join("\n");
}

function row(image: Image): string {
  const told = remarks(image).map(toSafeMarkdown).join("<br>");
  return `| ${lights[image.verdict]} | ${toInlineCode(image.image)} | ${told} | ${toSafeMarkdown(usedBy(image))} |`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`#### ${title}`, "", ...lines.map((line) => `- ${toSafeMarkdown(line)}`), ""] : [];
}

function folded(title: string, lines: readonly string[]): string[] {
  return lines.length
    ? ["<details>", `<summary>${title}: ${lines.length}</summary>`, "", ...lines, "", "</details>", ""]
    : [];
}
