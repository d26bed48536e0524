import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import type { Asset } from "./asset-index.ts";
import { putAsset } from "./asset-upload.ts";
import type { BlobInfo, BlobStore } from "./blob-store.ts";
import { detectMediaType } from "./media-types.ts";
import type { UpstreamClient } from "./upstream-client.ts";

/** An asset, and the repository that stores it: for a group one of its members. */
export interface FoundAsset {
  readonly repository: RepositoryRecord;
  /** Path under which the repository stores it. */
  readonly path: string;
  readonly asset: Asset;
}

/** How the assets of a format get into a proxy. Only the first two hooks are needed for a format of plain files. */
export interface FetchRules {
  /** Metadata is checked again after metadataMaxAge, everything else after contentMaxAge. */
  isMetadata(path: string): boolean;
  /** The upstream address: a path below the remote URL, from its slash on, or a URL on another host. */
  upstreamAddress(nexus: Nexus, repository: RepositoryRecord, path: string): string | Promise<string>;
  /** The path in this proxy. Default: the requested path. Docker Hub has `app` as `library/app`. */
  proxyPath?(repository: RepositoryRecord, path: string): string;
  /** The path under which a repository stores the asset. Default: the path itself. */
  assetPath?(path: string): string;
  /** Requests the asset; status 304 says that the stored one is current. Default: a GET, conditional by entity tag. */
  request?(client: UpstreamClient, address: string, stored: Asset | undefined): Promise<Response | undefined>;
  /** Checks received bytes. Default: they are stored at the path, with the type that the upstream sent. */
  accept?(received: ReceivedAsset): Promise<Acceptance | Rejection>;
  /** The response when the upstream has answered with this status. Default: 404, and 503 for 401 (3.71). */
  failure?(status: number): ResponseData;
  /** Offline groups within groups are skipped too. Default: only offline repositories that store content. */
  readonly skipsOfflineMembers?: true;
}

/** Bytes of an upstream, already in the blob store. */
export interface ReceivedAsset {
  readonly path: string;
  readonly assetPath: string;
  readonly response: Response;
  readonly blob: BlobInfo;
  readonly blobs: BlobStore;
}

/** The paths and the type under which received bytes are stored. */
export interface Acceptance {
  readonly paths: readonly string[];
  readonly contentType: string;
}

/** The reason why received bytes are not stored. */
export interface Rejection {
  readonly reason: string;
}

/** Rules for assets that the upstream has at the same path. */
export const samePathRules: FetchRules = {
  isMetadata: () => false,
  upstreamAddress: (_nexus, _repository, path) => encodeURI(path).replace(/[?#]/g, encodeURIComponent),
};

/** Returns the address of a link on a page of the upstream: a path where it stays below the remote URL, else a URL. */
export function toUpstreamAddress({ attributes }: RepositoryRecord, link: string, page = "/"): string {
  const remoteUrl = String(attributes.proxy?.remoteUrl).replace(/\/+$/, "");
  const { href } = new URL(link, remoteUrl + page);
  return href.startsWith(`${remoteUrl}/`) ? href.slice(remoteUrl.length) : href;
}

/**
 * Finds an asset in a proxy, for every format: the stored one while it is fresh, else the upstream's, which is stored
 * from then on. A stored asset is served too when the upstream no longer has it (3.35) or cannot be reached. Statuses
 * are those of 3.71.
 */
export async function fetchAsset(
  nexus: Nexus,
  repository: RepositoryRecord,
  requestedPath: string,
  uploader: string,
  rules: FetchRules,
): Promise<FoundAsset | ResponseData> {
  const client = nexus.upstream(repository);
  const path = rules.proxyPath?.(repository, requestedPath) ?? requestedPath;
  if (!client.isAllowedByRoutingRule(path)) {
    return { status: 403, reason: "Routing rules block the requested item from this repository" };
  }
  const assets = nexus.content.assets(repository);
  const assetPath = rules.assetPath?.(path) ?? path;
  const stored = assets.get(assetPath);
  const age = rules.isMetadata(path) ? "metadataMaxAge" : "contentMaxAge";
  if (stored && client.isFresh(stored.verified ?? stored.updated, age)) {
    return { repository, path: assetPath, asset: stored };
  }
  const { blockReason } = client;
  if (!stored && blockReason !== undefined) return { status: 404, reason: blockReason };

  const address = await rules.upstreamAddress(nexus, repository, path);
  const response = await (rules.request ?? requestIfChanged)(client, address, stored);
  // A partial response, which was not requested, counts as none (3.71).
  if (response?.status === 200 && response.body) {
    const rejection = await storeResponse(nexus, repository, response, { path, assetPath, uploader, rules });
    if (rejection && !stored) return { status: 502, reason: rejection.reason };
  } else {
    await response?.body?.cancel();
    if (!stored) return response ? (rules.failure ?? fileFailure)(response.status) : { status: client.failureStatus };
    if (response?.status === 304) assets.put(assetPath, { ...stored, verified: nexus.clock.now() });
  }
  const asset = assets.get(assetPath);
  return asset ? { repository, path: assetPath, asset } : { status: 404 };
}

function requestIfChanged(client: UpstreamClient, address: string, stored: Asset | undefined) {
  const headers: Record<string, string> = stored?.etag === undefined ? {} : { "If-None-Match": stored.etag };
  return address.startsWith("/") ? client.request(address, { headers }) : client.requestUrl(address, { headers });
}

const fileFailure = (status: number): ResponseData => ({ status: status === 401 ? 503 : 404 });

interface Reception {
  readonly path: string;
  readonly assetPath: string;
  readonly uploader: string;
  readonly rules: FetchRules;
}

async function storeResponse(
  nexus: Nexus,
  repository: RepositoryRecord,
  response: Response,
  { path, assetPath, uploader, rules }: Reception,
): Promise<Rejection | undefined> {
  const blobs = nexus.content.blobStoreOf(repository);
  const etag = response.headers.get("etag");
  const verified = nexus.clock.now();
  const received = blobs.write(response.body ?? [], async (blob) => {
    const accepted = await (rules.accept ?? acceptFile)({ path, assetPath, response, blob, blobs });
    if ("reason" in accepted) return accepted;
    const { contentType } = accepted;
    for (const each of accepted.paths) {
      putAsset(nexus, repository, each, blob, { contentType, uploader, verified, ...(etag !== null && { etag }) });
    }
    return undefined;
  });
  return received.catch((error: unknown) => ({ reason: `The upstream's response could not be stored: ${error}` }));
}

async function acceptFile({ path, response }: ReceivedAsset): Promise<Acceptance> {
  const contentType = response.headers.get("content-type")?.split(";")[0];
  return { paths: [path], contentType: contentType ?? detectMediaType(path, new Uint8Array()).type };
}
