import type { Asset } from "../content/asset-index.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { isRegistryFormat } from "./connector-settings.ts";
import { type ImageManifest, parseManifest } from "./manifest.ts";
import { blobPath, isDigest, manifestPath } from "./registry-path.ts";

/** Parsed manifests by SHA-256; a text is the reason why the content is none. */
type Manifests = ReadonlyMap<string, ImageManifest | string>;

/**
 * Deletes the manifests that no tag leads to and the blobs that no manifest refers to, if they were stored before a
 * time. A blob that another registry repository has too is kept (by the documentation).
 *
 * @param before milliseconds since 1970
 */
export async function collectGarbage(nexus: Nexus, repository: RepositoryRecord, before: number): Promise<void> {
  const manifests = await readManifests(nexus, repository);
  // No await from here on: an image pushed meanwhile would lose its blobs.
  const assets = nexus.content.assets(repository);
  const used = findUsedPaths(nexus, repository, manifests);
  const others = nexus.state.repositories.filter((other) => other !== repository && isRegistryFormat(other.format));
  for (const [path, { updated }] of assets.list("/v2/")) {
    const isShared = path.startsWith(blobPath("")) && others.some((other) => nexus.content.assets(other).has(path));
    if (!used.has(path) && !isShared && updated <= before) assets.delete(path);
  }
}

/** Reads all manifests, also those that are pushed while others are read. */
async function readManifests(nexus: Nexus, repository: RepositoryRecord): Promise<Manifests> {
  const manifests = new Map<string, ImageManifest | string>();
  const listUnread = () => listManifests(nexus, repository).filter(([, { sha256 }]) => !manifests.has(sha256));
  for (let unread = listUnread(); unread.length > 0; unread = listUnread()) {
    for (const [, { sha256, contentType }] of unread) {
      const text = await nexus.content.blobStoreOf(repository).readText(sha256);
      manifests.set(sha256, parseManifest(text, contentType));
    }
  }
  return manifests;
}

/** Finds the paths that tags lead to. Referrers of a used manifest are used as well. */
function findUsedPaths(nexus: Nexus, repository: RepositoryRecord, manifests: Manifests): Set<string> {
  const stored = listManifests(nexus, repository);
  const used = new Set<string>();
  const pending = stored.map(([path]) => path).filter((path) => !isDigest(path.slice(path.lastIndexOf("/") + 1)));
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const asset = nexus.content.assets(repository).get(path);
    if (!asset || used.has(path)) continue;
    used.add(path);
    const name = imageNameIn(path);
    const digest = `sha256:${asset.sha256}`;
    pending.push(manifestPath(name, digest));
    const manifest = manifests.get(asset.sha256);
    if (manifest === undefined || typeof manifest === "string") continue;
    for (const blob of manifest.blobs) used.add(blobPath(blob));
    for (const child of manifest.manifests) pending.push(manifestPath(name, child));
    for (const [other, { attributes }] of stored) {
      if (attributes?.subject === digest && imageNameIn(other) === name) pending.push(other);
    }
  }
  return used;
}

function listManifests(nexus: Nexus, repository: RepositoryRecord): [path: string, asset: Asset][] {
  const assets = nexus.content.assets(repository).list("/v2/");
  return assets.filter(([path]) => path.includes("/manifests/"));
}

const imageNameIn = (path: string): string => /^\/v2\/(.+)\/manifests\//.exec(path)?.[1] ?? "";
