import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { readManifest } from "./manifest.ts";
import { blobPath, isDigest, manifestPath } from "./route.ts";
import { isOfImages } from "./settings.ts";

/**
 * Removes manifests that no tag leads to, and layers that no manifest needs, if they were there before a time. A layer
 * that another repository of images has too stays (by the documents).
 */
export async function collectGarbage(nexus: Nexus, repository: Repository, before: number): Promise<void> {
  const assets = nexus.holdings.assets(repository);
  const used = await usedIn(nexus, repository);
  const others = nexus.state.repositories.filter((one) => one !== repository && isOfImages(one.format));
  for (const [path, { updated }] of assets.list("/v2/")) {
    const isElsewhere = path.startsWith(blobPath("")) && others.some((one) => nexus.holdings.assets(one).has(path));
    if (!used.has(path) && !isElsewhere && updated <= before) assets.delete(path);
  }
}

/** The paths that tags lead to. What is about a manifest stays as long as it. */
async function usedIn(nexus: Nexus, repository: Repository): Promise<Set<string>> {
  const manifests = nexus.holdings
    .assets(repository)
    .list("/v2/")
    .filter(([path]) => path.includes("/manifests/"));
  const used = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    const asset = nexus.holdings.assets(repository).get(path);
    if (!asset || used.has(path)) return;
    used.add(path);
    const name = nameOf(path);
    const digest = `sha256:${asset.sha256}`;
    await visit(manifestPath(name, digest));
    const manifest = readManifest(await nexus.holdings.blobs(repository).text(asset.sha256), asset.contentType);
    if (typeof manifest === "string") return;
    for (const blob of manifest.blobs) used.add(blobPath(blob));
    for (const child of manifest.manifests) await visit(manifestPath(name, child));
    for (const [other, { attributes }] of manifests) {
      if (attributes?.subject === digest && nameOf(other) === name) await visit(other);
    }
  };
  for (const [path] of manifests) if (!isDigest(path.slice(path.lastIndexOf("/") + 1))) await visit(path);
  return used;
}

const nameOf = (path: string): string => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? "";
