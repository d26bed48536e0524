/** An image's report in sentences, for people at a terminal and readers of a page. */
import type { ClusterReport, ImageResult, ImagesReport } from "./images-report.ts";
import { imageVerdicts } from "./images-report.ts";

/** `3 images: 1 uncovered, 2 covered; 1 with a mutable tag` */
export function formatClusterSummary({ summary, images }: ClusterReport, looked: boolean): string {
  const counted = imageVerdicts
    .filter((verdict) => summary[verdict])
    .map((verdict) => `${summary[verdict]} ${verdict}`);
  const besides = [
    [summary.mutable, "with a mutable tag"],
    [summary.fromMirror, "of applications from a mirror"],
    [summary.redirected, "redirected by mirror sets"],
    [looked ? summary.absent : 0, "not in Nexus"],
  ] as const;
  const told = besides.filter(([count]) => count).map(([count, words]) => `${count} ${words}`);
  const all = `${images.length} ${images.length === 1 ? "image" : "images"}`;
  return [
    [all, counted.join(", ")].filter(Boolean).join(": "),
    ...told,
    ...(looked ? [] : ["Nexus was not asked"]),
  ].join("; ");
}

/** Whether there is more to say of it than that it is allowed. */
export function needsAttention({ verdict, mutable, nexus }: ImageResult): boolean {
  return verdict !== "covered" || mutable === true || (nexus !== undefined && nexus !== "present");
}

/** What is to be said of it: the verdict's reason, what it is pulled from, what its tag is, what Nexus has. */
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
  const by = redirect?.by.join(" and ") ?? "";
  return [
    why,
    ...(pulledFrom === undefined
      ? []
      : [`pulled from ${pulledFrom} by ${by}${redirect?.fallback ? ", as written where that fails" : ""}`]),
    ...(redirect && pulledFrom === undefined && nexus !== undefined ? [`no mirror of ${by} has it`] : []),
    ...(mutable ? [`its tag is mutable${runs.length > 1 ? `: ${runs.length} digests of it run` : ""}`] : []),
    ...(nexus === "absent" ? ["Nexus does not have it"] : []),
    ...(nexus === "elsewhere" ? ["it is not in Nexus at all"] : []),
    ...(nexus === "copied" ? [`Nexus has it as ${copy}`] : []),
    ...(nexus === "unknown" ? [`whether Nexus has it could not be seen: ${notSeen}`] : []),
  ];
}

/** `in demo and 2 more namespaces, 5 times` */
export function formatUsage({ uses, namespaces, askedBy }: ImageResult): string {
  const [first] = namespaces;
  if (first === undefined) return `${askedBy[0] ?? ""}${uses > 1 ? ` and ${uses - 1} more` : ""}`;
  const more = namespaces.length > 1 ? ` and ${namespaces.length - 1} more` : "";
  return `in ${first}${more}${uses > 1 ? `, ${uses} times` : ""}`;
}

/** What the cluster is told of catalogs and mirrors. */
export function formatPlatformLines({ operatorHub, catalogs, mirrorSets }: ClusterReport): string[] {
  return [
    ...(operatorHub ? [hubLine(operatorHub)] : []),
    ...catalogs.map(
      ({ kind, name, image, unavailable }) =>
        `${kind} ${name}: ${image ?? "no image"}${unavailable ? ", not available" : ""}`,
    ),
    ...mirrorSets.map(
      ({ kind, name, pulls, source, mirrors, neverContactSource, uncovered }) =>
        `${kind} ${name}: ${source} by ${pulls} from ${mirrors.join(", ")}${neverContactSource ? ", never from the source" : ", else from the source"}` +
        (uncovered ? `; nothing in the allowlist has ${uncovered.join(", ")}` : ""),
    ),
  ];
}

function hubLine({ isOff, enabled, disabled }: NonNullable<ClusterReport["operatorHub"]>): string {
  const others = isOff ? enabled : disabled;
  const but = others.length ? `, but for ${others.join(", ")}` : "";
  return `OperatorHub's default sources are ${isOff ? "disabled" : "enabled"}${but}`;
}

export function formatExceptionLines({ exceptions: { ended, unused } }: ImagesReport): string[] {
  const of = ({ image, cluster }: (typeof ended)[number]) => `${image}${cluster === undefined ? "" : ` in ${cluster}`}`;
  return [
    ...ended.map((one) => `the exception for ${of(one)} ended on ${one.ends}, and counts no more (${one.reason})`),
    ...unused.map((one) => `the exception for ${of(one)} excuses nothing: take it away (${one.reason})`),
  ];
}
