import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { type RegistryEndpoint, resolveEndpoint } from "../../client-config/endpoint.ts";
import { locateImage, requireImageReference } from "../../client-config/image-reference.ts";
import { createImageLinter } from "../../client-config/naming/image-linter.ts";
import { isFields, parseJson } from "../../util/json.ts";
import { isAtLeast, type Release } from "../../util/release.ts";
import { UsageError } from "../../util/user-error.ts";
import { PromotionError, type PromotionStep } from "./promotion-step.ts";

/** The first release with path-based access to Docker repositories (docker.pathEnabled). */
const pathAccessSince: Release = "3.83.0";

/**
 * Resolves the endpoint from which images of a repository are copied, or to which.
 *
 * @param release - the release of Nexus, if known
 * @throws PromotionError if Docker clients cannot reach the repository
 */
export function resolveImageEndpoint(
  repository: ServedRepository,
  url: string,
  release: Release | undefined,
): RegistryEndpoint {
  const { name, registry } = repository;
  const isTooOld = registry === undefined && release !== undefined && !isAtLeast(release, pathAccessSince);
  const alternatives = "a connector (docker.httpPort) or an address in nexus:clients.registries";
  if (isTooOld)
    throw new PromotionError(
      `Docker clients cannot reach ${name}: it has no connector, and docker.pathEnabled needs Nexus ${pathAccessSince} or later ` +
        `(this is ${release}); configure ${alternatives}, or update Nexus`,
    );
  const endpoint = resolveEndpoint({ url }, repository);
  if (endpoint) return endpoint;
  throw new PromotionError(
    `Docker clients cannot reach ${name}: configure docker.pathEnabled (Nexus ${pathAccessSince} or later), ${alternatives}`,
  );
}

/** An image in one stage and its tag in the next. */
export interface ImageMove {
  /** The path without registry and tag: `orchestrator/server`. */
  path: string;
  fromTag: string;
  toTag: string;
  /** The digest that the tag must have. */
  digest?: string;
}

/**
 * Plans the move of an image: `orchestrator/server:1.0.0`, optionally with the registry of the first stage.
 *
 * @throws UsageError for an invalid reference, PromotionError if the naming rules of the next stage forbid the name
 */
export function planImageMove(clientConfig: ClientConfig, step: PromotionStep, text: string): ImageMove {
  const reference = requireImageReference(text);
  const location = reference.host === undefined ? undefined : locateImage(clientConfig, reference);
  if (reference.host !== undefined && location?.repository.name !== step.from.repository.name)
    throw new UsageError(
      `${text} is not in ${step.from.repository.name}, the repository of the stage ${step.from.stage.name}; omit the registry`,
    );
  const path = location?.image ?? reference.path;
  if (reference.tag === undefined)
    throw new UsageError(`${text} has no tag; add the tag to promote, such as ${path}:1.0.0`);
  const base = removeSuffix(step, reference.tag);
  const { digest } = reference;
  const move = {
    path,
    fromTag: base + (step.from.stage.suffix ?? ""),
    toTag: base + (step.to.stage.suffix ?? ""),
    ...(digest !== undefined && { digest }),
  };
  const { wrong } = createImageLinter(clientConfig, step.to.repository.name)(`${move.path}:${move.toTag}`);
  if (wrong.length)
    throw new PromotionError(
      `${path}:${move.toTag} breaks the naming rules of ${step.to.repository.name}: ${wrong.join("; ")}`,
    );
  return move;
}

/** Returns the tag without the suffix of the first stage, which is optional in the reference. */
function removeSuffix({ chain, from }: PromotionStep, tag: string): string {
  const ownSuffix = from.stage.suffix ?? "";
  const match = chain.stages
    .filter(({ suffix = "" }) => suffix && tag.endsWith(suffix))
    .sort((a, b) => (b.suffix ?? "").length - (a.suffix ?? "").length)[0];
  if (!match) return tag;
  if (match.suffix === ownSuffix) return tag.slice(0, -ownSuffix.length);
  throw new UsageError(`${tag} is a tag of the stage ${match.name}, not of ${from.stage.name}`);
}

/** Returns the digests of the manifests in an image index. Returns none for a single image. */
export function listChildDigests(manifest: Uint8Array): string[] {
  const index = parseJson(Buffer.from(manifest).toString("utf8"));
  const manifests = isFields(index) && Array.isArray(index.manifests) ? index.manifests : [];
  return manifests.flatMap((entry) => (isFields(entry) && typeof entry.digest === "string" ? [entry.digest] : []));
}
