import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import { type ImageLocation, listRegistryAddresses, locateImage } from "../../client-config/image-reference.ts";
import { createImageLinter } from "../../client-config/naming/image-linter.ts";
import { escapeRegExp } from "../../util/globs.ts";
import type { ImageMention } from "./image-commands.ts";
import { removeTag } from "./image-mentions.ts";
import type { OffsetFinding } from "./lint-finding.ts";
import type { SourceLine } from "./source-lines.ts";

/** The parts of the client configuration that the rules use. */
export type LintedClientConfig = Pick<ClientConfig, "url" | "repositories" | "naming" | "runtime">;

/** Checks an image of a file. `ownNames` are the images and stages that the file builds itself. */
export type RegistryRuleCheck = (image: ImageMention, ownNames: ReadonlySet<string>) => OffsetFinding[];

/**
 * Creates the check of the rules `docker-hub`, `push-to-group` and `image-name`.
 *
 * @throws NamePatternError
 */
export function createRegistryRuleCheck(clientConfig: LintedClientConfig): RegistryRuleCheck {
  const lint = createImageLinter(clientConfig);
  return (mention, ownNames) => {
    const { role, reference, offset } = mention;
    if (isOnDockerHub(reference) && role === "pull" && !ownNames.has(removeTag(reference)))
      return [
        {
          rule: "docker-hub",
          offset,
          message: `${reference} is pulled directly from Docker Hub`,
          right: suggestNexusAddress(clientConfig, reference),
        },
      ];
    const location = locate(clientConfig, reference);
    if (!location || role === "pull") return [];
    const { repository, image } = location;
    if (repository.type !== "hosted")
      return role === "push" ? [createGroupPushFinding(clientConfig, mention, repository, image)] : [];
    return checkName(lint, mention);
  };
}

/** Finds the addresses of platform mirrors in a line of a file that is not in `installPaths`. */
export function findMirrorAddresses({ text, at }: SourceLine, clientConfig: LintedClientConfig): OffsetFinding[] {
  const mirrors = clientConfig.repositories.filter(({ name }) => clientConfig.runtime?.mirrors?.includes(name));
  return mirrors.flatMap((mirror) =>
    listRegistryAddresses(mirror, clientConfig.url).flatMap((address) =>
      [...text.matchAll(createAddressPattern(address))].map(({ index }) => ({
        rule: "mirror-outside-install" as const,
        offset: at[index] ?? 0,
        message: `${address} is the mirror ${mirror.name}, which only platform installations may use`,
        right: `${suggestApplicationAddresses(clientConfig, mirrors)}; or add this file to clientConfig.pipelines.installPaths`,
      })),
    ),
  );
}

/** Matches an address in upper or lower case, but not as a part of another address. */
function createAddressPattern(address: string): RegExp {
  return new RegExp(`(?<![\\w.-])${escapeRegExp(address)}(?![\\w-]|\\.\\w|:(?!443(?!\\d))\\d)`, "gi");
}

function suggestApplicationAddresses(
  { repositories, url }: LintedClientConfig,
  mirrors: readonly ServedRepository[],
): string {
  const others = repositories.filter((repository) => !mirrors.includes(repository) && repository.type !== "proxy");
  const sorted = others.toSorted((a, b) => Number(b.type === "group") - Number(a.type === "group"));
  const addresses = sorted.flatMap((repository) =>
    listRegistryAddresses(repository, url).map((address) => `${address} (${repository.name})`),
  );
  return addresses.length
    ? `pull application images from ${addresses.join(" or ")}`
    : "pull application images from another repository";
}

const dockerHubHost = /^(?:(?:index\.|registry-1\.)?docker\.io)\//i;

/** Returns true if clients pull the reference from Docker Hub: without a registry, or with its host. Variables are unknown. */
function isOnDockerHub(reference: string): boolean {
  if (dockerHubHost.test(reference)) return true;
  const [first = "", ...rest] = reference.split("/");
  if (rest.length) return /^[a-z0-9_-]+$/.test(first) && first !== "localhost";
  return /^[a-z0-9][\w.-]*([:@]|$)/.test(first);
}

function suggestNexusAddress({ repositories, url }: LintedClientConfig, reference: string): string {
  const image = reference.replace(dockerHubHost, "");
  const path = image.includes("/") ? image : `library/${image}`;
  const isProxy = (name: string) =>
    repositories.some((repository) => repository.name === name && repository.type === "proxy");
  const group = repositories.find(
    ({ type, format, members = [], registry }) =>
      type === "group" && format === "docker" && registry !== undefined && members.some(isProxy),
  );
  const proxy = repositories.find(({ type, format }) => type === "proxy" && format === "docker");
  const [address] = [group, proxy].flatMap((repository) => (repository ? listRegistryAddresses(repository, url) : []));
  return address === undefined ? "an image in your own registry" : `${address}/${path}`;
}

function createGroupPushFinding(
  clientConfig: LintedClientConfig,
  { reference, offset }: ImageMention,
  group: ServedRepository,
  image: string,
): OffsetFinding {
  const hosted = clientConfig.repositories.filter(
    ({ name, type }) => type === "hosted" && (group.type === "proxy" || group.members?.includes(name)),
  );
  const right = hosted.flatMap((repository) =>
    listRegistryAddresses(repository, clientConfig.url).map((address) => `${address}/${image}${getTag(reference)}`),
  );
  return {
    rule: "push-to-group",
    offset,
    message: `${reference} is pushed to the ${group.type} ${group.name}, which is read-only`,
    right: right.length ? right.join(" or ") : "a hosted repository",
  };
}

function getTag(reference: string): string {
  return reference.slice(removeTag(reference).length);
}

/** Checks the name of an image. Parts with variables are not checked. */
function checkName(lint: ReturnType<typeof createImageLinter>, { reference, offset }: ImageMention): OffsetFinding[] {
  const tag = getTag(reference);
  if (removeTag(reference).includes("$")) return [];
  const isTagKnown = !tag.includes("$");
  const placeholderDigest = `@sha256:${"0".repeat(64)}`;
  const { wrong, right } = lint(isTagKnown ? reference : removeTag(reference) + placeholderDigest);
  if (!wrong.length) return [];
  const validNames = right.map((name) => (isTagKnown ? name : name.replace(placeholderDigest, tag))).join(" or ");
  return [
    {
      rule: "image-name",
      offset,
      message: `${reference}: ${wrong.join("; ")}`,
      right: validNames || "a name that follows the naming rules",
    },
  ];
}

/** Returns the location of the reference in this Nexus. */
function locate(clientConfig: LintedClientConfig, reference: string): ImageLocation | undefined {
  const [host = "", ...path] = removeTag(reference).split("/");
  // 443 is the default port.
  return locateImage(clientConfig, { host: host.replace(/:443$/, ""), path: path.join("/") });
}
