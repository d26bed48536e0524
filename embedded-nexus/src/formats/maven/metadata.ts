import { compareMavenVersions } from "./maven-version.ts";
import { escapeXml, findChild, findChildren, parseXml, readChildText, type XmlElement } from "./xml.ts";

/** What a maven-metadata.xml says: of an artifact its versions, of a snapshot its builds, of a group its plugins. */
export interface MavenMetadata {
  readonly groupId?: string | undefined;
  readonly artifactId?: string | undefined;
  readonly version?: string | undefined;
  readonly latest?: string | undefined;
  readonly release?: string | undefined;
  readonly versions: readonly string[];
  /** UTC, 20260131235959. */
  readonly lastUpdated?: string | undefined;
  readonly snapshot?: Fields | undefined;
  readonly snapshotVersions: readonly Fields[];
  readonly plugins: readonly Fields[];
}

/** An element that holds only texts, such as a snapshot's timestamp and buildNumber. */
type Fields = Readonly<Record<string, string>>;

export function parseMetadata(document: string): MavenMetadata | undefined {
  const root = parseXml(document);
  if (root?.name !== "metadata") return undefined;
  const versioning = findChild(root, "versioning");
  const snapshot = findChild(versioning, "snapshot");
  return {
    groupId: readChildText(root, "groupId"),
    artifactId: readChildText(root, "artifactId"),
    version: readChildText(root, "version"),
    latest: readChildText(versioning, "latest"),
    release: readChildText(versioning, "release"),
    versions: findChildren(findChild(versioning, "versions"), "version").map(({ text }) => text.trim()),
    lastUpdated: readChildText(versioning, "lastUpdated"),
    snapshot: snapshot && fields(snapshot),
    snapshotVersions: findChildren(findChild(versioning, "snapshotVersions"), "snapshotVersion").map(fields),
    plugins: findChildren(findChild(root, "plugins"), "plugin").map(fields),
  };
}

const fields = ({ children }: XmlElement): Fields =>
  Object.fromEntries(children.map(({ name, text }) => [name, text.trim()]));

/** Of a group's members as one: all versions in Maven's order, of each kind of snapshot file the newest (3.71). */
export function mergeMetadata(all: readonly MavenMetadata[]): MavenMetadata {
  const first = <K extends keyof MavenMetadata>(name: K) => all.find((one) => one[name] !== undefined)?.[name];
  const newest = (name: "latest" | "release") =>
    all
      .flatMap((one) => one[name] ?? [])
      .toSorted(compareMavenVersions)
      .at(-1);
  const byAge = all.toSorted((a, b) => (a.lastUpdated ?? "").localeCompare(b.lastUpdated ?? ""));
  const versions = [...new Set(all.flatMap((one) => one.versions))].sort(compareMavenVersions);
  const release = newest("release");
  return {
    groupId: first("groupId"),
    artifactId: first("artifactId"),
    version: first("version"),
    // 3.71: also where none of the members names one.
    latest: versions.at(-1) ?? newest("latest"),
    release,
    versions,
    lastUpdated: byAge.at(-1)?.lastUpdated,
    snapshot: byAge.findLast((one) => one.snapshot)?.snapshot,
    snapshotVersions: lastOfEach(
      byAge.flatMap((one) => one.snapshotVersions),
      (one) => `${one.extension}:${one.classifier}`,
    ),
    plugins: lastOfEach(
      all.toReversed().flatMap((one) => one.plugins),
      (one) => `${one.prefix}`,
    ),
  };
}

function lastOfEach<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

/** What Nexus itself makes of the versions that there are, when components were uploaded by its API. */
export function createMetadata(groupId: string, artifactId: string, all: readonly string[], now: Date): MavenMetadata {
  const versions = [...new Set(all)].sort(compareMavenVersions);
  const lastUpdated = now.toISOString().replace(/\D/g, "").slice(0, 14);
  const nothing = { snapshotVersions: [], plugins: [] };
  return { groupId, artifactId, latest: versions.at(-1), release: versions.at(-1), versions, lastUpdated, ...nothing };
}

export function renderMetadata(metadata: MavenMetadata): string {
  const { groupId, artifactId, version, latest, release, versions, lastUpdated, snapshot } = metadata;
  const list = (name: string, of: string, items: readonly Fields[]) =>
    items.length === 0 ? [] : [element(name, ...items.map((item) => element(of, ...texts(item))))];
  const versioning = [
    ...texts({ latest, release }),
    ...(versions.length === 0 ? [] : [element("versions", ...versions.map((one) => text("version", one)))]),
    ...texts({ lastUpdated }),
    ...(snapshot ? [element("snapshot", ...texts(snapshot))] : []),
    ...list("snapshotVersions", "snapshotVersion", metadata.snapshotVersions),
  ];
  const children = [
    ...texts({ groupId, artifactId, version }),
    ...(versioning.length === 0 ? [] : [element("versioning", ...versioning)]),
    ...list("plugins", "plugin", metadata.plugins),
  ];
  const body = children.map((child) => indented(child)).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<metadata modelVersion="1.1.0">\n${body}\n</metadata>\n`;
}

const text = (name: string, value: string): string => `<${name}>${escapeXml(value)}</${name}>`;

const texts = (of: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(of).flatMap(([name, value]) => (value === undefined ? [] : [text(name, value)]));

const element = (name: string, ...children: string[]): string =>
  `<${name}>\n${children.map((child) => indented(child)).join("\n")}\n</${name}>`;

const indented = (lines: string): string => lines.replace(/^/gm, "  ");
