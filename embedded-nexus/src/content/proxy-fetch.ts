import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";
import { putAsset } from "./content-request.ts";
import { detectMediaType } from "./media-types.ts";

/** A file, and the repository that itself holds it. */
export interface FoundAsset {
  readonly repository: RepositoryRecord;
  readonly path: string;
  readonly asset: Asset;
}

/** How a format's files get into a proxy. */
export interface FetchRules {
  /** Metadata is asked for again after metadataMaxAge, all else after contentMaxAge. */
  isMetadata(path: string): boolean;
  /** Where a file is fetched from: a path beneath the remote URL, from its slash on, or the URL of somewhere else. */
  address(nexus: Nexus, repository: RepositoryRecord, path: string): string | Promise<string>;
}

/** Files that are at the same path there. */
export const samePathRules: FetchRules = {
  isMetadata: () => false,
  address: (_nexus, _repository, path) => encodeURI(path).replace(/[?#]/g, encodeURIComponent),
};

/** The address that an upstream's link leads to, by the page it is on: beneath the remote URL where it stays there. */
export function toUpstreamAddress({ attributes }: RepositoryRecord, link: string, page = "/"): string {
  const remoteUrl = String(attributes.proxy?.remoteUrl).replace(/\/+$/, "");
  const { href } = new URL(link, remoteUrl + page);
  return href.startsWith(`${remoteUrl}/`) ? href.slice(remoteUrl.length) : href;
}

/**
 * A file of a proxy: what it has as long as that is young enough, else what its upstream has. What it once had it gives
 * also when its upstream does not or is not there (statuses of 3.71).
 */
export async function fetchAsset(
  nexus: Nexus,
  repository: RepositoryRecord,
  path: string,
  subject: Subject,
  fetching: FetchRules,
): Promise<FoundAsset | ResponseData> {
  const remote = nexus.upstream(repository);
  if (!remote.isAllowedByRoutingRule(path)) {
    return { status: 403, reason: "Routing rules block the requested item from this repository" };
  }
  const assets = nexus.content.assets(repository);
  const held = assets.get(path);
  const age = fetching.isMetadata(path) ? "metadataMaxAge" : "contentMaxAge";
  if (held && remote.isFresh(held.verified ?? held.updated, age)) return { repository, path, asset: held };

  const { blockReason: blocked } = remote;
  if (!held && blocked !== undefined) return { status: 404, reason: blocked };

  const address = await fetching.address(nexus, repository, path);
  const headers: Record<string, string> = held?.etag === undefined ? {} : { "If-None-Match": held.etag };
  const response = await (address.startsWith("/")
    ? remote.request(address, { headers })
    : remote.requestUrl(address, { headers }));
  const verified = nexus.clock.now();
  // A part of it, which nobody asked for, is nothing (3.71).
  if (response?.status === 200 && response.body) {
    const type = response.headers.get("content-type")?.split(";")[0] ?? detectMediaType(path, new Uint8Array()).type;
    const etag = response.headers.get("etag");
    const upstream = { verified, ...(etag !== null && { etag }) };
    await nexus.content.blobStoreOf(repository).write(response.body, (stored) => {
      putAsset(nexus, { repository, subject }, path, stored, type, undefined, upstream);
    });
  } else if (held) {
    await response?.body?.cancel();
    if (response?.status === 304) assets.put(path, { ...held, verified });
  } else {
    await response?.body?.cancel();
    if (!response) return { status: remote.failureStatus };
    return { status: response.status === 401 ? 503 : 404 };
  }
  const asset = assets.get(path);
  return asset ? { repository, path, asset } : { status: 404 };
}
