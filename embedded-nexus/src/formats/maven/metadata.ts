import { compareMavenVersions } from "./maven-version.ts";
import { escapeXml, findChild, findChildren, parseXml, readChildText, type XmlElement } from "./xml.ts";

/** The content of a maven-metadata.xml: an artifact's versions, a snapshot's builds, a group's plugins. */
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

/** An element with only text children, such as a snapshot's timestamp and buildNumber. */
type Fields = Readonly<Record<string, string>>;

/** Parses a maven-metadata.xml; undefined if it is none. */
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

/**
 * Merges the metadata of a group's members: all versions in Maven's order, and for each extension and classifier of a
 * snapshot the newest file (3.71).
 */
export function mergeMetadata(members: readonly MavenMetadata[]): MavenMetadata {
  const first = <K extends keyof MavenMetadata>(name: K) =>
    members.find((member) => member[name] !== undefined)?.[name];
  const newest = (name: "latest" | "release") =>
    members
      .flatMap((member) => member[name] ?? [])
      .toSorted(compareMavenVersions)
      .at(-1);
  const byAge = members.toSorted((a, b) => (a.lastUpdated ?? "").localeCompare(b.lastUpdated ?? ""));
  const versions = [...new Set(members.flatMap((member) => member.versions))].sort(compareMavenVersions);
  const release = newest("release");
  return {
    groupId: first("groupId"),
    artifactId: first("artifactId"),
    version: first("version"),
    // 3.71: present even if no member has one.
    latest: versions.at(-1) ?? newest("latest"),
    release,
    versions,
    lastUpdated: byAge.at(-1)?.lastUpdated,
    snapshot: byAge.findLast((member) => member.snapshot)?.snapshot,
    snapshotVersions: lastOfEach(
      byAge.flatMap((member) => member.snapshotVersions),
      ({ extension, classifier }) => `${extension}:${classifier}`,
    ),
    plugins: lastOfEach(
      members.toReversed().flatMap((member) => member.plugins),
      ({ prefix }) => `${prefix}`,
    ),
  };
}

/** Keeps the last of the items with the same key. */
function lastOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** Creates the metadata that Nexus generates from an artifact's versions when components are uploaded by its API. */
export function createMetadata(
  groupId: string,
  artifactId: string,
  stored: readonly string[],
  now: Date,
): MavenMetadata {
  const versions = [...new Set(stored)].sort(compareMavenVersions);
  const lastUpdated = now.toISOString().replace(/\D/g, "").slice(0, 14);
  const empty = { snapshotVersions: [], plugins: [] };
  return { groupId, artifactId, latest: versions.at(-1), release: versions.at(-1), versions, lastUpdated, ...empty };
}

/** Renders metadata as XML, indented. */
export function renderMetadata(metadata: MavenMetadata): string {
  const { groupId, artifactId, version, latest, release, versions, lastUpdated, snapshot } = metadata;
  const list = (name: string, itemName: string, items: readonly Fields[]) =>
    items.length === 0 ? [] : [element(name, ...items.map((item) => element(itemName, ...texts(item))))];
  const versioning = [
    ...texts({ latest, release }),
    ...(versions.length === 0 ? [] : [element("versions", ...versions.map((item) => text("version", item)))]),
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

const texts = (values: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [text(name, value)]));

const element = (name: string, ...children: string[]): string =>
  `<${name}>\n${children.map((child) => indented(child)).join("\n")}\n</${name}>`;

const indented = (lines: string): string => lines.replace(/^/gm, "  ");
