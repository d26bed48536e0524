import { isObject, type Json, type JsonObject } from "../../json.ts";
import { compareSemanticVersions } from "./semantic-version.ts";

/** What a registry says of a package: its versions, its tags; at the path of its name. */
export type Packument = JsonObject;

export interface Attachment {
  /** Of its tarball: app-1.0.0.tgz, without the scope. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The tarballs that a publication brings along. */
export function parseAttachments({ _attachments }: Packument): Attachment[] {
  return Object.entries(toObject(_attachments)).map(([name, attachment]) => ({
    file: fileIn(name),
    bytes: Buffer.from(String(toObject(attachment).data ?? ""), "base64"),
  }));
}

/**
 * What is kept after a publication. With the revision of what is there it takes its place, as a deprecation or a
 * removal sends it; without, it is laid over it.
 */
export function applyPublication(given: Packument, held: Packument | undefined, now: string): Packument {
  const { _attachments, ...sent } = given;
  const isWhole = held !== undefined && typeof sent._rev === "string";
  const kept = held && !isWhole ? overlaid(held, sent) : sent;
  const versions = toObject(kept.versions);
  const time: JsonObject = { created: now, ...toObject(held?.time), ...toObject(kept.time), modified: now };
  for (const version of Object.keys(versions)) time[version] ??= now;
  return { ...kept, versions, time, _rev: String(Number(held?._rev ?? 0) + 1) };
}

/** Versions are replaced one by one, everything else field by field. */
function overlaid(held: Packument, given: Packument): Packument {
  const both = (field: string): JsonObject => ({ ...toObject(held[field]), ...toObject(given[field]) });
  return { ...held, ...given, versions: both("versions"), "dist-tags": both("dist-tags"), time: both("time") };
}

/**
 * Of a group's members as one: where two have the same version the first one's counts; the latest is the newest that a
 * member calls so. Nobody can publish it again, so it has no revision.
 */
export function mergePackuments(all: readonly Packument[]): Packument {
  const { _id, _rev, ...rest } = all.toReversed().reduce<Packument>(overlaid, {});
  const latest = all.flatMap((one) => toObject(one["dist-tags"]).latest ?? []).map(String);
  const newest = latest.toSorted(compareSemanticVersions).at(-1);
  return newest === undefined ? rest : { ...rest, "dist-tags": { ...toObject(rest["dist-tags"]), latest: newest } };
}

/** With tarballs that are got from a repository at that address. */
export function withTarballUrls(packument: Packument, base: string): Packument {
  const versions = Object.entries(toObject(packument.versions)).map(([version, told]): [string, Json] => {
    if (!isObject(told) || !isObject(told.dist)) return [version, told];
    const tarball = `${base}/${packument.name}/-/${tarballOf(told)}`;
    return [version, { ...told, dist: { ...told.dist, tarball } }];
  });
  return { ...packument, versions: Object.fromEntries(versions) };
}

/** Where a tarball is, by its file name. */
export function findTarballUrl({ versions }: Packument, file: string): string | undefined {
  const version = Object.values(toObject(versions)).find((one) => tarballOf(one) === file);
  const address = toObject(toObject(version).dist).tarball;
  return typeof address === "string" ? address : undefined;
}

/** The file name of a version's tarball. */
const tarballOf = (version: Json | undefined): string => fileIn(String(toObject(toObject(version).dist).tarball ?? ""));

const fileIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Without a version, and the tags that name it; the newest one left becomes the latest. */
export function withoutVersion(packument: Packument, version: string): Packument {
  const keeping = (field: string, isKept: (name: string, value: Json) => boolean): JsonObject =>
    Object.fromEntries(Object.entries(toObject(packument[field])).filter(([name, value]) => isKept(name, value)));
  const isOther = (name: string): boolean => name !== version;
  const versions = keeping("versions", isOther);
  const tags = keeping("dist-tags", (_, tagged) => tagged !== version);
  const newest = Object.keys(versions).toSorted(compareSemanticVersions).at(-1);
  if (newest !== undefined) tags.latest ??= newest;
  return { ...packument, versions, time: keeping("time", isOther), "dist-tags": tags };
}

export const toObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
