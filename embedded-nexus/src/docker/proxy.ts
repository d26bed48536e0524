import type { Asset } from "../content/assets.ts";
import type { Blobs, Stored } from "../content/blobs.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { type Found, held, pathOf, type Unfetched, type Wanted } from "./held.ts";
import { LARGEST, MANIFEST_TYPES, readManifest } from "./manifest.ts";
import { isDigest, manifestPath } from "./route.ts";
import { askRegistry, upTo } from "./upstream.ts";

/** What a proxy holds, as long as it is fresh, or what its upstream has, which it holds from then on. */
export async function fetched(
  nexus: Nexus,
  repository: Repository,
  asked: Wanted,
): Promise<Found | Unfetched | undefined> {
  const wanted = { ...asked, name: nameThere(repository, asked.name) };
  const remote = nexus.remote(repository);
  const path = upstreamPath(wanted);
  if (!remote.isRouted(path)) return ROUTED_AWAY;
  const known = held(nexus, repository, wanted);
  const age = isDigest(wanted.reference) ? "contentMaxAge" : "metadataMaxAge";
  if (known && remote.isFresh(known.asset.verified ?? known.asset.updated, age)) return known;
  const { blocked } = remote;
  if (!known && blocked !== undefined) return { status: 404, why: blocked };
  // What is there needs only to be compared; by its digest it cannot have changed at all.
  const head = known && (await askRegistry(remote, path, "HEAD", MANIFEST_TYPES));
  const same = isDigest(wanted.reference) || head?.headers.get("docker-content-digest") === digestOf(known?.asset);
  if (known && head?.ok && same) return verified(nexus, known);
  // What an upstream has no more stays (3.35), as what it cannot be asked for.
  if (known && !head?.ok) return known;
  const response = await askRegistry(remote, path, "GET", wanted.kind === "blob" ? [] : MANIFEST_TYPES);
  if (!response) return known ?? { status: remote.failed, why: "Bad Gateway" };
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const why = `the upstream answered ${response.status}`;
    return known ?? (response.status === 404 ? undefined : { status: 502, why });
  }
  const blobs = nexus.holdings.blobs(repository);
  const told = isDigest(wanted.reference) ? wanted.reference : response.headers.get("docker-content-digest");
  const contentType = response.headers.get("content-type");
  const body = wanted.kind === "manifest" ? upTo(LARGEST, response.body) : response.body;
  const entered = blobs.store(body, async (stored) => {
    if (told && told !== `sha256:${stored.sha256}`) return "the upstream sent another digest";
    if (wanted.kind === "manifest" && !(await isManifest(blobs, stored, contentType)))
      return "the upstream sent no manifest";
    return hold(nexus, repository, wanted, stored, contentType);
  });
  const got = await entered.catch(() => "the upstream's answer broke off");
  return typeof got === "string" ? (known ?? { status: 502, why: got }) : got;
}

async function isManifest(blobs: Blobs, { sha256 }: Stored, contentType: string | null): Promise<boolean> {
  return typeof readManifest(await blobs.text(sha256), contentType) !== "string";
}

/** 3.71, as that a blocked upstream is 404, and one that is not there 502. */
const ROUTED_AWAY = { status: 403, why: "Routing rules block the requested item from this repository" };

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
