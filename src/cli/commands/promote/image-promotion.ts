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

/** An image's registry, and what the image is called there. */
interface End {
  endpoint: RegistryEndpoint;
  registry: RegistryClient;
  image: string;
}

/**
 * Copies an image by its digest to the next stage, and looks at the other end whether it is what it was.
 *
 * @throws PromotionError, CommandError, RegistryError
 */
export async function promoteImage(job: PromotionJob, what: string): Promise<PromotionResult> {
  const { clientConfig, step, login: entry, isDryRun: isDry } = job;
  const move = planImageMove(clientConfig, step, what);
  const release = await releaseAt(clientConfig.url, entry);
  const at = (place: typeof step.from): End => {
    const endpoint = resolveImageEndpoint(place.repository, clientConfig.url, release);
    const registry = new RegistryClient({ url: endpoint.url, ...entry });
    return { endpoint, registry, image: endpoint.prefix + move.path };
  };
  const [from, to] = [at(step.from), at(step.to)];
  try {
    const { digest, bytes } = await sourceOf(from, move);
    const contents = [`${move.path}:${move.toTag}`, ...listChildDigests(bytes).map((child) => `${move.path}@${child}`)];
    const done = {
      name: `${move.path}:${move.toTag}`,
      contents: contents.map((name, index) => ({ name, digest: index ? (name.split("@")[1] ?? "") : digest })),
    };
    const there = await to.registry.resolveDigest(to.image, move.toTag);
    if (there === digest && (await isWhole(to, done.contents.slice(1)))) return { ...done, outcome: "already there" };
    if (there !== undefined && there !== digest)
      throw new PromotionError(
        `${move.path}:${move.toTag} is in ${step.to.repository.name} already, and is another: ${there} there, ` +
          `${digest} in ${step.from.repository.name}: what was promoted stays; give what is new a tag of its own`,
      );
    if (isDry) return { ...done, outcome: "would be promoted" };
    try {
      await copyWithSkopeo(
        { endpoint: from.endpoint, image: `${move.path}@${digest}` },
        { endpoint: to.endpoint, image: `${move.path}:${move.toTag}` },
        entry,
      );
    } catch (error) {
      // What is there counts: Nexus may fail after it did it, or somebody else do it at this moment.
      if ((await to.registry.resolveDigest(to.image, move.toTag).catch(() => undefined)) !== digest) throw error;
    }
    const copied = await to.registry.getManifest(to.image, move.toTag);
    if (copied.digest !== digest || !(await isWhole(to, done.contents.slice(1))))
      throw new PromotionError(
        `${move.path}:${move.toTag} was copied, and is not in ${step.to.repository.name} what it was: ` +
          `${copied.digest} there, ${digest} in ${step.from.repository.name}`,
      );
    return { ...done, outcome: "promoted" };
  } finally {
    await Promise.all([from.registry.close(), to.registry.close()]);
  }
}

async function sourceOf({ registry, image }: End, { path, fromTag, digest }: ReturnType<typeof planImageMove>) {
  if ((await registry.resolveDigest(image, fromTag)) === undefined) {
    const tags = await registry.listTags(image).catch(() => []);
    const near = findNearest(fromTag, tags);
    const known = tags.length ? `: it has ${tags.slice(-10).join(", ")}` : "";
    throw new PromotionError(
      `there is no ${path}:${fromTag} in the stage it is to come from${near ? `; did you mean "${near}"?` : known}`,
    );
  }
  const manifest = await registry.getManifest(image, fromTag);
  if (digest !== undefined && digest !== manifest.digest)
    throw new PromotionError(`${path}:${fromTag} is ${manifest.digest} now, and not ${digest}`);
  return manifest;
}

/** Whether all that a list holds is there. */
async function isWhole({ registry, image }: End, children: readonly { digest: string }[]): Promise<boolean> {
  const found = await Promise.all(children.map(({ digest }) => registry.resolveDigest(image, digest)));
  return found.every((digest, index) => digest === children[index]?.digest);
}

/** What Nexus says it is; nothing where something between takes that away. */
async function releaseAt(url: string, entry: NexusLogin): Promise<Release | undefined> {
  const client = new NexusClient({ url, ...entry });
  try {
    await client.get("/v1/status");
    return client.server.release;
  } finally {
    await client.close();
  }
}
