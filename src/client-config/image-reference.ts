import { UsageError } from "../util/user-error.ts";
import type { ClientConfig, ServedRepository } from "./client-config.ts";

/** `registry.example/team/app:1.0@sha256:...`, in its parts. */
export interface ImageReference {
  /** `registry.example:8443`; absent where none is written, which clients take for Docker Hub's. */
  host?: string;
  /** `team/app`. */
  path: string;
  tag?: string;
  digest?: string;
}

const grammar =
  /^(?:(?<host>(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+(?::\d+)?|[a-zA-Z0-9-]+:\d+|localhost))\/)?(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}|(?!sha256:)[a-z0-9]+:[a-fA-F0-9]{32,}))?$/;

/** Reads an image reference as Docker does; nothing where it is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { host, path, tag, digest } = (text.length <= longest && grammar.exec(text)?.groups) || {};
  if (path === undefined) return undefined;
  return { path, ...(host !== undefined && { host }), ...(tag !== undefined && { tag }), ...(digest && { digest }) };
}

/** Characters; no client takes more. */
const longest = 1000;

/**
 * {@link parseImageReference}, of what somebody asks for.
 *
 * @throws UsageError
 */
export function requireImageReference(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference) return reference;
  throw new UsageError(describeInvalidReference(text));
}

/** What is said of a text that is no image reference. */
export function describeInvalidReference(text: string): string {
  return `"${text.slice(0, longest)}" is no image: it must be such as "registry.example/team/app:1.0", its path in lower case`;
}

/** `registry.example/team/app:1.0`. */
export function formatImageReference({ host, path, tag, digest }: ImageReference): string {
  return `${host === undefined ? "" : `${host}/`}${path}${tag === undefined ? "" : `:${tag}`}${digest ? `@${digest}` : ""}`;
}

/** Where an image is in a Nexus. */
export interface ImageLocation {
  repository: ServedRepository;
  /** Without what stands before it there. */
  image: string;
}

/**
 * The repository that a reference names, by the longest address that fits; nothing where none does. Hosts are the same
 * in upper and in lower case.
 */
export function locateImage(
  { repositories, url }: Pick<ClientConfig, "repositories" | "url">,
  reference: ImageReference,
): ImageLocation | undefined {
  const asked = plain(`${reference.host ?? ""}/${reference.path}`);
  const places = repositories.flatMap((repository) =>
    listRegistryAddresses(repository, url)
      .map(plain)
      .flatMap((address) =>
        asked.startsWith(`${address}/`) ? [{ repository, address, image: asked.slice(address.length + 1) }] : [],
      ),
  );
  const [best] = places.sort((a, b) => b.address.length - a.address.length);
  return best && { repository: best.repository, image: best.image };
}

function plain(address: string): string {
  return address.replace(/^[^/]*/, (host) => host.toLowerCase());
}

/** Whether clients speak to it as a registry of images. */
export function isImageRepository({ format }: { format: string }): boolean {
  return format === "docker" || format === "oci";
}

/** All that may stand before an image's path, to reach a Docker repository. */
export function listRegistryAddresses({ name, registry, pathEnabled }: ServedRepository, url: string): string[] {
  return [...(registry === undefined ? [] : [registry]), ...(pathEnabled ? [`${getHost(url)}/${name}`] : [])];
}

/** `nexus.example:8081` of an URL. */
export function getHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
