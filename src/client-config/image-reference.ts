import { UsageError } from "../util/user-error.ts";
import type { ClientConfig, ServedRepository } from "./client-config.ts";

/** A parsed image reference, such as `registry.example/team/app:1.0@sha256:...`. */
export interface ImageReference {
  /** `registry.example:8443`. Absent if the reference has no registry; clients use Docker Hub then. */
  host?: string;
  /** `team/app`. */
  path: string;
  tag?: string;
  digest?: string;
}

const grammar =
  /^(?:(?<host>(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+(?::\d+)?|[a-zA-Z0-9-]+:\d+|localhost))\/)?(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}|(?!sha256:)[a-z0-9]+:[a-fA-F0-9]{32,}))?$/;

/** In characters. No client accepts longer references. */
const maxLength = 1000;

/** Parses an image reference like Docker. Returns nothing if the text is not a reference. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { host, path, tag, digest } = (text.length <= maxLength && grammar.exec(text)?.groups) || {};
  if (path === undefined) return undefined;
  return { path, ...(host !== undefined && { host }), ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

/**
 * Parses an image reference given by the user of a command.
 *
 * @throws UsageError if the text is not a reference
 */
export function requireImageReference(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference) return reference;
  throw new UsageError(describeInvalidReference(text));
}

/** Returns the error message for a text that is not an image reference. */
export function describeInvalidReference(text: string): string {
  return `"${text.slice(0, maxLength)}" is not an image reference; use the form "registry.example/team/app:1.0", with the path in lower case`;
}

/** Formats a reference: `registry.example/team/app:1.0`. */
export function formatImageReference({ host, path, tag, digest }: ImageReference): string {
  return `${host === undefined ? "" : `${host}/`}${path}${tag === undefined ? "" : `:${tag}`}${digest ? `@${digest}` : ""}`;
}

/** The repository of an image in a Nexus. */
export interface ImageLocation {
  repository: ServedRepository;
  /** The path of the image within the repository. */
  image: string;
}

/**
 * Finds the repository that a reference addresses, by the longest matching address. Returns nothing if none matches.
 * Host names match in upper and lower case.
 */
export function locateImage(
  { repositories, url }: Pick<ClientConfig, "repositories" | "url">,
  reference: ImageReference,
): ImageLocation | undefined {
  const fullPath = normalizeHost(`${reference.host ?? ""}/${reference.path}`);
  const locations = repositories.flatMap((repository) =>
    listRegistryAddresses(repository, url)
      .map(normalizeHost)
      .flatMap((address) =>
        fullPath.startsWith(`${address}/`) ? [{ repository, address, image: fullPath.slice(address.length + 1) }] : [],
      ),
  );
  const [best] = locations.sort((a, b) => b.address.length - a.address.length);
  return best && { repository: best.repository, image: best.image };
}

function normalizeHost(address: string): string {
  return address.replace(/^[^/]*/, (host) => host.toLowerCase());
}

/** The formats whose repositories clients use as registries of images, with the realm that `forceBasicAuth: false` needs. */
export const bearerTokenRealms: ReadonlyMap<string, string> = new Map([
  ["docker", "DockerToken"],
  ["oci", "OciBearerToken"],
]);

/** Returns true if clients use the repository as a registry of images: the formats docker and oci. */
export function isImageRepository({ format }: { format: string }): boolean {
  return bearerTokenRealms.has(format);
}

/** Returns all addresses that may precede the path of an image in a Docker repository. */
export function listRegistryAddresses({ name, registry, pathEnabled }: ServedRepository, url: string): string[] {
  return [...(registry === undefined ? [] : [registry]), ...(pathEnabled ? [`${getHost(url)}/${name}`] : [])];
}

/** Returns host and port of a URL: `nexus.example:8081`. */
export function getHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
