/** Formats an image report for the terminal. */
import type { ClusterReport, ImagesReport } from "../../../clients/images/images-report.ts";
import {
  formatClusterSummary,
  formatExceptionLines,
  formatPlatformLines,
  formatUsage,
  listRemarks,
  needsAttention,
} from "../../../clients/images/report-text.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

/** Formats each cluster as a table, or as a list if the table is wider than `width` characters. */
export function formatImagesReport(report: ImagesReport, width: number): string {
  const lines = formatExceptionLines(report).map((line) => toDisplayText(line, maximumLength));
  return [...report.clusters.flatMap((cluster) => clusterLines(cluster, report.looked, width)), ...lines].join("\n");
}

/** The most characters of one text. */
const maximumLength = 600;

function clusterLines(cluster: ClusterReport, isLookedUp: boolean, width: number): string[] {
  const images = cluster.images.filter(needsAttention);
  return [
    `${toDisplayText(cluster.cluster)}: ${formatClusterSummary(cluster, isLookedUp)}`,
    ...(images.length ? imageLines(images, width) : []),
    ...formatPlatformLines(cluster).map((line) => `  ${toDisplayText(line, maximumLength)}`),
  ];
}

function imageLines(images: ClusterReport["images"], width: number): string[] {
  const cells = images.map((image) => ({
    verdict: `  ${image.verdict}`,
    name: toDisplayText(image.image, maximumLength),
    remarkTexts: listRemarks(image).map((remark) => toDisplayText(remark, maximumLength)),
    usage: toDisplayText(formatUsage(image), maximumLength),
  }));
  const table = alignColumns([
    ["  VERDICT", "IMAGE", "REMARKS", "USED BY"],
    ...cells.map(({ verdict, name, remarkTexts, usage }) => [verdict, name, remarkTexts.join("; "), usage]),
  ]);
  if (table.every((line) => line.length <= width)) return table;
  const indent = " ".repeat(15);
  return cells.flatMap(({ verdict, name, remarkTexts, usage }) => [
    `${verdict.padEnd(indent.length)}${name}`,
    ...[...remarkTexts, usage].map((line) => `${indent}${line}`),
  ]);
}
