/** What a path of a Maven repository names. */
export interface MavenCoordinates {
  readonly groupId: string;
  readonly artifactId: string;
  /** Of a snapshot: with its timestamp, where the file's name has one. */
  readonly version: string;
  /** The folder's: of a snapshot with -SNAPSHOT. */
  readonly baseVersion: string;
  readonly classifier?: string;
  /** With what is beside the file: jar.asc, pom.sha1. */
  readonly extension: string;
}

const DIGEST = /\.(sha1|sha256|sha512|md5)$/;
const BESIDE = /(\.asc)?(\.(sha1|sha256|sha512|md5))?$/;

/** The coordinates in a path that is of Maven's layout: `/org/example/app/1.0/app-1.0-sources.jar`. */
export function parseMavenPath(path: string): MavenCoordinates | undefined {
  const segments = path.split("/").slice(1);
  const [file = "", baseVersion = "", artifactId = "", ...group] = segments.reverse();
  const groupId = group.reverse().join(".");
  if (groupId === "" || segments.includes("") || !file.startsWith(`${artifactId}-`)) return undefined;
  const [beside = ""] = BESIDE.exec(file) ?? [];
  const named = file.slice(artifactId.length + 1, file.length - beside.length);
  const version = versionIn(named, baseVersion);
  if (version === undefined) return undefined;
  const [, classifier, ending] = /^(?:-(.+?))?\.((?:tar\.)?[^.]+)$/.exec(named.slice(version.length)) ?? [];
  if (ending === undefined) return undefined;
  const extension = ending + beside;
  return { groupId, artifactId, version, baseVersion, ...(classifier === undefined ? {} : { classifier }), extension };
}

/** The folder's version at the beginning of a file's name, a timestamp and a number in place of SNAPSHOT. */
function versionIn(named: string, baseVersion: string): string | undefined {
  const [, base] = /^(.*)SNAPSHOT$/.exec(baseVersion) ?? [];
  const stamped =
    base !== undefined && named.startsWith(base) ? /^\d{8}\.\d{6}-\d+/.exec(named.slice(base.length)) : null;
  const version = stamped ? base + stamped[0] : baseVersion;
  return named.startsWith(version) && /^[-.]/.test(named.slice(version.length)) ? version : undefined;
}

/** With -SNAPSHOT in place of a timestamp and a number. */
export const toBaseVersion = (version: string): string => version.replace(/-\d{8}\.\d{6}-\d+$/, "-SNAPSHOT");

export const isSnapshot = (version: string): boolean => version.endsWith("SNAPSHOT");

/** maven-metadata.xml, or a digest of it. */
export const isMetadataPath = (path: string): boolean => path.replace(DIGEST, "").endsWith("/maven-metadata.xml");

/** Of a digest: what it is one of, and by which algorithm. */
export function parseDigestPath(path: string): { readonly path: string; readonly algorithm: string } | undefined {
  const [ending, algorithm] = DIGEST.exec(path) ?? [];
  return algorithm === undefined ? undefined : { path: path.slice(0, -(ending ?? "").length), algorithm };
}
