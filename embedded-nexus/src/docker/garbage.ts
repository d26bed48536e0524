import type { Asset } from "../content/assets.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { blobPath, isDigest, manifestPath } from "./route.ts";
import { isOfImages } from "./settings.ts";

/** By the digests of their bytes; a text says why something is none. */
type Manifests = ReadonlyMap<string, Manifest | string>;

/**
 * Removes manifests that no tag leads to, and layers that no manifest needs, if they were there before a time. A layer
 * that another repository of images has too stays (by the documents).
 */
export async function collectGarbage(nexus: Nexus, repository: Repository, before: number): Promise<void> {
  const read = await readIn(nexus, repository);
  // From here on nothing is waited for: what is pushed meanwhile would lose its layers.
  const assets = nexus.holdings.assets(repository);
  const used = usedIn(nexus, repository, read);
  const others = nexus.state.repositories.filter((one) => one !== repository && isOfImages(one.format));
  for (const [path, { updated }] of assets.list("/v2/")) {
    const isElsewhere = path.startsWith(blobPath("")) && others.some((one) => nexus.holdings.assets(one).has(path));
    if (!used.has(path) && !isElsewhere && updated <= before) assets.delete(path);
  }
}

/** All that are there, those too that came while others were read. */
async function readIn(nexus: Nexus, repository: Repository): Promise<Manifests> {
  const read = new Map<string, Manifest | string>();
  const unread = () => manifestsIn(nexus, repository).filter(([, { sha256 }]) => !read.has(sha256));
  for (let some = unread(); some.length > 0; some = unread()) {
    for (const [, { sha256, contentType }] of some) {
      read.set(sha256, readManifest(await nexus.holdings.blobs(repository).text(sha256), contentType));
    }
  }
  return read;
}

/** The paths that tags lead to. What is about a manifest stays as long as it. */
function usedIn(nexus: Nexus, repository: Repository, read: Manifests): Set<string> {
  const all = manifestsIn(nexus, repository);
  const used = new Set<string>();
  const left = all.map(([path]) => path).filter((path) => !isDigest(path.slice(path.lastIndexOf("/") + 1)));
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const asset = nexus.holdings.assets(repository).get(path);
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

function manifestsIn(nexus: Nexus, repository: Repository): [path: string, asset: Asset][] {
  const all = nexus.holdings.assets(repository).list("/v2/");
  return all.filter(([path]) => path.includes("/manifests/"));
}

const nameOf = (path: string): string => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? "";
