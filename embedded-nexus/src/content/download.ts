import type { ResponseData } from "../http/responses.ts";
import type { Asset } from "./asset-index.ts";
import type { BlobStore } from "./blob-store.ts";
import type { ByteRange } from "./storage.ts";

/** What of a request decides how bytes are given: whole, a part, or not again. */
export interface DownloadRequest {
  /** GET or HEAD. */
  readonly method: string;
  readonly headers: Headers;
}

/**
 * An asset as an answer, its bytes as a stream. A range is one part only: where several are asked for, all is given
 * (3.71, as the entity tag: the SHA-1 in quotes).
 */
export function createDownload(
  asset: Asset,
  blobs: BlobStore,
  wish: DownloadRequest,
  more: Readonly<Record<string, string>> = {},
): ResponseData {
  const headers: Record<string, string> = { ETag: `"${asset.sha1}"`, ...more };
  if (isKnown(asset, headers.ETag ?? "", wish.headers)) return { status: 304, headers };
  const { status, span } = part(asset.size, wish.method === "HEAD" ? null : wish.headers.get("range"));
  if (!span) return { status };
  headers["Content-Type"] = asset.contentType;
  headers["Content-Length"] = String(span.last - span.first + 1);
  headers["Last-Modified"] = new Date(asset.updated).toUTCString();
  if (status === 206) headers["Content-Range"] = `bytes ${span.first}-${span.last}/${asset.size}`;
  return { status, headers, ...(wish.method !== "HEAD" && { stream: () => blobs.read(asset.sha256, span) }) };
}

function isKnown({ updated }: Asset, etag: string, headers: Headers): boolean {
  const tags = headers.get("if-none-match");
  if (tags !== null) return tags.split(",").some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return Math.floor(updated / 1000) * 1000 <= since;
}

/** The largest number that Nexus counts bytes with. */
const MOST = 2n ** 63n - 1n;

/** 3.71: what makes no sense is as if nothing was said, but a part that is not there is 416, and an end too long a one. */
function part(size: number, range: string | null): { status: number; span?: ByteRange } {
  const whole = { status: 200, span: { first: 0, last: size - 1 } };
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === "" && to === "") return whole;
  if ([from, to].some((one) => BigInt(one) > MOST)) return whole;
  if (from !== "" && to !== "" && Number(from) > Number(to)) return whole;
  const first = from === "" ? size - Number(to) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first < 0 || first > last ? { status: 416 } : { status: 206, span: { first, last } };
}
