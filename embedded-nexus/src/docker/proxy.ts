import type { Asset } from "../content/asset-index.ts";
import type { BlobInfo, BlobStore } from "../content/blob-store.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { type Found, held, pathOf, type Unfetched, type Wanted } from "./held.ts";
import { MANIFEST_TYPES, MAX_MANIFEST_BYTES, parseManifest } from "./manifest.ts";
import { isDigest, manifestPath } from "./registry-path.ts";
import { limitSize, requestRegistry } from "./upstream-registry.ts";

/** What a proxy holds, as long as it is fresh, or what its upstream has, which it holds from then on. */
export async function fetched(
  nexus: Nexus,
  repository: RepositoryRecord,
  asked: Wanted,
): Promise<Found | Unfetched | undefined> {
  const wanted = { ...asked, name: upstreamImageName(repository, asked.name) };
  const remote = nexus.upstream(repository);
  const path = upstreamPath(wanted);
  if (!remote.isAllowedByRoutingRule(path)) return ROUTED_AWAY;
  const known = held(nexus, repository, wanted);
  const age = isDigest(wanted.reference) ? "contentMaxAge" : "metadataMaxAge";
  if (known && remote.isFresh(known.asset.verified ?? known.asset.updated, age)) return known;
  const { blockReason: blocked } = remote;
  if (!known && blocked !== undefined) return { status: 404, why: blocked };
  // What is there needs only to be compared; by its digest it cannot have changed at all.
  const head = known && (await requestRegistry(remote, path, "HEAD", MANIFEST_TYPES));
  const same = isDigest(wanted.reference) || head?.headers.get("docker-content-digest") === digestOf(known?.asset);
  if (known && head?.ok && same) return verified(nexus, known);
  // What an upstream has no more stays (3.35), as what it cannot be asked for.
  if (known && !head?.ok) return known;
  const response = await requestRegistry(remote, path, "GET", wanted.kind === "blob" ? [] : MANIFEST_TYPES);
  if (!response) return known ?? { status: remote.failureStatus, why: "Bad Gateway" };
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const why = `the upstream answered ${response.status}`;
    return known ?? (response.status === 404 ? undefined : { status: 502, why });
  }
  const blobs = nexus.content.blobStoreOf(repository);
  const told = isDigest(wanted.reference) ? wanted.reference : response.headers.get("docker-content-digest");
  const contentType = response.headers.get("content-type");
  const body = wanted.kind === "manifest" ? limitSize(MAX_MANIFEST_BYTES, response.body) : response.body;
  const entered = blobs.write(body, async (stored) => {
    if (told && told !== `sha256:${stored.sha256}`) return "the upstream sent another digest";
    if (wanted.kind === "manifest" && !(await isManifest(blobs, stored, contentType)))
      return "the upstream sent no manifest";
    return hold(nexus, repository, wanted, stored, contentType);
  });
  const got = await entered.catch(() => "the upstream's answer broke off");
  return typeof got === "string" ? (known ?? { status: 502, why: got }) : got;
}

async function isManifest(blobs: BlobStore, { sha256 }: BlobInfo, contentType: string | null): Promise<boolean> {
  return typeof parseManifest(await blobs.readText(sha256), contentType) !== "string";
}

/** 3.71, as that a blocked upstream is 404, and one that is not there 502. */
const ROUTED_AWAY = { status: 403, why: "Routing rules block the requested item from this repository" };

/** Where the index is of official images, those of one part are in `library` (by the documents). */
export function upstreamImageName({ attributes }: RepositoryRecord, name: string): string {
  return attributes.dockerProxy?.indexType === "HUB" && !name.includes("/") ? `library/${name}` : name;
}

function upstreamPath({ kind, name, reference }: Wanted): string {
  return `/v2/${name}/${kind === "blob" ? "blobs" : "manifests"}/${reference}`;
}

const digestOf = (asset: Asset | undefined): string => `sha256:${asset?.sha256}`;

function verified(nexus: Nexus, { repository, path, asset }: Found): Found {
  const again = { ...asset, verified: nexus.clock.now() };
  nexus.content.assets(repository).put(path, again);
  return { repository, path, asset: again };
}

function hold(
  nexus: Nexus,
  repository: RepositoryRecord,
  wanted: Wanted,
  stored: BlobInfo,
  contentType: string | null,
): Found {
  const assets = nexus.content.assets(repository);
  const now = nexus.clock.now();
  const path = pathOf(wanted);
  const paths = wanted.kind === "blob" ? [path] : [path, manifestPath(wanted.name, `sha256:${stored.sha256}`)];
  for (const one of paths) {
    const { created = now, lastDownloaded = null } = assets.get(one) ?? {};
    const times = { created, updated: now, verified: now, lastDownloaded };
    const type = wanted.kind === "blob" ? "application/octet-stream" : (contentType ?? MANIFEST_TYPES[0] ?? "");
    assets.put(one, { ...stored, contentType: type, ...times, uploader: "proxy" });
  }
  const asset = assets.get(path);
  if (!asset) throw new Error(`${path} was not kept`);
  return { repository, path, asset };
}
