import { createHash } from "node:crypto";
import { findInMembers, readAssetText } from "../../content/asset-lookup.ts";
import { type ContentRequest, readRequestBytes, uploaderOf } from "../../content/content-request.ts";
import { checkAccess, type FormatRules, handleFileRequest, serveAsset } from "../../content/file-handler.ts";
import { samePathRules } from "../../content/proxy-fetch.ts";
import type { ResponseData } from "../../http/responses.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { isMetadataPath, isSnapshot, parseDigestPath, parseMavenPath } from "./maven-path.ts";
import { mergeMetadata, parseMetadata, renderMetadata } from "./metadata.ts";

/** Rules for Maven's files; refusals and exceptions from the write policy are those of 3.71. */
export const mavenRules: FormatRules = {
  ...samePathRules,
  isMetadata: isMetadataPath,
  refusal: refuseByPolicy,
  writePolicy: (policy, { path }) => (policy === "ALLOW_ONCE" && isRewritable(path) ? "ALLOW" : policy),
};

const isRewritable = (path: string): boolean =>
  isMetadataPath(path) || parseDigestPath(path) !== undefined || path.endsWith(".asc");

/** Handles requests for a Maven repository; in a group, metadata is merged from all members. */
export async function handleMavenRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { repository, path, method } = request;
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && repository.type === "group" && isMetadataPath(path)) return serveMergedMetadata(nexus, request);
  const check = method === "PUT" && repository.type === "hosted" ? contentCheck(path) : undefined;
  if (!check) return handleFileRequest(nexus, request, mavenRules);
  const refusal = checkAccess(nexus, request);
  if (refusal) return refusal;
  const bytes = await readRequestBytes(request);
  const problem = refuseByPolicy(repository, path) ?? check(bytes.toString("utf8"));
  return problem ?? handleFileRequest(nexus, { ...request, body: () => [bytes] }, mavenRules);
}

function refuseByPolicy({ attributes }: RepositoryRecord, path: string): ResponseData | undefined {
  const { versionPolicy, layoutPolicy } = attributes.maven ?? {};
  const policy = String(versionPolicy ?? "MIXED").toUpperCase();
  if (isMetadataPath(path)) {
    const isOfSnapshot = isSnapshot(path.split("/").at(-2) ?? "");
    // A snapshot repository also has the metadata of artifacts; a release repository has none of snapshots.
    if (policy !== "RELEASE" || !isOfSnapshot) return undefined;
    const reason = `Repository version policy: ${policy} does not allow metadata in path: ${path.slice(1)}`;
    return { status: 400, reason };
  }
  const coordinates = parseMavenPath(path);
  if (!coordinates) {
    const isStrict = String(layoutPolicy ?? "STRICT").toUpperCase() === "STRICT";
    return isStrict ? { status: 400, reason: " Invalid mavenPath for a Maven 2 repository" } : undefined;
  }
  const { baseVersion } = coordinates;
  if (policy === "MIXED" || (policy === "SNAPSHOT") === isSnapshot(baseVersion)) return undefined;
  return { status: 400, reason: `Repository version policy: ${policy} does not allow version: ${baseVersion}` };
}

/** Lengths of digests in hexadecimal digits. */
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

/** Returns the check of a file whose content is validated before it is stored: a digest or metadata. */
function contentCheck(path: string): ((text: string) => ResponseData | undefined) | undefined {
  const digest = parseDigestPath(path);
  if (digest) {
    const pattern = new RegExp(`^[0-9a-f]{${DIGEST_LENGTHS[digest.algorithm]}}\\s*$`, "i");
    return (text) => (pattern.test(text) ? undefined : { status: 400, reason: `Not a Maven2 digest: ${path}` });
  }
  if (!isMetadataPath(path)) return undefined;
  const reason = `Metadata at path ${path.slice(1)} is not a valid maven-metadata.xml`;
  return (text) => (parseMetadata(text) ? undefined : { status: 400, reason });
}

/** Serves the metadata of a group, merged from that of its members, or a digest of it. */
async function serveMergedMetadata(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { repository, path } = request;
  const refusal = checkAccess(nexus, request);
  if (refusal) return refusal;
  const digest = parseDigestPath(path);
  const assets = await findInMembers(nexus, repository, digest?.path ?? path, uploaderOf(request), mavenRules);
  const [firstAsset] = assets;
  if (!firstAsset) return { status: 404 };
  if (!digest && assets.length === 1) return serveAsset(nexus, request, firstAsset);
  const texts = await Promise.all(assets.map((asset) => readAssetText(nexus, asset)));
  const [firstText = ""] = texts;
  const text =
    texts.length === 1
      ? firstText
      : renderMetadata(mergeMetadata(texts.flatMap((document) => parseMetadata(document) ?? [])));
  if (!digest) return { status: 200, text, headers: { "Content-Type": "application/xml" } };
  const headers = { "Content-Type": "text/plain" };
  return { status: 200, text: createHash(digest.algorithm).update(text).digest("hex"), headers };
}
