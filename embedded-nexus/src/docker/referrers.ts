import { listLeafRepositories } from "../content/asset-lookup.ts";
import type { ResponseData } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { imageRules, upstreamImageName } from "./image-lookup.ts";
import type { AuthorizedRequest } from "./image-request.ts";
import { registryError } from "./registry-errors.ts";
import { isDigest } from "./registry-path.ts";
import { readJsonObject, requestRegistry } from "./upstream-registry.ts";

const INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

/** Handles GET .../referrers/DIGEST: an index of the manifests whose subject is the digest. Not measured. */
export async function handleReferrersRequest(
  request: AuthorizedRequest,
  name: string,
  digest: string,
): Promise<ResponseData> {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  const { nexus, repository } = request;
  const referrers: JsonObject[] = [];
  for (const leaf of listLeafRepositories(nexus, repository, imageRules)) {
    const leafName = upstreamImageName(leaf, name);
    referrers.push(...listStoredReferrers(nexus, leaf, leafName, digest));
    if (leaf.type === "proxy") referrers.push(...(await listUpstreamReferrers(nexus, leaf, leafName, digest)));
  }
  // Several members of a group may have the same manifest.
  const distinct = [...new Map(referrers.map((descriptor) => [descriptor.digest, descriptor])).values()];
  const type = request.query.get("artifactType");
  const manifests = distinct.filter(({ artifactType }) => type === null || artifactType === type);
  const filtered: Record<string, string> = type === null ? {} : { "OCI-Filters-Applied": "artifactType" };
  const json = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests };
  return { status: 200, json, headers: { "Content-Type": INDEX_TYPE, ...filtered } };
}

async function listUpstreamReferrers(
  nexus: Nexus,
  proxy: RepositoryRecord,
  name: string,
  digest: string,
): Promise<JsonObject[]> {
  const response = await requestRegistry(nexus.upstream(proxy), `/v2/${name}/referrers/${digest}`, "GET");
  const index = await readJsonObject(response);
  return Array.isArray(index?.manifests) ? index.manifests.filter(isObject) : [];
}

function listStoredReferrers(nexus: Nexus, repository: RepositoryRecord, name: string, digest: string): JsonObject[] {
  const manifests = nexus.content.assets(repository).list(`/v2/${name}/manifests/`);
  return manifests
    .filter(([, { attributes }]) => attributes?.subject === digest)
    .map(([, { attributes, contentType, sha256, size }]) => ({
      mediaType: contentType,
      digest: `sha256:${sha256}`,
      size,
      ...(attributes?.artifactType !== undefined && { artifactType: attributes.artifactType }),
      ...(attributes?.annotations !== undefined && { annotations: JSON.parse(attributes.annotations) as Json }),
    }));
}
