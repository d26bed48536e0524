import { createHash } from "node:crypto";
import { answerFiles, type FileRules, forbidden, served } from "../../content/files.ts";
import { findAll, textOf } from "../../content/find.ts";
import { bytesOf, type ContentRequest } from "../../content/request.ts";
import { samePaths } from "../../content/upstream.ts";
import type { Answer } from "../../http/answers.ts";
import type { Nexus } from "../../nexus.ts";
import type { Repository } from "../../state.ts";
import { mergeMetadata, parseMetadata, renderMetadata } from "./metadata.ts";
import { coordinates, digested, isMetadata, isSnapshot } from "./path.ts";

/** Reasons and what may be rewritten are 3.71's. */
export const mavenRules: FileRules = {
  ...samePaths,
  isMetadata,
  refusal,
  isRewritable: (path) => isMetadata(path) || digested(path) !== undefined || path.endsWith(".asc"),
};

export async function answerMaven(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { repository, path, method } = request;
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && repository.type === "group" && isMetadata(path)) return answerMerged(nexus, request);
  if (method !== "PUT" || repository.type !== "hosted") return answerFiles(nexus, request, mavenRules);
  const checked = mustBeWhole(path);
  if (!checked) return answerFiles(nexus, request, mavenRules);
  // Small files that say something of others.
  const refused = forbidden(nexus, request);
  if (refused) return refused;
  const bytes = await bytesOf(request);
  const problem = refusal(repository, path) ?? checked(bytes.toString("utf8"));
  return problem ?? answerFiles(nexus, { ...request, body: () => [bytes] }, mavenRules);
}

function refusal({ attributes }: Repository, path: string): Answer | undefined {
  const { versionPolicy, layoutPolicy } = attributes.maven ?? {};
  const policy = String(versionPolicy ?? "MIXED").toUpperCase();
  if (isMetadata(path)) {
    const isOfSnapshot = isSnapshot(path.split("/").at(-2) ?? "");
    // A snapshot repository has metadata of artifacts too, a release repository none of snapshots.
    if (policy !== "RELEASE" || !isOfSnapshot) return undefined;
    const reason = `Repository version policy: ${policy} does not allow metadata in path: ${path.slice(1)}`;
    return { status: 400, reason };
  }
  const found = coordinates(path);
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
function mustBeWhole(path: string): ((text: string) => Answer | undefined) | undefined {
  const digest = digested(path);
  if (digest) {
    const isDigest = new RegExp(`^[0-9a-f]{${DIGITS[digest.algorithm]}}\\s*$`, "i");
    return (text) => (isDigest.test(text) ? undefined : { status: 400, reason: `Not a Maven2 digest: ${path}` });
  }
  if (!isMetadata(path)) return undefined;
  const reason = `Metadata at path ${path.slice(1)} is not a valid maven-metadata.xml`;
  return (text) => (parseMetadata(text) ? undefined : { status: 400, reason });
}

/** A group's metadata is made of that of all its members, and so are its digests. */
async function answerMerged(nexus: Nexus, request: ContentRequest): Promise<Answer> {
  const { repository, path, subject } = request;
  const refused = forbidden(nexus, request);
  if (refused) return refused;
  const digest = digested(path);
  const all = await findAll(nexus, repository, digest?.path ?? path, subject, mavenRules);
  const [only] = all;
  if (!only) return { status: 404 };
  if (!digest && all.length === 1) return served(nexus, request, only);
  const texts = await Promise.all(all.map((found) => textOf(nexus, found)));
  const [first = ""] = texts;
  const merged =
    all.length === 1 ? first : renderMetadata(mergeMetadata(texts.flatMap((text) => parseMetadata(text) ?? [])));
  if (!digest) return { status: 200, text: merged, headers: { "Content-Type": "application/xml" } };
  const headers = { "Content-Type": "text/plain" };
  return { status: 200, text: createHash(digest.algorithm).update(merged).digest("hex"), headers };
}
