import { createDownload } from "../content/download.ts";
import type { ResponseData } from "../http/responses.ts";
import { find } from "./image-lookup.ts";
import { registryError, unfetched } from "./registry-errors.ts";
import { blobPath, isDigest } from "./registry-path.ts";
import type { AuthorizedRequest } from "./registry-request.ts";

/** Layers and configurations: GET, HEAD, DELETE. */
export async function handleBlobRequest(
  request: AuthorizedRequest,
  name: string,
  digest: string,
): Promise<ResponseData> {
  const { nexus, repository, method } = request;
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  if (method === "DELETE") {
    if (repository.type !== "hosted") return registryError("UNSUPPORTED");
    return nexus.content.assets(repository).delete(blobPath(digest))
      ? { status: 202 }
      : registryError("BLOB_UNKNOWN", digest);
  }
  if (method !== "GET" && method !== "HEAD") return registryError("UNSUPPORTED");
  const found = await find(nexus, repository, { kind: "blob", name, reference: digest });
  if (!found) return registryError("BLOB_UNKNOWN", digest);
  if ("why" in found) return unfetched(found);
  nexus.content.assets(found.repository).recordDownload(found.path, nexus.clock.now());
  return createDownload(found.asset, nexus.content.blobStoreOf(found.repository), request, {
    "Docker-Content-Digest": digest,
  });
}
