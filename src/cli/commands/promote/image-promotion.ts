import type { BoundCredentials } from "../../../client/credentials.ts";
import { NexusClient } from "../../../client/nexus-client.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import type { RegistryEndpoint } from "../../../client-config/endpoint.ts";
import { listChildDigests, planImageMove, resolveImageEndpoint } from "../../../clients/promotion/image-move.ts";
import { PromotionError } from "../../../clients/promotion/promotion-step.ts";
import type { Release } from "../../../util/release.ts";
import { findNearest } from "../../../util/suggestions.ts";
import type { NexusLogin } from "../../shared/nexus-login.ts";
import type { PromotionJob, PromotionResult } from "./promotion-job.ts";
import { copyWithSkopeo } from "./skopeo.ts";

/** The registry of a stage and the name of the image there. */
interface ImageLocation {
  endpoint: RegistryEndpoint;
  registry: RegistryClient;
  image: string;
}

/**
 * Copies an image by its digest to the next stage, and verifies the digests of the manifest and of all platforms there.
 *
 * @throws PromotionError, CommandError, RegistryError
 */
export async function promoteImage(job: PromotionJob, what: string): Promise<PromotionResult> {
  const { clientConfig, step, login, isDryRun } = job;
  const move = planImageMove(clientConfig, step, what);
  const release = await readRelease(clientConfig.url, login);
  const locate = (stage: typeof step.from): ImageLocation => {
    const endpoint = resolveImageEndpoint(stage.repository, clientConfig.url, release);
    const registry = new RegistryClient({ url: endpoint.url, ...login });
    return { endpoint, registry, image: endpoint.prefix + move.path };
  };
  const [from, to] = [locate(step.from), locate(step.to)];
  try {
    const { digest, bytes } = await readSource(from, move);
    const contents = [`${move.path}:${move.toTag}`, ...listChildDigests(bytes).map((child) => `${move.path}@${child}`)];
    const result = {
      name: `${move.path}:${move.toTag}`,
      contents: contents.map((name, index) => ({ name, digest: index ? (name.split("@")[1] ?? "") : digest })),
    };
    const existing = await to.registry.resolveDigest(to.image, move.toTag);
    if (existing === digest && (await hasPlatforms(to, result.contents.slice(1))))
      return { ...result, outcome: "already there" };
    if (existing !== undefined && existing !== digest)
      throw new PromotionError(
        `${step.to.repository.name} already has ${move.path}:${move.toTag} with another digest: ${existing} there, ` +
          `${digest} in ${step.from.repository.name}. Promoted images are never replaced: use a new tag`,
      );
    if (isDryRun) return { ...result, outcome: "would be promoted" };
    for (const { registry } of [from, to]) await requireTrustedRealms(registry, login.credentials);
    try {
      await copyWithSkopeo(
        { endpoint: from.endpoint, image: `${move.path}@${digest}` },
        { endpoint: to.endpoint, image: `${move.path}:${move.toTag}` },
        login,
      );
    } catch (error) {
      // The error is ignored if the image exists: Nexus may fail after the copy took effect, or another client copies it too.
      if ((await to.registry.resolveDigest(to.image, move.toTag).catch(() => undefined)) !== digest) throw error;
    }
    const copied = await to.registry.getManifest(to.image, move.toTag);
    if (copied.digest !== digest || !(await hasPlatforms(to, result.contents.slice(1))))
      throw new PromotionError(
        `${move.path}:${move.toTag} has another digest or lacks platforms after the copy: ${copied.digest} in ` +
          `${step.to.repository.name}, ${digest} in ${step.from.repository.name}`,
      );
    return { ...result, outcome: "promoted" };
  } finally {
    await Promise.all([from.registry.close(), to.registry.close()]);
  }
}

async function readSource(
  { registry, image }: ImageLocation,
  { path, fromTag, digest }: ReturnType<typeof planImageMove>,
) {
  if ((await registry.resolveDigest(image, fromTag)) === undefined) {
    const tags = await registry.listTags(image).catch(() => []);
    const similar = findNearest(fromTag, tags);
    const existingTags = tags.length ? `. Existing tags: ${tags.slice(-10).join(", ")}` : "";
    throw new PromotionError(
      `${path}:${fromTag} not found in the source stage${similar ? `; did you mean "${similar}"?` : existingTags}`,
    );
  }
  const manifest = await registry.getManifest(image, fromTag);
  if (digest !== undefined && digest !== manifest.digest)
    throw new PromotionError(`${path}:${fromTag} has the digest ${manifest.digest}, not ${digest}`);
  return manifest;
}

/**
 * skopeo sends the credentials to any realm that the challenge of a registry names, so it is started only if the realms may
 * receive them.
 *
 * @throws UntrustedOriginError
 */
async function requireTrustedRealms(registry: RegistryClient, credentials: BoundCredentials): Promise<void> {
  const { challenges } = await registry.ping();
  for (const { realm } of challenges.filter(({ scheme }) => scheme === "bearer").map(({ parameters }) => parameters))
    if (realm !== undefined && URL.canParse(realm)) credentials.requireFor(realm);
}

/** Returns true if the registry has the manifests of all platforms. */
async function hasPlatforms(
  { registry, image }: ImageLocation,
  children: readonly { digest: string }[],
): Promise<boolean> {
  const digests = await Promise.all(children.map(({ digest }) => registry.resolveDigest(image, digest)));
  return digests.every((digest, index) => digest === children[index]?.digest);
}

/** Returns the release of Nexus; undefined if a proxy removes the header with it. */
async function readRelease(url: string, login: NexusLogin): Promise<Release | undefined> {
  const client = new NexusClient({ url, ...login });
  try {
    await client.get("/v1/status");
    return client.server.release;
  } finally {
    await client.close();
  }
}
