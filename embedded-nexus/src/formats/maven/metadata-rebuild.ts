import { createHash } from "node:crypto";
import { putGeneratedText } from "../../content/asset-upload.ts";
import { parseCoordinates, type StoredAsset } from "../../content/components.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { isSnapshot } from "./maven-path.ts";
import { createMetadata, renderMetadata } from "./metadata.ts";

/** The digests that Nexus stores beside a file uploaded by its API, in its order (3.71). */
export const DIGEST_ALGORITHMS = ["md5", "sha512", "sha1", "sha256"] as const;

/** Rebuilds the metadata of an artifact from its versions, as Nexus does after uploads and deletions by the API. */
export function rebuildMetadata(
  nexus: Nexus,
  repository: RepositoryRecord,
  groupId: string,
  artifactId: string,
  uploader = "admin",
): Promise<void> {
  const key = `${repository.name}/${groupId}:${artifactId}`;
  return nexus.mutex.run(key, () => rebuild(nexus, repository, groupId, artifactId, uploader));
}

/** Rebuilds the metadata of the artifact that a deleted asset belonged to. */
export async function rebuildMetadataOf(
  nexus: Nexus,
  repository: RepositoryRecord,
  { path, asset }: StoredAsset,
): Promise<void> {
  const coordinates = parseCoordinates(repository, path, asset);
  if (coordinates) await rebuildMetadata(nexus, repository, coordinates.group ?? "", coordinates.name);
}

async function rebuild(
  nexus: Nexus,
  repository: RepositoryRecord,
  groupId: string,
  artifactId: string,
  uploader: string,
): Promise<void> {
  const assets = nexus.content.assets(repository);
  const folder = `/${groupId.replaceAll(".", "/")}/${artifactId}/`;
  const path = `${folder}maven-metadata.xml`;
  const versions = assets.list(folder).flatMap(([file, asset]) => {
    const coordinates = parseCoordinates(repository, file, asset);
    const isOfArtifact = coordinates?.name === artifactId && coordinates.group === groupId;
    // The client keeps the metadata of snapshots.
    return isOfArtifact && !isSnapshot(baseVersionIn(file)) ? (coordinates.version ?? []) : [];
  });
  if (versions.length === 0) {
    if (assets.list(folder).every(([file]) => file.startsWith(path))) {
      for (const [file] of assets.list(path)) assets.delete(file);
    }
    return;
  }
  const metadata = renderMetadata(createMetadata(groupId, artifactId, versions, new Date(nexus.clock.now())));
  await putGeneratedText(nexus, repository, path, metadata, "application/xml", uploader);
  for (const algorithm of DIGEST_ALGORITHMS) {
    const digest = createHash(algorithm).update(metadata).digest("hex");
    await putGeneratedText(nexus, repository, `${path}.${algorithm}`, digest, "text/plain", uploader);
  }
}

const baseVersionIn = (path: string): string => path.split("/").at(-2) ?? "";
