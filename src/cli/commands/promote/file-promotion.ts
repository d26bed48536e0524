import { createHash } from "node:crypto";
import { z } from "zod";
import type { Connection } from "../../../client/connection.ts";
import { type ByteStream, ContentClient } from "../../../client/content-client.ts";
import type { FormPart } from "../../../client/multipart.ts";
import { NexusClient } from "../../../client/nexus-client.ts";
import {
  type Artifact,
  type ArtifactFile,
  parseArtifact,
  parseMavenFileName,
  toArtifactFile,
} from "../../../clients/promotion/artifact.ts";
import { PromotionError } from "../../../clients/promotion/promotion-step.ts";
import type { PromotionJob, PromotionResult } from "./promotion-job.ts";

/** A page of what Nexus's search finds. */
const page = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      checksum: z.record(z.string(), z.string().nullish()).optional(),
    }),
  ),
  continuationToken: z.string().nullish(),
});

/** Both ends of a promotion: they are of one Nexus. */
interface Ends {
  content: ContentClient;
  from: string;
  to: string;
}

/**
 * Copies an artifact's files to the next stage, each as it comes, and looks at the other end whether it is what it was.
 *
 * @throws PromotionError, NexusError
 */
export async function promoteFiles(job: PromotionJob, what: string): Promise<PromotionResult> {
  const { clientConfig, step, login: entry, isDryRun: isDry } = job;
  const { format } = step.chain;
  const artifact = parseArtifact(format, what);
  const [from, to] = [step.from.repository.name, step.to.repository.name];
  const connection: Connection = { url: clientConfig.url, ...entry };
  const content = new ContentClient(connection);
  const ends = { content, from, to };
  try {
    const files = await filesOf(connection, artifact, format, from);
    if (!files.length) throw new PromotionError(`there is no ${what} in ${from}, or ${entry.username} may not see it`);
    const contents = files.map(({ path, algorithm, hash }) => ({ name: path, digest: `${algorithm}:${hash}` }));
    const missing = await missingOf(files, ends);
    if (!missing.length) return { name: what, contents, outcome: "already there" };
    if (isDry) return { name: what, contents, outcome: "would be promoted" };
    await published(missing, artifact, format, ends);
    for (const file of missing) {
      const there = await content.computeHash(to, file.path, file.algorithm);
      if (there !== file.hash)
        throw new PromotionError(
          `${file.path} was copied, and is not in ${to} what it was: ${there ?? "nothing"} there, ${file.hash} in ${from}`,
        );
    }
    return { name: what, contents, outcome: "promoted" };
  } finally {
    await content.close();
  }
}

/** What belongs to the artifact where it is, by Nexus's search. */
async function filesOf(
  connection: Connection,
  artifact: Artifact,
  format: string,
  repository: string,
): Promise<ArtifactFile[]> {
  const nexus = new NexusClient(connection);
  const files: ArtifactFile[] = [];
  let token: string | null | undefined;
  try {
    do {
      const query = new URLSearchParams({
        repository,
        format,
        ...artifact.query,
        ...(token && { continuationToken: token }),
      });
      const { items, continuationToken } = page.parse((await nexus.get(`/v1/search/assets?${query}`)).body);
      files.push(...items.filter(({ path }) => artifact.includes(`/${path.replace(/^\/+/, "")}`)).map(toArtifactFile));
      token = continuationToken;
    } while (token);
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    await nexus.close();
  }
}

/** What is not there yet; refused where something else is there. */
async function missingOf(files: readonly ArtifactFile[], { content, to }: Ends): Promise<ArtifactFile[]> {
  const missing: ArtifactFile[] = [];
  const others: string[] = [];
  for (const file of files) {
    if (!(await content.exists(to, file.path))) missing.push(file);
    else if ((await content.computeHash(to, file.path, file.algorithm)) !== file.hash) others.push(file.path);
  }
  if (others.length)
    throw new PromotionError(
      `${others.join(", ")} ${others.length === 1 ? "is" : "are"} in ${to} already, with another content: ` +
        "what was promoted stays; give what is new a version of its own",
    );
  return missing;
}

async function published(
  files: readonly ArtifactFile[],
  { by, query }: Artifact,
  format: string,
  ends: Ends,
): Promise<void> {
  const { content, to } = ends;
  if (by === "path") {
    for (const file of files) await settled(content.upload(to, file.path, source(file, ends)), [file], ends);
    return;
  }
  if (format !== "maven2") {
    for (const file of files)
      await settled(content.publishComponent(to, [filePart(`${format}.asset`, file, ends)]), [file], ends);
    return;
  }
  const { group = "", name = "", version = "" } = query;
  const coordinates = { groupId: group, artifactId: name, version, "generate-pom": "false" };
  const parts = [
    ...Object.entries(coordinates).map(([field, value]) => ({ name: `maven2.${field}`, value })),
    ...files.flatMap((file, index) => {
      const asset = `maven2.asset${index + 1}`;
      const fields = Object.entries(parseMavenFileName(file.path));
      return [...fields.map(([field, value]) => ({ name: `${asset}.${field}`, value })), filePart(asset, file, ends)];
    }),
  ];
  await settled(content.publishComponent(to, parts), files, ends);
}

/** What is there counts, not what was answered: Nexus may fail after it did it, or somebody else do it at this moment. */
async function settled(work: Promise<void>, files: readonly ArtifactFile[], ends: Ends): Promise<void> {
  try {
    await work;
  } catch (error) {
    const missing = await missingOf(files, ends).catch(() => files);
    if (missing.length) throw error;
  }
}

function filePart(name: string, file: ArtifactFile, ends: Ends): FormPart {
  return { name, file: file.path.split("/").at(-1) ?? "", open: () => source(file, ends) };
}

/** A file as it comes from where it is; it breaks off where it is not what Nexus said. */
async function* source({ path, algorithm, hash }: ArtifactFile, { content, from }: Ends): ByteStream {
  const read = createHash(algorithm);
  for await (const chunk of await content.download(from, path)) {
    read.update(chunk);
    yield chunk;
  }
  const found = read.digest("hex");
  if (found !== hash)
    throw new PromotionError(`${path} of ${from} is not what Nexus says of it: ${found}, and not ${hash}`);
}
