import { createHash } from "node:crypto";
import { coordinatesOf } from "../../content/components.ts";
import { putText } from "../../content/request.ts";
import type { Nexus } from "../../nexus.ts";
import type { Repository } from "../../state.ts";
import { metadataOf, renderMetadata } from "./metadata.ts";
import { isSnapshot } from "./path.ts";

/** The digests that Nexus puts beside a file that came by its API, in its order (3.71). */
export const DIGESTS = ["md5", "sha512", "sha1", "sha256"] as const;

/** What an artifact's metadata says, anew from the versions that are there: as after uploads and deletions by the API. */
export function rebuildMetadata(
  nexus: Nexus,
  repository: Repository,
  groupId: string,
  artifactId: string,
  uploader = "admin",
): Promise<void> {
  const about = `${repository.name}/${groupId}:${artifactId}`;
  return nexus.turns.take(about, () => rebuild(nexus, repository, groupId, artifactId, uploader));
}

async function rebuild(
  nexus: Nexus,
  repository: Repository,
  groupId: string,
  artifactId: string,
  uploader: string,
): Promise<void> {
  const assets = nexus.holdings.assets(repository);
  const folder = `/${groupId.replaceAll(".", "/")}/${artifactId}/`;
  const path = `${folder}maven-metadata.xml`;
  const versions = assets.list(folder).flatMap(([file, asset]) => {
    const named = coordinatesOf(repository, file, asset);
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
  const metadata = renderMetadata(metadataOf(groupId, artifactId, versions, new Date(nexus.clock.now())));
  await putText(nexus, repository, path, metadata, "application/xml", uploader);
  for (const algorithm of DIGESTS) {
    const digest = createHash(algorithm).update(metadata).digest("hex");
    await putText(nexus, repository, `${path}.${algorithm}`, digest, "text/plain", uploader);
  }
}

const baseVersionIn = (path: string): string => path.split("/").at(-2) ?? "";
