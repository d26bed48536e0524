/** The coordinates in a path of a Maven repository. */
export interface MavenCoordinates {
  readonly groupId: string;
  readonly artifactId: string;
  /** The version of a file's name: for a snapshot with a timestamp, if the name has one. */
  readonly version: string;
  /** The version of the folder: for a snapshot with -SNAPSHOT. */
  readonly baseVersion: string;
  readonly classifier?: string;
  /** Includes signatures and digests: jar.asc, pom.sha1. */
  readonly extension: string;
}

const DIGEST = /\.(sha1|sha256|sha512|md5)$/;
const SIDECAR = /(\.asc)?(\.(sha1|sha256|sha512|md5))?$/;

/** Parses a path of Maven's layout, such as `/org/example/app/1.0/app-1.0-sources.jar`; undefined for any other. */
export function parseMavenPath(path: string): MavenCoordinates | undefined {
  const segments = path.split("/").slice(1);
  const [file = "", baseVersion = "", artifactId = "", ...group] = segments.reverse();
  const groupId = group.reverse().join(".");
  if (groupId === "" || segments.includes("") || !file.startsWith(`${artifactId}-`)) return undefined;
  const [sidecar = ""] = SIDECAR.exec(file) ?? [];
  const rest = file.slice(artifactId.length + 1, file.length - sidecar.length);
  const version = versionIn(rest, baseVersion);
  if (version === undefined) return undefined;
  const [, classifier, fileExtension] = /^(?:-(.+?))?\.((?:tar\.)?[^.]+)$/.exec(rest.slice(version.length)) ?? [];
  if (fileExtension === undefined) return undefined;
  const extension = fileExtension + sidecar;
  return { groupId, artifactId, version, baseVersion, ...(classifier === undefined ? {} : { classifier }), extension };
}

/** Reads the version at the beginning of a file's name: the folder's, or with a timestamp and number for SNAPSHOT. */
function versionIn(rest: string, baseVersion: string): string | undefined {
  const [, base] = /^(.*)SNAPSHOT$/.exec(baseVersion) ?? [];
  const stamped =
    base !== undefined && rest.startsWith(base) ? /^\d{8}\.\d{6}-\d+/.exec(rest.slice(base.length)) : null;
  const version = stamped ? base + stamped[0] : baseVersion;
  return rest.startsWith(version) && /^[-.]/.test(rest.slice(version.length)) ? version : undefined;
}

/** Replaces the timestamp and number of a snapshot by SNAPSHOT. */
export const toBaseVersion = (version: string): string => version.replace(/-\d{8}\.\d{6}-\d+$/, "-SNAPSHOT");

export const isSnapshot = (version: string): boolean => version.endsWith("SNAPSHOT");

/** Returns whether a path is that of a maven-metadata.xml or of a digest of one. */
export const isMetadataPath = (path: string): boolean => path.replace(DIGEST, "").endsWith("/maven-metadata.xml");

/** Parses the path of a digest: the file that it belongs to, and the algorithm; undefined for any other path. */
export function parseDigestPath(path: string): { readonly path: string; readonly algorithm: string } | undefined {
  const [extension = "", algorithm] = DIGEST.exec(path) ?? [];
  return algorithm === undefined ? undefined : { path: path.slice(0, -extension.length), algorithm };
}
