import type { ClusterReport, ImageResult, ImagesReport } from "./images-report.ts";
import { imageVerdicts } from "./images-report.ts";

/** Formats the counts of a cluster: `3 images: 1 uncovered, 2 covered; 1 with a mutable tag`. */
export function formatClusterSummary({ summary, images }: ClusterReport, looked: boolean): string {
  const counted = imageVerdicts
    .filter((verdict) => summary[verdict])
    .map((verdict) => `${summary[verdict]} ${verdict}`);
  const properties = [
    [summary.mutable, "with a mutable tag"],
    [summary.fromMirror, "from a mirror that is for the platform only"],
    [summary.redirected, "redirected by mirror sets"],
    [looked ? summary.absent : 0, "not in Nexus"],
  ] as const;
  const propertyCounts = properties.filter(([count]) => count).map(([count, text]) => `${count} ${text}`);
  const total = `${images.length} ${images.length === 1 ? "image" : "images"}`;
  return [
    [total, counted.join(", ")].filter(Boolean).join(": "),
    ...propertyCounts,
    ...(looked ? [] : ["Nexus was not asked"]),
  ].join("; ");
}

/** Returns true if the report says more about the image than that it is allowed. */
export function needsAttention({ verdict, mutable, nexus }: ImageResult): boolean {
  return verdict !== "covered" || mutable === true || (nexus !== undefined && nexus !== "present");
}

/** Lists the reason for the verdict, and remarks on the mirror, the tag and the presence in Nexus. */
export function listRemarks({
  why,
  mutable,
  pulledFrom,
  redirect,
  nexus,
  copy,
  notSeen,
  runs = [],
}: ImageResult): string[] {
  const mirrorSets = redirect?.by.join(" and ") ?? "";
  return [
    why,
    ...(pulledFrom === undefined
      ? []
      : [`${mirrorSets} pulls it from ${pulledFrom}${redirect?.fallback ? ", or as written if that fails" : ""}`]),
    ...(redirect && pulledFrom === undefined && nexus !== undefined ? [`no mirror of ${mirrorSets} has it`] : []),
    ...(mutable ? [`mutable tag${runs.length > 1 ? `: ${runs.length} different digests run` : ""}`] : []),
    ...(nexus === "absent" ? ["not in Nexus"] : []),
    ...(nexus === "elsewhere" ? ["not in Nexus, also not as a copy"] : []),
    ...(nexus === "copied" ? [`Nexus has a copy: ${copy}`] : []),
    ...(nexus === "unknown" ? [`lookup in Nexus failed: ${notSeen}`] : []),
  ];
}

/** Formats where an image is used: `in demo and 2 more, 5 times`. */
export function formatUsage({ uses, namespaces, askedBy }: ImageResult): string {
  const [first] = namespaces;
  if (first === undefined) return `${askedBy[0] ?? ""}${uses > 1 ? ` and ${uses - 1} more` : ""}`;
  const more = namespaces.length > 1 ? ` and ${namespaces.length - 1} more` : "";
  return `in ${first}${more}${uses > 1 ? `, ${uses} times` : ""}`;
}

/** Formats the OperatorHub, the catalogs and the mirror sets of a cluster, one line each. */
export function formatPlatformLines({ operatorHub, catalogs, mirrorSets }: ClusterReport): string[] {
  return [
    ...(operatorHub ? [formatOperatorHub(operatorHub)] : []),
    ...catalogs.map(
      ({ kind, name, image, unavailable }) =>
        `${kind} ${name}: ${image ?? "no image"}${unavailable ? ", disabled" : ""}`,
    ),
    ...mirrorSets.map(
      ({ kind, name, pulls, source, mirrors, neverContactSource, uncovered }) =>
        `${kind} ${name}: ${source} by ${pulls} from ${mirrors.join(", ")}${neverContactSource ? ", never from the source" : ", otherwise from the source"}` +
        (uncovered ? `; not in the allowlist: ${uncovered.join(", ")}` : ""),
    ),
  ];
}

function formatOperatorHub({ isOff, enabled, disabled }: NonNullable<ClusterReport["operatorHub"]>): string {
  const exceptions = isOff ? enabled : disabled;
  const suffix = exceptions.length ? `, except ${exceptions.join(", ")}` : "";
  return `OperatorHub's default sources are ${isOff ? "disabled" : "enabled"}${suffix}`;
}

/** Formats the ended and unused exceptions, one line each. */
export function formatExceptionLines({ exceptions: { ended, unused } }: ImagesReport): string[] {
  const format = ({ image, cluster }: (typeof ended)[number]) =>
    `${image}${cluster === undefined ? "" : ` in ${cluster}`}`;
  return [
    ...ended.map((exception) => `exception for ${format(exception)}: ended on ${exception.ends} (${exception.reason})`),
    ...unused.map(
      (exception) =>
        `exception for ${format(exception)}: matches no uncovered image, so remove it (${exception.reason})`,
    ),
  ];
}
