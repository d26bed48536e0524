import type { Asset } from "../content/asset-index.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { isRegistryFormat } from "./connector-settings.ts";
import { type ImageManifest, parseManifest } from "./manifest.ts";
import { blobPath, isDigest, manifestPath } from "./registry-path.ts";

/** By the digests of their bytes; a text says why something is none. */
type Manifests = ReadonlyMap<string, ImageManifest | string>;

/**
 * Removes manifests that no tag leads to, and layers that no manifest needs, if they were there before a time. A layer
 * that another repository of images has too stays (by the documents).
 */
export async function collectGarbage(nexus: Nexus, repository: RepositoryRecord, before: number): Promise<void> {
  const read = await readIn(nexus, repository);
  // From here on nothing is waited for: what is pushed meanwhile would lose its layers.
  const assets = nexus.content.assets(repository);
  const used = usedIn(nexus, repository, read);
  const others = nexus.state.repositories.filter((one) => one !== repository && isRegistryFormat(one.format));
  for (const [path, { updated }] of assets.list("/v2/")) {
    const isElsewhere = path.startsWith(blobPath("")) && others.some((one) => nexus.content.assets(one).has(path));
    if (!used.has(path) && !isElsewhere && updated <= before) assets.delete(path);
  }
}

/** All that are there, those too that came while others were read. */
async function readIn(nexus: Nexus, repository: RepositoryRecord): Promise<Manifests> {
  const read = new Map<string, ImageManifest | string>();
  const unread = () => manifestsIn(nexus, repository).filter(([, { sha256 }]) => !read.has(sha256));
  for (let some = unread(); some.length > 0; some = unread()) {
    for (const [, { sha256, contentType }] of some) {
      read.set(sha256, parseManifest(await nexus.content.blobStoreOf(repository).readText(sha256), contentType));
    }
  }
  return read;
}

/** The paths that tags lead to. What is about a manifest stays as long as it. */
function usedIn(nexus: Nexus, repository: RepositoryRecord, read: Manifests): Set<string> {
  const all = manifestsIn(nexus, repository);
  const used = new Set<string>();
  const left = all.map(([path]) => path).filter((path) => !isDigest(path.slice(path.lastIndexOf("/") + 1)));
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const asset = nexus.content.assets(repository).get(path);
    if (!asset || used.has(path)) continue;
    used.add(path);
    const name = nameOf(path);
    const digest = `sha256:${asset.sha256}`;
    left.push(manifestPath(name, digest));
    const manifest = read.get(asset.sha256);
    if (manifest === undefined || typeof manifest === "string") continue;
    for (const blob of manifest.blobs) used.add(blobPath(blob));
    for (const child of manifest.manifests) left.push(manifestPath(name, child));
    for (const [other, { attributes }] of all) {
      if (attributes?.subject === digest && nameOf(other) === name) left.push(other);
    }
  }
  return used;
}

function manifestsIn(nexus: Nexus, repository: RepositoryRecord): [path: string, asset: Asset][] {
  const all = nexus.content.assets(repository).list("/v2/");
  return all.filter(([path]) => path.includes("/manifests/"));
}

const nameOf = (path: string): string => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? "";
