import { createHash } from "node:crypto";
import { findInMembers, readAssetText } from "../../content/asset-lookup.ts";
import { type ContentRequest, readRequestBytes } from "../../content/content-request.ts";
import { checkAccess, type FormatRules, handleFileRequest, serveAsset } from "../../content/file-handler.ts";
import { samePathRules } from "../../content/proxy-fetch.ts";
import type { ResponseData } from "../../http/responses.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { isMetadataPath, isSnapshot, parseDigestPath, parseMavenPath } from "./maven-path.ts";
import { mergeMetadata, parseMetadata, renderMetadata } from "./metadata.ts";

/** Reasons and what may be rewritten are 3.71's. */
export const mavenRules: FormatRules = {
  ...samePathRules,
  isMetadata: isMetadataPath,
  refusal,
  isRewritable: (path) => isMetadataPath(path) || parseDigestPath(path) !== undefined || path.endsWith(".asc"),
};

export async function handleMavenRequest(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { repository, path, method } = request;
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && repository.type === "group" && isMetadataPath(path)) return answerMerged(nexus, request);
  if (method !== "PUT" || repository.type !== "hosted") return handleFileRequest(nexus, request, mavenRules);
  const checked = mustBeWhole(path);
  if (!checked) return handleFileRequest(nexus, request, mavenRules);
  // Small files that say something of others.
  const refused = checkAccess(nexus, request);
  if (refused) return refused;
  const bytes = await readRequestBytes(request);
  const problem = refusal(repository, path) ?? checked(bytes.toString("utf8"));
  return problem ?? handleFileRequest(nexus, { ...request, body: () => [bytes] }, mavenRules);
}

function refusal({ attributes }: RepositoryRecord, path: string): ResponseData | undefined {
  const { versionPolicy, layoutPolicy } = attributes.maven ?? {};
  const policy = String(versionPolicy ?? "MIXED").toUpperCase();
  if (isMetadataPath(path)) {
    const isOfSnapshot = isSnapshot(path.split("/").at(-2) ?? "");
    // A snapshot repository has metadata of artifacts too, a release repository none of snapshots.
    if (policy !== "RELEASE" || !isOfSnapshot) return undefined;
    const reason = `Repository version policy: ${policy} does not allow metadata in path: ${path.slice(1)}`;
    return { status: 400, reason };
  }
  const found = parseMavenPath(path);
  if (!found) {
    const isStrict = String(layoutPolicy ?? "STRICT").toUpperCase() === "STRICT";
    return isStrict ? { status: 400, reason: " Invalid mavenPath for a Maven 2 repository" } : undefined;
  }
  if (policy === "MIXED" || (policy === "SNAPSHOT") === isSnapshot(found.baseVersion)) return undefined;
  return { status: 400, reason: `Repository version policy: ${policy} does not allow version: ${found.baseVersion}` };
}

/** Lengths of digests in hexadecimal digits. */
const DIGITS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

/** What is looked into before it is taken: digests and metadata. */
function mustBeWhole(path: string): ((text: string) => ResponseData | undefined) | undefined {
  const digest = parseDigestPath(path);
  if (digest) {
    const isDigest = new RegExp(`^[0-9a-f]{${DIGITS[digest.algorithm]}}\\s*$`, "i");
    return (text) => (isDigest.test(text) ? undefined : { status: 400, reason: `Not a Maven2 digest: ${path}` });
  }
  if (!isMetadataPath(path)) return undefined;
  const reason = `Metadata at path ${path.slice(1)} is not a valid maven-metadata.xml`;
  return (text) => (parseMetadata(text) ? undefined : { status: 400, reason });
}

/** A group's metadata is made of that of all its members, and so are its digests. */
async function answerMerged(nexus: Nexus, request: ContentRequest): Promise<ResponseData> {
  const { repository, path, subject } = request;
  const refused = checkAccess(nexus, request);
  if (refused) return refused;
  const digest = parseDigestPath(path);
  const all = await findInMembers(nexus, repository, digest?.path ?? path, subject, mavenRules);
  const [only] = all;
  if (!only) return { status: 404 };
  if (!digest && all.length === 1) return serveAsset(nexus, request, only);
  const texts = await Promise.all(all.map((found) => readAssetText(nexus, found)));
  const [first = ""] = texts;
  const merged =
    all.length === 1 ? first : renderMetadata(mergeMetadata(texts.flatMap((text) => parseMetadata(text) ?? [])));
  if (!digest) return { status: 200, text: merged, headers: { "Content-Type": "application/xml" } };
  const headers = { "Content-Type": "text/plain" };
  return { status: 200, text: createHash(digest.algorithm).update(merged).digest("hex"), headers };
}
