import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { type RegistryEndpoint, resolveEndpoint } from "../../client-config/endpoint.ts";
import { locateImage, requireImageReference } from "../../client-config/image-reference.ts";
import { createImageLinter } from "../../client-config/naming/image-linter.ts";
import { isAtLeast, type Release } from "../../util/release.ts";
import { UsageError } from "../../util/user-error.ts";
import { PromotionError, type PromotionStep } from "./promotion-step.ts";

/** The release from which on images are reached by their repository's name. */
const pathsSince: Release = "3.83.0";

/**
 * Where a repository's images are copied from and to.
 *
 * @param release - what Nexus is, where that is known
 * @throws PromotionError
 */
export function resolveImageEndpoint(
  repository: ServedRepository,
  url: string,
  release: Release | undefined,
): RegistryEndpoint {
  const { name, registry } = repository;
  const isOld = registry === undefined && release !== undefined && !isAtLeast(release, pathsSince);
  const others = `a connector (docker.httpPort), or an address of its own in nexus:clients.registries`;
  const by = `by its name in images' paths (docker.pathEnabled)`;
  if (isOld)
    throw new PromotionError(
      `clients of images do not reach ${name}: it has no connector, and ${by} they do from Nexus ${pathsSince} on; ` +
        `this is ${release}: give it ${others}, or update Nexus`,
    );
  const endpoint = resolveEndpoint({ url }, repository);
  if (endpoint) return endpoint;
  throw new PromotionError(
    `clients of images do not reach ${name}: give it docker.pathEnabled (Nexus ${pathsSince} or later), ${others}`,
  );
}

/** An image at one stage and at the next. */
export interface ImageMove {
  /** Without the registry and the tag: `orchestrator/server`. */
  path: string;
  fromTag: string;
  toTag: string;
  /** What the tag must still be. */
  digest?: string;
}

/**
 * What is promoted: `orchestrator/server:1.0.0`, or with the source's registry before it.
 *
 * @throws UsageError, PromotionError where it may not be called so there
 */
export function planImageMove(clientConfig: ClientConfig, step: PromotionStep, text: string): ImageMove {
  const reference = requireImageReference(text);
  const place = reference.host === undefined ? undefined : locateImage(clientConfig, reference);
  if (reference.host !== undefined && place?.repository.name !== step.from.repository.name)
    throw new UsageError(
      `${text} is not in ${step.from.repository.name}, the stage ${step.from.stage.name}: leave its registry out`,
    );
  const path = place?.image ?? reference.path;
  if (reference.tag === undefined) throw new UsageError(`${text} has no tag: name the one to promote, ${path}:1.0.0`);
  const base = baseTag(step, reference.tag);
  const { digest } = reference;
  const move = {
    path,
    fromTag: base + (step.from.stage.suffix ?? ""),
    toTag: base + (step.to.stage.suffix ?? ""),
    ...(digest !== undefined && { digest }),
  };
  const { wrong } = createImageLinter(clientConfig, step.to.repository.name)(`${move.path}:${move.toTag}`);
  if (wrong.length)
    throw new PromotionError(`${path}:${move.toTag} is no name for ${step.to.repository.name}: ${wrong.join("; ")}`);
  return move;
}

/** The tag without what the stage adds to it, which may be written or left out. */
function baseTag({ chain, from }: PromotionStep, tag: string): string {
  const own = from.stage.suffix ?? "";
  const ending = chain.stages
    .filter(({ suffix = "" }) => suffix && tag.endsWith(suffix))
    .sort((a, b) => (b.suffix ?? "").length - (a.suffix ?? "").length)[0];
  if (!ending) return tag;
  if (ending.suffix === own) return tag.slice(0, -own.length);
  throw new UsageError(`${tag} is of the stage ${ending.name}, and not of ${from.stage.name}`);
}

/** The manifests that a list or index is made of; none of a single image. */
export function listChildDigests(manifest: Uint8Array): string[] {
  const { manifests } = JSON.parse(Buffer.from(manifest).toString("utf8")) as { manifests?: { digest: string }[] };
  return (manifests ?? []).map(({ digest }) => digest);
}
