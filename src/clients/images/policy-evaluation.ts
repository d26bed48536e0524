import type { ClientConfig, RuntimePolicy } from "../../client-config/client-config.ts";
import {
  formatImageReference,
  type ImageReference,
  listRegistryAddresses,
  locateImage,
} from "../../client-config/image-reference.ts";
import { globToRegExp } from "../../util/globs.ts";
import { findExceptions, type ImageException, isActive } from "./image-exceptions.ts";
import type { ImageResult } from "./images-report.ts";
import { hasReferencePrefix, normalizeReference, type PullSources, resolvePull } from "./mirror-resolution.ts";
import type { MirrorSet } from "./openshift.ts";
import { isMutable, isPlaceholder, parseUsedImage } from "./used-image.ts";
import type { ImageUse } from "./workloads.ts";

/** The rules for images in clusters. */
export interface ImagePolicy {
  clientConfig: ClientConfig;
  runtime: RuntimePolicy;
  exceptions: readonly ImageException[];
  /** The current day in UTC: `2027-01-31`. */
  day: string;
}

/** States that a registry has an image or not, or why this is not known. */
export type ImagePresence = "present" | "absent" | { notSeen: string };
/** The presence of images by their formatted references. References that were not looked up are missing. */
export type PresenceByReference = ReadonlyMap<string, ImagePresence>;

/** Groups the uses in a cluster by image. */
export function groupByImage(uses: readonly ImageUse[]): Map<string, ImageUse[]> {
  return Map.groupBy(uses, ({ image }) => image);
}

/** Returns the references to look up in Nexus before an image is evaluated. */
export function listReferencesToLookUp(
  image: string,
  sets: readonly MirrorSet[],
  { clientConfig }: ImagePolicy,
): ImageReference[] {
  const used = isPlaceholder(image) ? undefined : parseUsedImage(image);
  if (!used?.reference || used.hasUnknownTag) return [];
  const { from } = resolvePull(used.reference, sets);
  const inNexus = from.filter((reference) => locateImage(clientConfig, reference));
  return inNexus.length === from.length ? inNexus : [...inNexus, ...listPossibleCopies(used.reference, clientConfig)];
}

/** The maximum number of uses that a report lists for an image. */
const maximumExamples = 5;

/**
 * Evaluates an image of a cluster against the policy.
 *
 * @param uses - the uses of this image
 * @param presence - the images that Nexus has; absent if Nexus was not asked
 * @example
 * evaluateImage("lab", "apps.example/demo/web:1.0", uses, mirrorSets, policy); // { verdict: "covered", ... }
 */
export function evaluateImage(
  cluster: string,
  image: string,
  uses: readonly ImageUse[],
  sets: readonly MirrorSet[],
  policy: ImagePolicy,
  presence?: PresenceByReference,
): ImageResult {
  const evaluation = evaluate(cluster, image, uses, sets, policy, presence);
  const runs = [...new Set(uses.flatMap(({ runs }) => runs ?? []))].sort();
  const namespaces = [...new Set(uses.flatMap(({ namespace }) => namespace ?? []))].sort();
  return {
    image,
    ...evaluation,
    ...(runs.length && { runs }),
    uses: uses.length,
    namespaces,
    askedBy: uses
      .slice(0, maximumExamples)
      .map(({ namespace, by }) => (namespace === undefined ? by : `${namespace}: ${by}`)),
  };
}

type Evaluation = Omit<ImageResult, "image" | "runs" | "uses" | "namespaces" | "askedBy">;

function evaluate(
  cluster: string,
  image: string,
  uses: readonly ImageUse[],
  sets: readonly MirrorSet[],
  policy: ImagePolicy,
  presence: PresenceByReference | undefined,
): Evaluation {
  // A running container has an image, even if its name looks like a placeholder.
  if (isPlaceholder(image) && !uses.some(({ isRunning }) => isRunning))
    return { verdict: "placeholder", why: "placeholder for an image to be named later" };
  const used = parseUsedImage(image);
  const { reference } = used;
  if (!reference) return applyExceptions({ verdict: "undecided", why: used.problem }, cluster, [image], policy);
  const pull = resolvePull(reference, sets);
  const lookup =
    presence && !used.hasUnknownTag ? resolvePresence(reference, pull, policy.clientConfig, presence) : undefined;
  const from = lookup?.from ?? pull.from[0];
  const facts = {
    ...(isMutable(used) && { mutable: true as const }),
    ...(pull.redirect && from && describeRedirect(pull, from, reference)),
    ...lookup?.facts,
  };
  if (!from) {
    const { by = [], source = "" } = pull.redirect ?? {};
    const why = `${by.join(" and ")} forbids pulls from ${source}, and has no mirror for ${reference.digest === undefined ? "tags" : "digests"}`;
    return applyExceptions({ verdict: "uncovered", why, ...facts }, cluster, [image], policy);
  }
  const texts = [image, formatImageReference(normalizeReference(reference)), formatImageReference(from)];
  const repository = locateImage(policy.clientConfig, from)?.repository.name;
  const isFromMirror = repository !== undefined && isApplicationFromMirror(repository, from, uses, policy);
  const allowed = policy.runtime.allow.find((prefix) => allows(prefix, from, repository));
  const located = {
    ...facts,
    ...(repository !== undefined && { repository }),
    ...(isFromMirror && { fromMirror: true as const }),
  };
  if (isFromMirror) {
    const why = `application image from ${repository}, which is for the platform only`;
    return applyExceptions({ verdict: "uncovered", why, ...located }, cluster, texts, policy);
  }
  if (allowed !== undefined) return { verdict: "covered", why: `allowed by ${allowed}`, ...located };
  const why = "not in the allowlist";
  return applyExceptions({ verdict: "uncovered", why, ...located }, cluster, texts, policy);
}

/** Applies the exceptions to an image that the allowlist does not cover. */
function applyExceptions(
  evaluation: Evaluation,
  cluster: string,
  texts: readonly string[],
  { exceptions, day }: ImagePolicy,
): Evaluation {
  const matching = findExceptions(exceptions, cluster, texts);
  const exception = matching.find((candidate) => isActive(candidate, day));
  if (exception)
    return { ...evaluation, verdict: "excepted", why: `${exception.reason} (until ${exception.ends})`, exception };
  const [ended] = matching.toSorted((a, b) => b.ends.localeCompare(a.ends));
  if (!ended) return evaluation;
  return {
    ...evaluation,
    why: `${evaluation.why}; its exception ended on ${ended.ends} (${ended.reason})`,
    exception: ended,
  };
}

function describeRedirect({ from, redirect }: PullSources, chosen: ImageReference, requested: ImageReference) {
  if (!redirect) return {};
  const fallback = chosen !== requested && from.includes(requested);
  return {
    ...(chosen !== requested && { pulledFrom: formatImageReference(chosen) }),
    redirect: { ...redirect, ...(fallback && { fallback: true as const }) },
  };
}

/** Returns true if an entry of the allowlist covers an image. `repository:NAME` covers a whole repository. */
function allows(entry: string, from: ImageReference, repository: string | undefined): boolean {
  const [, name] = /^repository:(.*)/.exec(entry) ?? [];
  return name === undefined
    ? hasReferencePrefix(entry, formatImageReference(normalizeReference(from)))
    : name === repository;
}

/**
 * Returns true if an application uses an image of a platform mirror: a use is outside of the platform namespaces, or the
 * image is named as the naming rules name applications.
 */
function isApplicationFromMirror(
  repository: string,
  { path }: ImageReference,
  uses: readonly ImageUse[],
  { runtime, clientConfig }: ImagePolicy,
): boolean {
  const { mirrors = [], platformNamespaces } = runtime;
  if (!mirrors.includes(repository)) return false;
  const isPlatformUse = ({ namespace }: ImageUse) =>
    !platformNamespaces ||
    namespace === undefined ||
    platformNamespaces.some((pattern) => globToRegExp(pattern).test(namespace));
  return !uses.every(isPlatformUse) || listApplicationPrefixes(clientConfig, mirrors).has(path.split("/")[0] ?? "");
}

/** Returns the first path parts of application images, by naming rules such as `orchestrator/<project>` and `<namespace>/<image>`. */
function listApplicationPrefixes({ naming = [] }: ClientConfig, mirrors: readonly string[]): Set<string> {
  const applicationRules = naming.filter(({ repositories }) => !repositories.every((name) => mirrors.includes(name)));
  return new Set(
    applicationRules.flatMap(({ images, namespaces = [] }) =>
      images.flatMap((pattern) => {
        const [first = ""] = pattern.split("/");
        return first === "<namespace>" ? namespaces : /^[\w.-]+$/.test(first) ? [first] : [];
      }),
    ),
  );
}

/** Returns the first source that has the image, and the facts about its presence in Nexus. */
function resolvePresence(
  reference: ImageReference,
  { from }: PullSources,
  clientConfig: ClientConfig,
  presence: PresenceByReference,
) {
  const presenceOf = (candidate: ImageReference) => presence.get(formatImageReference(candidate));
  // Other registries are not asked, so a source outside of Nexus is assumed to have the image.
  const first = from.find(
    (candidate) =>
      presenceOf(candidate) !== "absent" &&
      (presenceOf(candidate) !== undefined || !locateImage(clientConfig, candidate)),
  );
  const chosen = first ?? from[0];
  if (!chosen) return undefined;
  const found = presenceOf(chosen);
  if (locateImage(clientConfig, chosen))
    return {
      from: chosen,
      facts:
        typeof found === "object" ? { nexus: "unknown" as const, ...found } : { nexus: found ?? ("absent" as const) },
    };
  const copy = listPossibleCopies(reference, clientConfig).find((candidate) => presenceOf(candidate) === "present");
  return {
    from: chosen,
    facts: copy ? { nexus: "copied" as const, copy: formatImageReference(copy) } : { nexus: "elsewhere" as const },
  };
}

/** Returns the references of the image in all hosted repositories. Proxies are left out: a lookup would make them fetch it. */
function listPossibleCopies(
  { path, tag, digest }: ImageReference,
  { repositories, url }: ClientConfig,
): ImageReference[] {
  return repositories
    .filter(({ type }) => type === "hosted")
    .flatMap((repository) => listRegistryAddresses(repository, url).slice(0, 1))
    .map((address) => {
      const [host = "", ...rest] = address.split("/");
      return { host, path: [...rest, path].join("/"), ...(tag !== undefined && { tag }), ...(digest && { digest }) };
    });
}
