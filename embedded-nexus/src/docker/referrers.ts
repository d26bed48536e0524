import type { ResponseData } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { upstreamImageName } from "./proxy.ts";
import { registryError } from "./registry-errors.ts";
import { isDigest } from "./registry-path.ts";
import type { AuthorizedRequest } from "./registry-request.ts";
import { readJsonObject, requestRegistry } from "./upstream-registry.ts";

const INDEX = "application/vnd.oci.image.index.v1+json";

/** The manifests that are about another one, as an index. Not measured. */
export async function handleReferrersRequest(
  request: AuthorizedRequest,
  name: string,
  digest: string,
): Promise<ResponseData> {
  if (request.method !== "GET") return registryError("UNSUPPORTED");
  if (!isDigest(digest)) return registryError("DIGEST_INVALID", digest);
  const wanted = request.query.get("artifactType");
  const found = await about(request.nexus, request.repository, name, digest, new Set());
  // Each once, whichever members of a group have it.
  const all = [...new Map(found.map((one) => [one.digest, one])).values()];
  const manifests = all.filter(({ artifactType }) => wanted === null || artifactType === wanted);
  const filtered: Record<string, string> = wanted === null ? {} : { "OCI-Filters-Applied": "artifactType" };
  const json = { schemaVersion: 2, mediaType: INDEX, manifests };
  return { status: 200, json, headers: { "Content-Type": INDEX, ...filtered } };
}

async function about(
  nexus: Nexus,
  repository: RepositoryRecord,
  name: string,
  digest: string,
  seen: Set<RepositoryRecord>,
): Promise<JsonObject[]> {
  if (seen.has(repository) || !repository.online) return [];
  seen.add(repository);
  const there = upstreamImageName(repository, name);
  const found = held(nexus, repository, there, digest);
  if (repository.type === "proxy") found.push(...(await upstreams(nexus, repository, there, digest)));
  for (const member of nexus.memberNames(repository).flatMap((one) => nexus.findRepository(one) ?? [])) {
    found.push(...(await about(nexus, member, name, digest, seen)));
  }
  return found;
}

async function upstreams(
  nexus: Nexus,
  repository: RepositoryRecord,
  name: string,
  digest: string,
): Promise<JsonObject[]> {
  const index = await readJsonObject(
    await requestRegistry(nexus.upstream(repository), `/v2/${name}/referrers/${digest}`, "GET"),
  );
  return Array.isArray(index?.manifests) ? index.manifests.filter(isObject) : [];
}

function held(nexus: Nexus, repository: RepositoryRecord, name: string, digest: string): JsonObject[] {
  const all = nexus.content.assets(repository).list(`/v2/${name}/manifests/`);
  return all
    .filter(([, { attributes }]) => attributes?.subject === digest)
    .map(([, { attributes, contentType, sha256, size }]) => ({
      mediaType: contentType,
      digest: `sha256:${sha256}`,
      size,
      ...(attributes?.artifactType !== undefined && { artifactType: attributes.artifactType }),
      ...(attributes?.annotations !== undefined && { annotations: JSON.parse(attributes.annotations) as Json }),
    }));
}
