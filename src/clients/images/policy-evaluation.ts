/** What images may run, by what an estate's client configuration says. */

import type { ClientConfig, RuntimePolicy } from "../../client-config/client-config.ts";
import {
  formatImageReference,
  type ImageReference,
  listRegistryAddresses,
  locateImage,
  parseImageReference,
} from "../../client-config/image-reference.ts";
import { globToRegExp } from "../../util/globs.ts";
import { findExceptions, type ImageException, isActive } from "./image-exceptions.ts";
import type { ImageResult } from "./images-report.ts";
import { hasReferencePrefix, normalizeReference, type PullSources, resolvePull } from "./mirror-resolution.ts";
import type { MirrorSet } from "./openshift.ts";
import { isPlaceholder } from "./placeholder-image.ts";
import type { ImageUse } from "./workloads.ts";

/** What images are held against. */
export interface ImagePolicy {
  clientConfig: ClientConfig;
  runtime: RuntimePolicy;
  exceptions: readonly ImageException[];
  /** `2027-01-31`, in UTC. */
  day: string;
}

/** Whether a registry has an image, or why nobody can say. */
export type ImagePresence = "present" | "absent" | { notSeen: string };
/** By the texts of references; nothing where nobody looked. */
export type PresenceByReference = ReadonlyMap<string, ImagePresence>;

/** What clusters ask for again and again, with all that ask for it. */
export function groupByImage(uses: readonly ImageUse[]): Map<string, ImageUse[]> {
  return Map.groupBy(uses, ({ image }) => image);
}

/** References that Nexus is to be asked for before an image can be judged with what it has. */
export function listReferencesToLookUp(
  image: string,
  sets: readonly MirrorSet[],
  { clientConfig }: ImagePolicy,
): ImageReference[] {
  const read = isPlaceholder(image) ? undefined : readImage(image);
  if (!read?.reference || read.isOpen) return [];
  const { from } = resolvePull(read.reference, sets);
  const own = from.filter((reference) => locateImage(clientConfig, reference));
  return own.length === from.length ? own : [...own, ...copiesOf(read.reference, clientConfig)];
}

export function evaluateImage(
  cluster: string,
  image: string,
  uses: readonly ImageUse[],
  sets: readonly MirrorSet[],
  rules: ImagePolicy,
  answers?: PresenceByReference,
): ImageResult {
  const verdict = verdictOf(cluster, image, uses, sets, rules, answers);
  const runs = [...new Set(uses.flatMap(({ runs }) => runs ?? []))].sort();
  const namespaces = [...new Set(uses.flatMap(({ namespace }) => namespace ?? []))].sort();
  return {
    image,
    ...verdict,
    ...(runs.length && { runs }),
    uses: uses.length,
    namespaces,
    askedBy: uses
      .slice(0, mostExamples)
      .map(({ namespace, by }) => (namespace === undefined ? by : `${namespace}: ${by}`)),
  };
}

const mostExamples = 5;

type Judgement = Omit<ImageResult, "image" | "runs" | "uses" | "namespaces" | "askedBy">;

function verdictOf(
  cluster: string,
  image: string,
  uses: readonly ImageUse[],
  sets: readonly MirrorSet[],
  rules: ImagePolicy,
  answers: PresenceByReference | undefined,
): Judgement {
  // What runs is an image, whatever it is called.
  if (isPlaceholder(image) && !uses.some(({ isRunning }) => isRunning))
    return { verdict: "placeholder", why: "it stands for an image that is to be named yet" };
  const { reference, isOpen, why: reason } = readImage(image);
  if (!reference) return excused({ verdict: "undecided", why: reason }, cluster, [image], rules);
  const pull = resolvePull(reference, sets);
  const seen = answers && !isOpen ? lookedAt(reference, pull, rules.clientConfig, answers) : undefined;
  const from = seen?.from ?? pull.from[0];
  const about = {
    ...(isMutable(reference, isOpen) && { mutable: true as const }),
    ...(pull.redirect && from && redirected(pull, from, reference)),
    ...seen?.told,
  };
  if (!from) {
    const { by = [], source = "" } = pull.redirect ?? {};
    const why = `${by.join(" and ")} never lets ${source} be contacted, and has no mirror for ${reference.digest === undefined ? "tags" : "digests"}`;
    return excused({ verdict: "uncovered", why, ...about }, cluster, [image], rules);
  }
  const texts = [image, formatImageReference(normalizeReference(reference)), formatImageReference(from)];
  const repository = locateImage(rules.clientConfig, from)?.repository.name;
  const isMisused = repository !== undefined && takesFromMirror(repository, from, uses, rules);
  const allowed = rules.runtime.allow.find((prefix) => allows(prefix, from, repository));
  const told = {
    ...about,
    ...(repository !== undefined && { repository }),
    ...(isMisused && { fromMirror: true as const }),
  };
  if (isMisused) {
    const why = `an application's image from ${repository}, which is the platform's`;
    return excused({ verdict: "uncovered", why, ...told }, cluster, texts, rules);
  }
  if (allowed !== undefined) return { verdict: "covered", why: `${allowed} is allowed`, ...told };
  const why = "nothing in the allowlist has it";
  return excused({ verdict: "uncovered", why, ...told }, cluster, texts, rules);
}

/** What nothing allows, held against the exceptions. */
function excused(
  judgement: Judgement,
  cluster: string,
  texts: readonly string[],
  { exceptions, day }: ImagePolicy,
): Judgement {
  const all = findExceptions(exceptions, cluster, texts);
  const exception = all.find((one) => isActive(one, day));
  if (exception)
    return { ...judgement, verdict: "excepted", why: `${exception.reason} (until ${exception.ends})`, exception };
  const [ended] = all.toSorted((a, b) => b.ends.localeCompare(a.ends));
  if (!ended) return judgement;
  return {
    ...judgement,
    why: `${judgement.why}; an exception for it ended on ${ended.ends} (${ended.reason})`,
    exception: ended,
  };
}

interface Read {
  reference?: ImageReference;
  /** A variable is in the tag: nobody knows it. */
  isOpen?: true;
  why: string;
}

/** A variable is no matter where it is of the tag alone: where the image is from is known. */
function readImage(image: string): Read {
  const [, head = image, variable] = /^([^$]+):([^:/]*\$[^/]*)$/.exec(image) ?? [];
  if (head.includes("$")) return { why: `a variable without a default is in it` };
  const reference = parseImageReference(head);
  if (!reference) return { why: "it is no image reference" };
  return { reference, why: "", ...(variable !== undefined && { isOpen: true as const }) };
}

const mutableTags = new Set(["latest", "stable", "main"]);

function isMutable({ tag, digest }: ImageReference, isOpen: boolean | undefined): boolean {
  return digest === undefined && !isOpen && (tag === undefined || mutableTags.has(tag));
}

function redirected({ from, redirect }: PullSources, chosen: ImageReference, asked: ImageReference) {
  if (!redirect) return {};
  const fallback = chosen !== asked && from.includes(asked);
  return {
    ...(chosen !== asked && { pulledFrom: formatImageReference(chosen) }),
    redirect: { ...redirect, ...(fallback && { fallback: true as const }) },
  };
}

/** `repository:NAME` is all of a repository; else the beginning of what a client reads the reference as. */
function allows(prefix: string, from: ImageReference, repository: string | undefined): boolean {
  const [, name] = /^repository:(.*)/.exec(prefix) ?? [];
  return name === undefined
    ? hasReferencePrefix(prefix, formatImageReference(normalizeReference(from)))
    : name === repository;
}

/** Whether one of those who ask is an application, or the image is called as one. */
function takesFromMirror(
  repository: string,
  { path }: ImageReference,
  uses: readonly ImageUse[],
  { runtime, clientConfig }: ImagePolicy,
): boolean {
  const { mirrors = [], platformNamespaces } = runtime;
  if (!mirrors.includes(repository)) return false;
  const isOfPlatform = ({ namespace }: ImageUse) =>
    !platformNamespaces ||
    namespace === undefined ||
    platformNamespaces.some((pattern) => globToRegExp(pattern).test(namespace));
  return !uses.every(isOfPlatform) || applicationNames(clientConfig, mirrors).has(path.split("/")[0] ?? "");
}

/** Of `orchestrator/<project>` and of `<namespace>/<image>`: what paths of applications' images begin with. */
function applicationNames({ naming = [] }: ClientConfig, mirrors: readonly string[]): Set<string> {
  const ofApplications = naming.filter(({ repositories }) => !repositories.every((name) => mirrors.includes(name)));
  return new Set(
    ofApplications.flatMap(({ images, namespaces = [] }) =>
      images.flatMap((pattern) => {
        const [first = ""] = pattern.split("/");
        return first === "<namespace>" ? namespaces : /^[\w.-]+$/.test(first) ? [first] : [];
      }),
    ),
  );
}

/** What Nexus has of it, and so where it is pulled from: the first place that has it. */
function lookedAt(
  reference: ImageReference,
  { from }: PullSources,
  clientConfig: ClientConfig,
  answers: PresenceByReference,
) {
  const answer = (one: ImageReference) => answers.get(formatImageReference(one));
  // What is elsewhere is taken to be there: nobody asks registries but Nexus.
  const first = from.find(
    (one) => answer(one) !== "absent" && (answer(one) !== undefined || !locateImage(clientConfig, one)),
  );
  const chosen = first ?? from[0];
  if (!chosen) return undefined;
  const own = answer(chosen);
  if (locateImage(clientConfig, chosen))
    return {
      from: chosen,
      told: typeof own === "object" ? { nexus: "unknown" as const, ...own } : { nexus: own ?? ("absent" as const) },
    };
  const copy = copiesOf(reference, clientConfig).find((one) => answer(one) === "present");
  return {
    from: chosen,
    told: copy ? { nexus: "copied" as const, copy: formatImageReference(copy) } : { nexus: "elsewhere" as const },
  };
}

/** Where hosted repositories would have the same image. A proxy would fetch it by being asked. */
function copiesOf({ path, tag, digest }: ImageReference, { repositories, url }: ClientConfig): ImageReference[] {
  return repositories
    .filter(({ type }) => type === "hosted")
    .flatMap((repository) => listRegistryAddresses(repository, url).slice(0, 1))
    .map((address) => {
      const [host = "", ...rest] = address.split("/");
      return { host, path: [...rest, path].join("/"), ...(tag !== undefined && { tag }), ...(digest && { digest }) };
    });
}
