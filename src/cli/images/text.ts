/** A report at the terminal. */
import type { ClusterReport, ImagesReport } from "../../images/schema.ts";
import { exceptionLines, needsALook, platformLines, remarks, summaryLine, usedBy } from "../../images/words.ts";
import { visible } from "../../review/text.ts";
import { aligned } from "../text.ts";

export function terminalText(report: ImagesReport): string {
  const lines = exceptionLines(report).map((line) => visible(line, most));
  return [...report.clusters.flatMap((cluster) => clusterLines(cluster, report.looked)), ...lines].join("\n");
}

const most = 600;

function clusterLines(cluster: ClusterReport, looked: boolean): string[] {
  const rows = cluster.images
    .filter(needsALook)
    .map((image) => [
      `  ${image.verdict}`,
      visible(image.image, most),
      visible(remarks(image).join("; "), most),
      visible(usedBy(image), most),
    ]);
  return [
    `${visible(cluster.cluster)}: ${summaryLine(cluster, looked)}`,
    ...(rows.length ? aligned([["  VERDICT", "IMAGE", "WHAT THERE IS TO SAY", "WHERE"], ...rows]) : []),
    ...platformLines(cluster).map((line) => `  ${visible(line, most)}`),
  ];
}
