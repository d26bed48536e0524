import { isFoundAsset } from "../content/asset-lookup.ts";
import { serveAsset } from "../content/file-handler.ts";
import type { ResponseData } from "../http/responses.ts";
import { findImageContent } from "./image-lookup.ts";
import type { AuthorizedRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";
import { blobPath, imageBlobPath, isDigest } from "./registry-path.ts";

/** Handles requests for a blob, which is a layer or a configuration: GET, HEAD, DELETE. */
export async function handleBlobRequest(
  request: AuthorizedRequest,
  name: string,
  digest: string,
): Promise<ResponseData> {
  const { nexus, repository, method } = request;
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  if (method === "DELETE") {
    if (repository.type !== "hosted") return registryError("UNSUPPORTED");
    const isDeleted = nexus.content.assets(repository).delete(blobPath(digest));
    return isDeleted ? { status: 202 } : registryError("BLOB_UNKNOWN", digest);
  }
  if (method !== "GET" && method !== "HEAD") return registryError("UNSUPPORTED");
  const result = await findImageContent(nexus, repository, imageBlobPath(name, digest));
  return isFoundAsset(result) ? serveAsset(nexus, request, result, { "Docker-Content-Digest": digest }) : result;
}
