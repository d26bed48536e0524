import type { ResponseData } from "../http/responses.ts";
import type { Asset } from "./asset-index.ts";
import type { BlobStore } from "./blob-store.ts";
import type { ByteRange } from "./storage.ts";

/** The parts of a request that decide how an asset is sent: whole, a range, or not at all. */
export interface DownloadRequest {
  /** GET or HEAD. */
  readonly method: string;
  readonly headers: Headers;
}

/**
 * Creates the response for an asset: 200, 206 for a range, 304 if the client has it, 416. Several ranges are answered
 * with the whole asset; the entity tag is the SHA-1 in quotes (3.71).
 */
export function createDownload(
  asset: Asset,
  blobs: BlobStore,
  request: DownloadRequest,
  additional: Readonly<Record<string, string>> = {},
): ResponseData {
  const headers: Record<string, string> = { ETag: `"${asset.sha1}"`, ...additional };
  if (isUnchanged(asset, headers.ETag ?? "", request.headers)) return { status: 304, headers };
  const { status, range } = selectRange(asset.size, request.method === "HEAD" ? null : request.headers.get("range"));
  if (!range) return { status };
  headers["Content-Type"] = asset.contentType;
  headers["Content-Length"] = String(range.last - range.first + 1);
  headers["Last-Modified"] = new Date(asset.updated).toUTCString();
  if (status === 206) headers["Content-Range"] = `bytes ${range.first}-${range.last}/${asset.size}`;
  return { status, headers, ...(request.method !== "HEAD" && { stream: () => blobs.read(asset.sha256, range) }) };
}

function isUnchanged({ updated }: Asset, etag: string, headers: Headers): boolean {
  const tags = headers.get("if-none-match");
  if (tags !== null) return tags.split(",").some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return Math.floor(updated / 1000) * 1000 <= since;
}

/** Largest number of bytes that Nexus can represent: a Java long. */
const MAX_LONG = 2n ** 63n - 1n;

/**
 * Selects the bytes that a Range header asks for. 3.71: a header that makes no sense is ignored, a range behind the end
 * is 416, an end that is too large means the last byte.
 */
function selectRange(size: number, header: string | null): { status: number; range?: ByteRange } {
  const whole = { status: 200, range: { first: 0, last: size - 1 } };
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return whole;
  if ([from, to].some((digits) => BigInt(digits) > MAX_LONG)) return whole;
  if (from !== "" && to !== "" && Number(from) > Number(to)) return whole;
  const first = from === "" ? size - Number(to) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first < 0 || first > last ? { status: 416 } : { status: 206, range: { first, last } };
}
