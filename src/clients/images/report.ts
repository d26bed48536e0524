import { addressesOf } from "../../client-config/references.ts";
import { counts, holdsFor } from "./exceptions.ts";
import type { Found } from "./found.ts";
import { type Answers, byImage, judged, type Rules } from "./judge.ts";
import { isWithin } from "./places.ts";
import { type ClusterReport, type Image, type ImagesReport, verdicts } from "./schema.ts";

/** A cluster, and what its files hold. */
export interface Cluster {
  name: string;
  found: Found;
}

/** @param answers - what Nexus has, where it was asked */
export function reportOf(clusters: readonly Cluster[], rules: Rules, answers?: Answers): ImagesReport {
  const reports = clusters.map((cluster) => clusterReport(cluster, rules, answers));
  const { exceptions, day, clientConfig } = rules;
  const here = exceptions.filter((one) => clusters.some(({ name }) => holdsFor(one, name)));
  const used = new Set(reports.flatMap(({ images }) => images.flatMap(({ exception }) => exception ?? [])));
  return {
    version: 1,
    stack: clientConfig.stack,
    day,
    looked: answers !== undefined,
    clusters: reports,
    exceptions: {
      ended: here.filter((one) => !counts(one, day)),
      unused: here.filter((one) => counts(one, day) && !used.has(one)),
    },
  };
}

function clusterReport({ name, found }: Cluster, rules: Rules, answers: Answers | undefined): ClusterReport {
  const { uses, mirrorSets, catalogs, sources } = found;
  const images = [...byImage(uses)]
    .map(([image, some]) => judged(name, image, some, mirrorSets, rules, answers))
    .sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || (a.image < b.image ? -1 : 1));
  return {
    cluster: name,
    summary: summaryOf(images),
    images,
    ...(sources && { operatorHub: sources }),
    catalogs,
    mirrorSets: mirrorSets.map((set) => {
      const uncovered = set.mirrors.filter((mirror) => !isAllowed(mirror, rules));
      return { ...set, ...(uncovered.length && { uncovered }) };
    }),
  };
}

function summaryOf(images: readonly Image[]): ClusterReport["summary"] {
  const number = (is: (image: Image) => unknown) => images.filter(is).length;
  const told = verdicts.map((verdict) => [verdict, number((image) => image.verdict === verdict)] as const);
  return {
    ...(Object.fromEntries(told) as Record<(typeof verdicts)[number], number>),
    mutable: number(({ mutable }) => mutable),
    fromMirror: number(({ fromMirror }) => fromMirror),
    redirected: number(({ pulledFrom }) => pulledFrom),
    absent: number(({ nexus }) => nexus === "absent" || nexus === "elsewhere"),
  };
}

/** Whether all that a mirror may hold is allowed. */
function isAllowed(mirror: string, { runtime, clientConfig }: Rules): boolean {
  return runtime.allow.some((prefix) => {
    const [, name] = /^repository:(.*)/.exec(prefix) ?? [];
    if (name === undefined) return isWithin(prefix, mirror) || prefix === `${mirror}/`;
    const repository = clientConfig.repositories.find((one) => one.name === name);
    return (
      repository !== undefined && addressesOf(repository, clientConfig.url).some((address) => isWithin(address, mirror))
    );
  });
}

/** Whether something runs, or is to run, that nothing allows. */
export function isUncovered({ clusters }: ImagesReport): boolean {
  return clusters.some(({ summary }) => summary.uncovered + summary.undecided > 0);
}
