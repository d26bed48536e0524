import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { findAsset, isFoundAsset } from "./asset-lookup.ts";
import { type UploadRules, uploadAsset } from "./asset-upload.ts";
import { type ContentRequest, contentActions, uploaderOf } from "./content-request.ts";
import { createDownload } from "./download.ts";
import { type FetchRules, type FoundAsset, samePathRules } from "./proxy-fetch.ts";

/** The rules of a format for its files: fetching by proxies and uploads to hosted repositories. */
export interface FormatRules extends FetchRules, UploadRules {}

/** Returns the refusal of a request that the user may not make; undefined if it is allowed. */
export function checkAccess(
  nexus: Nexus,
  { method, repository, subject, path }: ContentRequest,
): ResponseData | undefined {
  const action = contentActions[method];
  if (action === undefined) return { status: 405, reason: method };
  if (canAccessPath(nexus, subject, action, repository, path)) return undefined;
  // 3.71: a request without credentials is challenged, also where anonymous access is on.
  if (subject.kind === "user") return { status: 403 };
  return { status: 401, headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' } };
}

/** Handles requests for files that are served as they are, by their paths: GET, HEAD, PUT, DELETE. */
export async function handleFileRequest(
  nexus: Nexus,
  request: ContentRequest,
  rules: FormatRules = samePathRules,
): Promise<ResponseData> {
  const { repository, path, method } = request;
  const refusal = checkAccess(nexus, request);
  if (refusal) return refusal;
  if (method === "GET" || method === "HEAD") {
    const result = await findAsset(nexus, repository, path, uploaderOf(request), rules);
    return isFoundAsset(result) ? serveAsset(nexus, request, result) : result;
  }
  if (repository.type !== "hosted" || method === "POST") return { status: 405, reason: method };
  if (method === "DELETE") {
    return nexus.content.assets(repository).delete(path) ? { status: 204 } : { status: 404, reason: path };
  }
  await uploadAsset(nexus, request, path, request.body(), rules);
  return { status: 201 };
}

/** Responds with an asset, and notes the download. */
export function serveAsset(
  nexus: Nexus,
  request: Pick<ContentRequest, "method" | "headers" | "repository">,
  { repository, path, asset }: FoundAsset,
  headers: Readonly<Record<string, string>> = {},
): ResponseData {
  nexus.content.assets(repository).recordDownload(path, nexus.clock.now());
  const { raw, maven } = request.repository.attributes;
  const disposition = (raw ?? maven)?.contentDisposition;
  const isSent = typeof disposition === "string" && request.method === "GET";
  const all = { ...(isSent && { "Content-Disposition": disposition.toLowerCase() }), ...headers };
  return createDownload(asset, nexus.content.blobStoreOf(repository), request, all);
}
