/** Images that come from, or go to, where they should not. */

import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { type ImageLocation, listRegistryAddresses, locateImage } from "../../client-config/image-reference.ts";
import { createImageLinter } from "../../client-config/naming/image-linter.ts";
import { escapeRegExp } from "../../util/globs.ts";
import type { ImageMention } from "./image-commands.ts";
import { removeTag } from "./image-mentions.ts";
import type { OffsetFinding } from "./lint-finding.ts";
import type { SourceLine } from "./source-lines.ts";

export type LintedClientConfig = Pick<ClientConfig, "url" | "repositories" | "naming" | "runtime">;

/** What is wrong with an image that a file names. */
export type RegistryRuleCheck = (use: ImageMention, own: ReadonlySet<string>) => OffsetFinding[];

/** @throws PatternError */
export function createRegistryRuleCheck(clientConfig: LintedClientConfig): RegistryRuleCheck {
  const lint = createImageLinter(clientConfig);
  return (use, own) => {
    const { role, reference, offset } = use;
    if (isOnHub(reference) && role === "pull" && !own.has(removeTag(reference)))
      return [
        {
          rule: "docker-hub",
          offset,
          message: `${reference} is pulled from Docker Hub directly`,
          right: throughNexus(clientConfig, reference),
        },
      ];
    const place = placed(clientConfig, reference);
    if (!place || role === "pull") return [];
    const { repository, image } = place;
    if (repository.type !== "hosted") return role === "push" ? [toGroup(clientConfig, use, repository, image)] : [];
    return named(lint, use);
  };
}

/** The addresses of mirrors in a line of a file that installs nothing. */
export function findMirrorAddresses({ text, at }: SourceLine, clientConfig: LintedClientConfig): OffsetFinding[] {
  const mirrors = clientConfig.repositories.filter(({ name }) => clientConfig.runtime?.mirrors?.includes(name));
  return mirrors.flatMap((mirror) =>
    listRegistryAddresses(mirror, clientConfig.url).flatMap((address) =>
      [...text.matchAll(exactly(address))].map(({ index }) => ({
        rule: "mirror-outside-install" as const,
        offset: at[index] ?? 0,
        message: `${address} is the mirror ${mirror.name}, which only what installs platforms may use`,
        right: `${pulledFrom(clientConfig, mirrors)}; or this file is in clientConfig.pipelines.installPaths`,
      })),
    ),
  );
}

/** An address in upper or lower case, as hosts are, and not one that it is only a part of. */
function exactly(address: string): RegExp {
  return new RegExp(`(?<![\\w.-])${escapeRegExp(address)}(?![\\w-]|\\.\\w|:(?!443(?!\\d))\\d)`, "gi");
}

function pulledFrom({ repositories, url }: LintedClientConfig, mirrors: readonly ServedRepository[]): string {
  const others = repositories.filter((one) => !mirrors.includes(one) && one.type !== "proxy");
  const sorted = others.toSorted((a, b) => Number(b.type === "group") - Number(a.type === "group"));
  const addresses = sorted.flatMap((one) =>
    listRegistryAddresses(one, url).map((address) => `${address} (${one.name})`),
  );
  return addresses.length
    ? `applications' images come from ${addresses.join(" or ")}`
    : "a repository for applications";
}

const hub = /^(?:(?:index\.|registry-1\.)?docker\.io)\//i;

/** Whether clients look for it there: no registry stands before it, or Docker Hub's own. What a variable says is not known. */
function isOnHub(reference: string): boolean {
  if (hub.test(reference)) return true;
  const [first = "", ...rest] = reference.split("/");
  if (rest.length) return /^[a-z0-9_-]+$/.test(first) && first !== "localhost";
  return /^[a-z0-9][\w.-]*([:@]|$)/.test(first);
}

function throughNexus({ repositories, url }: LintedClientConfig, reference: string): string {
  const image = reference.replace(hub, "");
  const path = image.includes("/") ? image : `library/${image}`;
  const isProxy = (name: string) => repositories.some((one) => one.name === name && one.type === "proxy");
  const group = repositories.find(
    ({ type, format, members = [], registry }) =>
      type === "group" && format === "docker" && registry !== undefined && members.some(isProxy),
  );
  const proxy = repositories.find(({ type, format }) => type === "proxy" && format === "docker");
  const [address] = [group, proxy].flatMap((one) => (one ? listRegistryAddresses(one, url) : []));
  return address === undefined ? "an image of a registry of one's own" : `${address}/${path}`;
}

function toGroup(
  clientConfig: LintedClientConfig,
  use: ImageMention,
  group: ServedRepository,
  image: string,
): OffsetFinding {
  const hosted = clientConfig.repositories.filter(
    ({ name, type }) => type === "hosted" && (group.type === "proxy" || group.members?.includes(name)),
  );
  const right = hosted.flatMap((one) =>
    listRegistryAddresses(one, clientConfig.url).map((address) => `${address}/${image}${tagOf(use.reference)}`),
  );
  return {
    rule: "push-to-group",
    offset: use.offset,
    message: `${use.reference} is pushed to the ${group.type} ${group.name}, which only gives`,
    right: right.length ? right.join(" or ") : "a hosted repository",
  };
}

function tagOf(reference: string): string {
  return reference.slice(removeTag(reference).length);
}

/** What only a running pipeline knows of a name is not judged. */
function named(lint: ReturnType<typeof createImageLinter>, { reference, offset }: ImageMention): OffsetFinding[] {
  const tag = tagOf(reference);
  if (removeTag(reference).includes("$")) return [];
  const isKnown = !tag.includes("$");
  const nothing = `@sha256:${"0".repeat(64)}`;
  const { wrong, right } = lint(isKnown ? reference : removeTag(reference) + nothing);
  if (!wrong.length) return [];
  const better = right.map((one) => (isKnown ? one : one.replace(nothing, tag))).join(" or ");
  return [
    {
      rule: "image-name",
      offset,
      message: `${reference}: ${wrong.join("; ")}`,
      right: better || "a name that the rules take",
    },
  ];
}

/** Where it is in this Nexus, as far as its address is known. */
function placed(clientConfig: LintedClientConfig, reference: string): ImageLocation | undefined {
  const [host = "", ...path] = removeTag(reference).split("/");
  // The port that clients come to anyhow.
  return locateImage(clientConfig, { host: host.replace(/:443$/, ""), path: path.join("/") });
}
