/** A report at the terminal. */
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

/** Each cluster's images as a table where it fits; else what there is to say of an image stands under it. */
export function formatImagesReport(report: ImagesReport, width: number): string {
  const lines = formatExceptionLines(report).map((line) => toDisplayText(line, most));
  return [...report.clusters.flatMap((cluster) => clusterLines(cluster, report.looked, width)), ...lines].join("\n");
}

const most = 600;

function clusterLines(cluster: ClusterReport, looked: boolean, width: number): string[] {
  const images = cluster.images.filter(needsAttention);
  return [
    `${toDisplayText(cluster.cluster)}: ${formatClusterSummary(cluster, looked)}`,
    ...(images.length ? imageLines(images, width) : []),
    ...formatPlatformLines(cluster).map((line) => `  ${toDisplayText(line, most)}`),
  ];
}

function imageLines(images: ClusterReport["images"], width: number): string[] {
  const cells = images.map((image) => ({
    verdict: `  ${image.verdict}`,
    name: toDisplayText(image.image, most),
    said: listRemarks(image).map((remark) => toDisplayText(remark, most)),
    where: toDisplayText(formatUsage(image), most),
  }));
  const table = alignColumns([
    ["  VERDICT", "IMAGE", "REMARKS", "USED"],
    ...cells.map(({ verdict, name, said, where }) => [verdict, name, said.join("; "), where]),
  ]);
  if (table.every((line) => line.length <= width)) return table;
  const indent = " ".repeat(15);
  return cells.flatMap(({ verdict, name, said, where }) => [
    `${verdict.padEnd(indent.length)}${name}`,
    ...[...said, where].map((line) => `${indent}${line}`),
  ]);
}
