import type { Asset } from "../content/assets.ts";
import type { Stored } from "../content/blobs.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { type Found, held, pathOf, type Wanted } from "./held.ts";
import { MANIFEST_TYPES } from "./manifest.ts";
import { isDigest, manifestPath } from "./route.ts";
import { askRegistry } from "./upstream.ts";

/** What a proxy holds, as long as it is fresh, or what its upstream has, which it holds from then on. */
export async function fetched(
  nexus: Nexus,
  repository: Repository,
  asked: Wanted,
): Promise<Found | string | undefined> {
  const wanted = { ...asked, name: nameThere(repository, asked.name) };
  const known = held(nexus, repository, wanted);
  const remote = nexus.remote(repository);
  const age = isDigest(wanted.reference) ? "contentMaxAge" : "metadataMaxAge";
  if (known && remote.isFresh(known.asset.verified ?? known.asset.updated, age)) return known;
  const path = upstreamPath(wanted);
  if (!remote.isRouted(path)) return known;
  // What is there needs only to be compared; by its digest it cannot have changed at all.
  const head = known && (await askRegistry(remote, path, "HEAD", MANIFEST_TYPES));
  const same = isDigest(wanted.reference) || head?.headers.get("docker-content-digest") === digestOf(known?.asset);
  if (known && head?.ok && same) return verified(nexus, known);
  // What an upstream has no more stays (3.35), as what it cannot be asked for.
  if (known && !head?.ok) return known;
  const response = await askRegistry(remote, path, "GET", wanted.kind === "blob" ? [] : MANIFEST_TYPES);
  if (!response) return known ?? "upstream unavailable";
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return known ?? (response.status === 404 ? undefined : `upstream answered ${response.status}`);
  }
  const stored = await nexus.holdings.blobs(repository).store(response.body);
  if (isDigest(wanted.reference) && wanted.reference !== `sha256:${stored.sha256}`)
    return "upstream sent another digest";
  return hold(nexus, repository, wanted, stored, response.headers.get("content-type"));
}

/** Where the index is of official images, those of one part are in `library` (by the documents). */
export function nameThere({ attributes }: Repository, name: string): string {
  return attributes.dockerProxy?.indexType === "HUB" && !name.includes("/") ? `library/${name}` : name;
}

function upstreamPath({ kind, name, reference }: Wanted): string {
  return `/v2/${name}/${kind === "blob" ? "blobs" : "manifests"}/${reference}`;
}

const digestOf = (asset: Asset | undefined): string => `sha256:${asset?.sha256}`;

function verified(nexus: Nexus, { repository, path, asset }: Found): Found {
  const again = { ...asset, verified: nexus.clock.now() };
  nexus.holdings.assets(repository).put(path, again);
  return { repository, path, asset: again };
}

function hold(nexus: Nexus, repository: Repository, wanted: Wanted, stored: Stored, contentType: string | null): Found {
  const assets = nexus.holdings.assets(repository);
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
