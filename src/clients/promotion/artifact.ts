import { UsageError } from "../../util/user-error.ts";
import { PromotionError } from "./promotion-step.ts";

/** What is promoted of a format other than images, and how Nexus is asked for it. */
export interface Artifact {
  /** Parameters of Nexus's search. */
  query: Record<string, string>;
  /** Whether a file that the search finds belongs to it and is published by hand. */
  includes(path: string): boolean;
  /** Whether its files are put to their paths, or published by Nexus's own upload. */
  by: "path" | "upload";
}

/** A file of an artifact, as Nexus tells it. */
export interface ArtifactFile {
  /** From the repository on, with a slash before it. */
  path: string;
  /** The best that Nexus knows of it. */
  algorithm: "sha256" | "sha1";
  hash: string;
}

/** Nexus makes these itself when it is given what they are of. */
const madeByNexus = /\.(?:md5|sha1|sha256|sha512)$|\/maven-metadata\.xml$|\/repodata\//;

const readers: Readonly<Record<string, { example: string; read(text: string): Artifact | undefined }>> = {
  maven2: {
    example: "com.example:lib:1.0",
    read: (text) => {
      const [, group = "", name = "", version = ""] = /^([^:\s]+):([^:\s]+):([^:\s]+)$/.exec(text) ?? [];
      if (version.endsWith("-SNAPSHOT"))
        throw new PromotionError(`${text} is a snapshot, which changes: promote a release, com.example:lib:1.0`);
      return version ? { query: { group, name, version }, includes: isPublished, by: "upload" } : undefined;
    },
  },
  npm: {
    example: "@scope/package@1.0.0",
    read: (text) => {
      const [, group, name = "", version = ""] = /^(?:@([^/\s]+)\/)?([^@/\s]+)@([^@\s]+)$/.exec(text) ?? [];
      // Without a scope the search would find those of all scopes.
      const isOf = (path: string) => path.startsWith(group === undefined ? `/${name}/-/` : `/@${group}/${name}/-/`);
      return version ? { query: { ...(group && { group }), name, version }, includes: isOf, by: "upload" } : undefined;
    },
  },
  pypi: {
    example: "package==1.0",
    read: (text) => {
      const [, name = "", version = ""] = /^([A-Za-z0-9._-]+)==([^=\s]+)$/.exec(text) ?? [];
      return version ? { query: { name, version }, includes: () => true, by: "upload" } : undefined;
    },
  },
  raw: {
    example: "tools/cli-1.0.tar.gz, or tools/cli/1.0/ for all below",
    read: (text) => {
      const artifact = files(text);
      // A raw file is a component of its own, called as its path.
      return artifact && !text.endsWith("/") ? { ...artifact, query: { name: pathOf(text) } } : artifact;
    },
  },
  yum: { example: "8/x86_64/tool-1.0-1.x86_64.rpm, or 8/x86_64/ for all below", read: files },
};

/** By path: one file, or all below a folder, which ends with a slash. */
function files(text: string): Artifact | undefined {
  const path = pathOf(text);
  if (path === "/" || /\/\.{0,2}(?:\/|$)/.test(path.replace(/\/$/, ""))) return undefined;
  const isOf = (one: string) => (path.endsWith("/") ? one.startsWith(path) : one === path);
  return { query: {}, includes: (one) => isOf(one) && isPublished(one), by: "path" };
}

function pathOf(text: string): string {
  return `/${text.replace(/^\/+/, "")}`;
}

function isPublished(path: string): boolean {
  return !madeByNexus.test(path);
}

/**
 * Reads what is to be promoted, as people of that format write it.
 *
 * @param format - as Nexus calls it
 * @throws UsageError, PromotionError where it is none to promote
 */
export function parseArtifact(format: string, text: string): Artifact {
  const reader = readers[format];
  const artifact = reader?.read(text);
  if (artifact) return artifact;
  throw new UsageError(`"${text}" names nothing of ${format} repositories: it must be such as ${reader?.example}`);
}

/**
 * What Nexus's search says of a file.
 *
 * @throws PromotionError where it does not say what is in it
 */
export function toArtifactFile({ path, checksum = {} }: Found): ArtifactFile {
  const algorithm = checksum.sha256 ? "sha256" : "sha1";
  const hash = checksum[algorithm];
  if (!hash) throw new PromotionError(`Nexus does not say which SHA-256 or SHA-1 ${path} has: it cannot be compared`);
  return { path: path.startsWith("/") ? path : `/${path}`, algorithm, hash };
}

interface Found {
  path: string;
  checksum?: Readonly<Record<string, string | null | undefined>> | undefined;
}

/** What a file of a Maven artifact is called beside the artifact's own name: `lib-1.0-sources.jar`. */
export function parseMavenFileName(path: string): { classifier?: string; extension: string } {
  const [name = "", version = "", file = ""] = path.split("/").slice(-3);
  const [, classifier, extension = ""] = /^(?:-([^.]+))?\.(.+)$/.exec(file.slice(`${name}-${version}`.length)) ?? [];
  return { extension, ...(classifier !== undefined && { classifier }) };
}
