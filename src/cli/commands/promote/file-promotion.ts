import { createHash } from "node:crypto";
import { z } from "zod";
import type { Connection } from "../../../client/connection.ts";
import { type ByteStream, ContentClient } from "../../../client/content-client.ts";
import type { FormPart } from "../../../client/multipart.ts";
import { NexusClient, unexpectedResponse } from "../../../client/nexus-client.ts";
import { readAllPages } from "../../../client/pages.ts";
import {
  type Artifact,
  type ArtifactFile,
  parseArtifact,
  parseMavenFileName,
  toArtifactFile,
} from "../../../clients/promotion/artifact.ts";
import { PromotionError } from "../../../clients/promotion/promotion-step.ts";
import type { PromotionJob, PromotionResult } from "./promotion-job.ts";

/** The schema of a page of Nexus's asset search. */
const searchPageSchema = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      checksum: z.record(z.string(), z.string().nullish()).optional(),
    }),
  ),
  continuationToken: z.string().nullish(),
});

/** The two repositories of a promotion. They belong to the same Nexus. */
interface RepositoryPair {
  content: ContentClient;
  from: string;
  to: string;
}

/**
 * Copies the files of an artifact to the next stage by streaming, and verifies their hashes there.
 *
 * @throws PromotionError, NexusError
 */
export async function promoteFiles(job: PromotionJob, what: string): Promise<PromotionResult> {
  const { clientConfig, step, login, isDryRun } = job;
  const { format } = step.chain;
  const artifact = parseArtifact(format, what);
  const [from, to] = [step.from.repository.name, step.to.repository.name];
  const connection: Connection = { url: clientConfig.url, ...login };
  const content = new ContentClient(connection);
  const repositories = { content, from, to };
  try {
    const files = await findFiles(connection, artifact, format, from);
    if (!files.length)
      throw new PromotionError(`${what} not found in ${from}, or ${login.credentials.username} cannot read it`);
    const contents = files.map(({ path, algorithm, hash }) => ({ name: path, digest: `${algorithm}:${hash}` }));
    const missing = await findMissing(files, repositories);
    if (!missing.length) return { name: what, contents, outcome: "already there" };
    if (isDryRun) return { name: what, contents, outcome: "would be promoted" };
    await uploadFiles(missing, artifact, format, repositories);
    for (const file of missing) {
      const copiedHash = await content.computeHash(to, file.path, file.algorithm);
      if (copiedHash !== file.hash)
        throw new PromotionError(
          `${file.path} has another hash after the copy: ${copiedHash ?? "none"} in ${to}, ${file.hash} in ${from}`,
        );
    }
    return { name: what, contents, outcome: "promoted" };
  } finally {
    await content.close();
  }
}

/** Returns the files of the artifact in a repository, by Nexus's search. */
async function findFiles(
  connection: Connection,
  artifact: Artifact,
  format: string,
  repository: string,
): Promise<ArtifactFile[]> {
  const nexus = new NexusClient(connection);
  try {
    const found = await readAllPages({ method: "GET", path: "/v1/search/assets" }, async (token) => {
      const query = new URLSearchParams({
        repository,
        format,
        ...artifact.query,
        ...(token && { continuationToken: token }),
      });
      const path = `/v1/search/assets?${query}`;
      const { data: page } = searchPageSchema.safeParse((await nexus.get(path)).body);
      if (!page) throw unexpectedResponse({ method: "GET", path });
      const { items, continuationToken } = page;
      const matches = items.filter(({ path }) => artifact.includes(`/${path.replace(/^\/+/, "")}`));
      return { items: matches.map(toArtifactFile), next: continuationToken };
    });
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    await nexus.close();
  }
}

/**
 * Returns the files that the next stage does not have yet.
 *
 * @throws PromotionError if it has a file with another content
 */
async function findMissing(files: readonly ArtifactFile[], { content, to }: RepositoryPair): Promise<ArtifactFile[]> {
  const missing: ArtifactFile[] = [];
  const conflicts: string[] = [];
  for (const file of files) {
    if (!(await content.exists(to, file.path))) missing.push(file);
    else if ((await content.computeHash(to, file.path, file.algorithm)) !== file.hash) conflicts.push(file.path);
  }
  if (conflicts.length)
    throw new PromotionError(
      `${to} already has ${conflicts.join(", ")} with another content. ` +
        "Promoted files are never replaced: use a new version",
    );
  return missing;
}

async function uploadFiles(
  files: readonly ArtifactFile[],
  { by, query }: Artifact,
  format: string,
  repositories: RepositoryPair,
): Promise<void> {
  const { content, to } = repositories;
  if (by === "path") {
    for (const file of files)
      await verifyOnError(content.upload(to, file.path, openSource(file, repositories)), [file], repositories);
    return;
  }
  if (format !== "maven2") {
    for (const file of files)
      await verifyOnError(
        content.publishComponent(to, [createPart(`${format}.asset`, file, repositories)]),
        [file],
        repositories,
      );
    return;
  }
  const { group = "", name = "", version = "" } = query;
  const coordinates = { groupId: group, artifactId: name, version, "generate-pom": "false" };
  const parts = [
    ...Object.entries(coordinates).map(([field, value]) => ({ name: `maven2.${field}`, value })),
    ...files.flatMap((file, index) => {
      const asset = `maven2.asset${index + 1}`;
      const fields = Object.entries(parseMavenFileName(file.path));
      return [
        ...fields.map(([field, value]) => ({ name: `${asset}.${field}`, value })),
        createPart(asset, file, repositories),
      ];
    }),
  ];
  await verifyOnError(content.publishComponent(to, parts), files, repositories);
}

/** Ignores an error if the files exist afterwards: Nexus may fail after the upload took effect, or another client uploads the same files. */
async function verifyOnError(
  upload: Promise<void>,
  files: readonly ArtifactFile[],
  repositories: RepositoryPair,
): Promise<void> {
  try {
    await upload;
  } catch (error) {
    const missing = await findMissing(files, repositories).catch(() => files);
    if (missing.length) throw error;
  }
}

function createPart(name: string, file: ArtifactFile, repositories: RepositoryPair): FormPart {
  return { name, file: file.path.split("/").at(-1) ?? "", open: () => openSource(file, repositories) };
}

/**
 * Streams a file from its repository.
 *
 * @throws PromotionError at the end if the hash differs from the one in Nexus's search
 */
async function* openSource({ path, algorithm, hash }: ArtifactFile, { content, from }: RepositoryPair): ByteStream {
  const hasher = createHash(algorithm);
  for await (const chunk of await content.download(from, path)) {
    hasher.update(chunk);
    yield chunk;
  }
  const actualHash = hasher.digest("hex");
  if (actualHash !== hash)
    throw new PromotionError(`${path} in ${from} has the hash ${actualHash}, but Nexus lists ${hash}`);
}
