import type { Answer } from "../http/answers.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Repository } from "../state.ts";
import { failed } from "./answers.ts";
import type { Admitted } from "./request.ts";
import { isDigest } from "./route.ts";

const INDEX = "application/vnd.oci.image.index.v1+json";

/** The manifests that are about another one, as an index. Of a proxy, those that it holds. Not measured. */
export function referrersAnswer(request: Admitted, name: string, digest: string): Answer {
  if (request.method !== "GET") return failed("UNSUPPORTED");
  if (!isDigest(digest)) return failed("DIGEST_INVALID", digest);
  const wanted = request.query.get("artifactType");
  const all = [...about(request.nexus, request.repository, name, digest, new Set()).values()];
  const manifests = all.filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const filtered: Record<string, string> = wanted === null ? {} : { "OCI-Filters-Applied": "artifactType" };
  const json = { schemaVersion: 2, mediaType: INDEX, manifests };
  return { status: 200, json, headers: { "Content-Type": INDEX, ...filtered } };
}

/** By their digests: each once, whichever members of a group have it. */
function about(
  nexus: Nexus,
  repository: Repository,
  name: string,
  digest: string,
  seen: Set<Repository>,
): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  if (seen.has(repository) || !repository.online) return found;
  seen.add(repository);
  for (const member of nexus.members(repository).flatMap((one) => nexus.repository(one) ?? [])) {
    for (const [key, value] of about(nexus, member, name, digest, seen)) found.set(key, value);
  }
  for (const [, { attributes, contentType, sha256, size }] of nexus.holdings
    .assets(repository)
    .list(`/v2/${name}/manifests/`)) {
    if (attributes?.subject !== digest) continue;
    const { artifactType, annotations } = attributes;
    found.set(sha256, {
      mediaType: contentType,
      digest: `sha256:${sha256}`,
      size,
      ...(artifactType !== undefined && { artifactType }),
      ...(annotations !== undefined && { annotations: JSON.parse(annotations) as Json }),
    });
  }
  return found;
}
