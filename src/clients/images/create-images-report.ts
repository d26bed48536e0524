import { listRegistryAddresses } from "../../client-config/image-reference.ts";
import type { ClusterInventory } from "./cluster-inventory.ts";
import { appliesToCluster, isActive } from "./image-exceptions.ts";
import { type ClusterReport, type ImageResult, type ImagesReport, imageVerdicts } from "./images-report.ts";
import { hasReferencePrefix } from "./mirror-resolution.ts";
import { evaluateImage, groupByImage, type ImagePolicy, type PresenceByReference } from "./policy-evaluation.ts";

/** A cluster, and what its files hold. */
export interface ClusterInput {
  name: string;
  inventory: ClusterInventory;
}

/** @param answers - what Nexus has, where it was asked */
export function createImagesReport(
  clusters: readonly ClusterInput[],
  rules: ImagePolicy,
  answers?: PresenceByReference,
): ImagesReport {
  const reports = clusters.map((cluster) => clusterReport(cluster, rules, answers));
  const { exceptions, day, clientConfig } = rules;
  const here = exceptions.filter((one) => clusters.some(({ name }) => appliesToCluster(one, name)));
  const used = new Set(reports.flatMap(({ images }) => images.flatMap(({ exception }) => exception ?? [])));
  return {
    version: 1,
    stack: clientConfig.stack,
    day,
    looked: answers !== undefined,
    clusters: reports,
    exceptions: {
      ended: here.filter((one) => !isActive(one, day)),
      unused: here.filter((one) => isActive(one, day) && !used.has(one)),
    },
  };
}

function clusterReport(
  { name, inventory: found }: ClusterInput,
  rules: ImagePolicy,
  answers: PresenceByReference | undefined,
): ClusterReport {
  const { uses, mirrorSets, catalogs, defaultCatalogs: sources } = found;
  const images = [...groupByImage(uses)]
    .map(([image, some]) => evaluateImage(name, image, some, mirrorSets, rules, answers))
    .sort(
      (a, b) => imageVerdicts.indexOf(a.verdict) - imageVerdicts.indexOf(b.verdict) || (a.image < b.image ? -1 : 1),
    );
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

function summaryOf(images: readonly ImageResult[]): ClusterReport["summary"] {
  const number = (is: (image: ImageResult) => unknown) => images.filter(is).length;
  const told = imageVerdicts.map((verdict) => [verdict, number((image) => image.verdict === verdict)] as const);
  return {
    ...(Object.fromEntries(told) as Record<(typeof imageVerdicts)[number], number>),
    mutable: number(({ mutable }) => mutable),
    fromMirror: number(({ fromMirror }) => fromMirror),
    redirected: number(({ pulledFrom }) => pulledFrom),
    absent: number(({ nexus }) => nexus === "absent" || nexus === "elsewhere"),
  };
}

/** Whether all that a mirror may hold is allowed. */
function isAllowed(mirror: string, { runtime, clientConfig }: ImagePolicy): boolean {
  return runtime.allow.some((prefix) => {
    const [, name] = /^repository:(.*)/.exec(prefix) ?? [];
    if (name === undefined) return hasReferencePrefix(prefix, mirror) || prefix === `${mirror}/`;
    const repository = clientConfig.repositories.find((one) => one.name === name);
    return (
      repository !== undefined &&
      listRegistryAddresses(repository, clientConfig.url).some((address) => hasReferencePrefix(address, mirror))
    );
  });
}

/** Whether something runs, or is to run, that nothing allows. */
export function hasUncoveredImages({ clusters }: ImagesReport): boolean {
  return clusters.some(({ summary }) => summary.uncovered + summary.undecided > 0);
}
