import { createHash } from "node:crypto";
import { parseCoordinates } from "../../content/components.ts";
import { putGeneratedText } from "../../content/content-request.ts";
import type { Nexus } from "../../nexus.ts";
import type { RepositoryRecord } from "../../state.ts";
import { isSnapshot } from "./maven-path.ts";
import { createMetadata, renderMetadata } from "./metadata.ts";

/** The digests that Nexus puts beside a file that came by its API, in its order (3.71). */
export const DIGEST_ALGORITHMS = ["md5", "sha512", "sha1", "sha256"] as const;

/** What an artifact's metadata says, anew from the versions that are there: as after uploads and deletions by the API. */
export function rebuildMetadata(
  nexus: Nexus,
  repository: RepositoryRecord,
  groupId: string,
  artifactId: string,
  uploader = "admin",
): Promise<void> {
  const about = `${repository.name}/${groupId}:${artifactId}`;
  return nexus.mutex.run(about, () => rebuild(nexus, repository, groupId, artifactId, uploader));
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
    const named = parseCoordinates(repository, file, asset);
    // Of snapshots the client keeps account.
    return named?.name === artifactId && named.group === groupId && !isSnapshot(baseVersionIn(file))
      ? (named.version ?? [])
      : [];
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
