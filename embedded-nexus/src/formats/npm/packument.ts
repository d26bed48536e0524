import { isObject, type Json, type JsonObject } from "../../json.ts";
import { compareSemanticVersions } from "./semantic-version.ts";

/** The document of a package at the path of its name: its versions and tags. */
export type Packument = JsonObject;

/** A tarball in a publication. */
export interface Attachment {
  /** File name without the scope: app-1.0.0.tgz. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Decodes the tarballs of a publication. */
export function parseAttachments({ _attachments }: Packument): Attachment[] {
  return Object.entries(toObject(_attachments)).map(([name, attachment]) => ({
    file: fileNameOf(name),
    bytes: Buffer.from(String(toObject(attachment).data ?? ""), "base64"),
  }));
}

/**
 * Applies a publication to the stored package. With a revision, as sent by a deprecation or a removal, it replaces the
 * package; without, it is merged into it.
 */
export function applyPublication(publication: Packument, stored: Packument | undefined, now: string): Packument {
  const { _attachments, ...sent } = publication;
  const isReplacement = stored !== undefined && typeof sent._rev === "string";
  const result = stored && !isReplacement ? overlay(stored, sent) : sent;
  const versions = toObject(result.versions);
  const time: JsonObject = { created: now, ...toObject(stored?.time), ...toObject(result.time), modified: now };
  for (const version of Object.keys(versions)) time[version] ??= now;
  return { ...result, versions, time, _rev: String(Number(stored?._rev ?? 0) + 1) };
}

/** Lays a package over another one: versions, tags and times one by one, everything else field by field. */
function overlay(below: Packument, above: Packument): Packument {
  const both = (field: string): JsonObject => ({ ...toObject(below[field]), ...toObject(above[field]) });
  return { ...below, ...above, versions: both("versions"), "dist-tags": both("dist-tags"), time: both("time") };
}

/**
 * Merges the packages of a group's members: the first member's version wins, and the latest version is the newest that
 * a member tags as latest. The result has no revision, because a group accepts no publication.
 */
export function mergePackuments(members: readonly Packument[]): Packument {
  const { _id, _rev, ...merged } = members.toReversed().reduce<Packument>(overlay, {});
  const latest = members.flatMap((member) => toObject(member["dist-tags"]).latest ?? []).map(String);
  const newest = latest.toSorted(compareSemanticVersions).at(-1);
  return newest === undefined
    ? merged
    : { ...merged, "dist-tags": { ...toObject(merged["dist-tags"]), latest: newest } };
}

/** Replaces the tarball URLs by those of a repository at an address. */
export function withTarballUrls(packument: Packument, base: string): Packument {
  const versions = Object.entries(toObject(packument.versions)).map(([version, json]): [string, Json] => {
    if (!isObject(json) || !isObject(json.dist)) return [version, json];
    const tarball = `${base}/${packument.name}/-/${tarballOf(json)}`;
    return [version, { ...json, dist: { ...json.dist, tarball } }];
  });
  return { ...packument, versions: Object.fromEntries(versions) };
}

/** Finds the URL of a tarball by its file name. */
export function findTarballUrl({ versions }: Packument, file: string): string | undefined {
  const version = Object.values(toObject(versions)).find((json) => tarballOf(json) === file);
  const url = toObject(toObject(version).dist).tarball;
  return typeof url === "string" ? url : undefined;
}

/** Returns the file name of a version's tarball. */
const tarballOf = (version: Json | undefined): string =>
  fileNameOf(String(toObject(toObject(version).dist).tarball ?? ""));

const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Removes a version and its tags; the newest of the others becomes the latest. */
export function withoutVersion(packument: Packument, version: string): Packument {
  const filter = (field: string, isKept: (name: string, value: Json) => boolean): JsonObject =>
    Object.fromEntries(Object.entries(toObject(packument[field])).filter(([name, value]) => isKept(name, value)));
  const isOther = (name: string): boolean => name !== version;
  const versions = filter("versions", isOther);
  const tags = filter("dist-tags", (_, tagged) => tagged !== version);
  const newest = Object.keys(versions).toSorted(compareSemanticVersions).at(-1);
  if (newest !== undefined) tags.latest ??= newest;
  return { ...packument, versions, time: filter("time", isOther), "dist-tags": tags };
}

/** Returns an object as it is, and an empty one for any other value. */
export const toObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
