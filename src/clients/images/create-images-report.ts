import { listRegistryAddresses } from "../../client-config/image-reference.ts";
import type { ClusterInventory } from "./cluster-inventory.ts";
import { appliesToCluster, isActive } from "./image-exceptions.ts";
import { type ClusterReport, type ImageResult, type ImagesReport, imageVerdicts } from "./images-report.ts";
import { hasReferencePrefix } from "./mirror-resolution.ts";
import { evaluateImage, groupByImage, type ImagePolicy, type PresenceByReference } from "./policy-evaluation.ts";

/** A cluster and the objects in its files. */
export interface ClusterInput {
  name: string;
  inventory: ClusterInventory;
}

/**
 * Evaluates all images of clusters against the policy.
 *
 * @param presence - the images that Nexus has; absent if Nexus was not asked
 */
export function createImagesReport(
  clusters: readonly ClusterInput[],
  policy: ImagePolicy,
  presence?: PresenceByReference,
): ImagesReport {
  const reports = clusters.map((cluster) => createClusterReport(cluster, policy, presence));
  const { exceptions, day, clientConfig } = policy;
  const applicable = exceptions.filter((exception) => clusters.some(({ name }) => appliesToCluster(exception, name)));
  const used = new Set(reports.flatMap(({ images }) => images.flatMap(({ exception }) => exception ?? [])));
  return {
    version: 1,
    stack: clientConfig.stack,
    day,
    looked: presence !== undefined,
    clusters: reports,
    exceptions: {
      ended: applicable.filter((exception) => !isActive(exception, day)),
      unused: applicable.filter((exception) => isActive(exception, day) && !used.has(exception)),
    },
  };
}

function createClusterReport(
  { name, inventory }: ClusterInput,
  policy: ImagePolicy,
  presence: PresenceByReference | undefined,
): ClusterReport {
  const { uses, mirrorSets, catalogs, defaultCatalogs } = inventory;
  const images = [...groupByImage(uses)]
    .map(([image, imageUses]) => evaluateImage(name, image, imageUses, mirrorSets, policy, presence))
    .sort(
      (a, b) => imageVerdicts.indexOf(a.verdict) - imageVerdicts.indexOf(b.verdict) || (a.image < b.image ? -1 : 1),
    );
  return {
    cluster: name,
    summary: summarize(images),
    images,
    ...(defaultCatalogs && { operatorHub: defaultCatalogs }),
    catalogs,
    mirrorSets: mirrorSets.map((set) => {
      const uncovered = set.mirrors.filter((mirror) => !isMirrorAllowed(mirror, policy));
      return { ...set, ...(uncovered.length && { uncovered }) };
    }),
  };
}

function summarize(images: readonly ImageResult[]): ClusterReport["summary"] {
  const count = (matches: (image: ImageResult) => unknown) => images.filter(matches).length;
  const verdictCounts = imageVerdicts.map((verdict) => [verdict, count((image) => image.verdict === verdict)] as const);
  return {
    ...(Object.fromEntries(verdictCounts) as Record<(typeof imageVerdicts)[number], number>),
    mutable: count(({ mutable }) => mutable),
    fromMirror: count(({ fromMirror }) => fromMirror),
    redirected: count(({ pulledFrom }) => pulledFrom),
    absent: count(({ nexus }) => nexus === "absent" || nexus === "elsewhere"),
  };
}

/** Returns true if the allowlist covers every image that the mirror may have. */
function isMirrorAllowed(mirror: string, { runtime, clientConfig }: ImagePolicy): boolean {
  return runtime.allow.some((entry) => {
    const [, name] = /^repository:(.*)/.exec(entry) ?? [];
    if (name === undefined) return hasReferencePrefix(entry, mirror) || entry === `${mirror}/`;
    const repository = clientConfig.repositories.find((candidate) => candidate.name === name);
    return (
      repository !== undefined &&
      listRegistryAddresses(repository, clientConfig.url).some((address) => hasReferencePrefix(address, mirror))
    );
  });
}

/** Returns true if a cluster uses an image that is uncovered or undecided. */
export function hasUncoveredImages({ clusters }: ImagesReport): boolean {
  return clusters.some(({ summary }) => summary.uncovered + summary.undecided > 0);
}
