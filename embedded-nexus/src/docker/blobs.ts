import { serve } from "../content/serving.ts";
import type { Answer } from "../http/answers.ts";
import { failed, unfetched } from "./answers.ts";
import { find } from "./finding.ts";
import type { Admitted } from "./request.ts";
import { blobPath, isDigest } from "./route.ts";

/** Layers and configurations: GET, HEAD, DELETE. */
export async function blobAnswer(request: Admitted, name: string, digest: string): Promise<Answer> {
  const { nexus, repository, method } = request;
  if (!isDigest(digest)) return failed("DIGEST_INVALID", digest);
  if (method === "DELETE") {
    if (repository.type !== "hosted") return failed("UNSUPPORTED");
    return nexus.holdings.assets(repository).delete(blobPath(digest))
      ? { status: 202 }
      : failed("BLOB_UNKNOWN", digest);
  }
  if (method !== "GET" && method !== "HEAD") return failed("UNSUPPORTED");
  const found = await find(nexus, repository, { kind: "blob", name, reference: digest });
  if (!found) return failed("BLOB_UNKNOWN", digest);
  if ("why" in found) return unfetched(found);
  nexus.holdings.assets(found.repository).downloaded(found.path, nexus.clock.now());
  return serve(found.asset, nexus.holdings.blobs(found.repository), request, { "Docker-Content-Digest": digest });
}
