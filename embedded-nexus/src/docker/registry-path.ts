/** A path of the registry protocol, parsed. */
export type RegistryRoute =
  | { readonly type: "ping" | "catalog" | "token" | "unknown" }
  | { readonly type: "tags" | "uploads"; readonly name: string }
  | { readonly type: "manifest"; readonly name: string; readonly reference: string }
  | { readonly type: "blob" | "referrers"; readonly name: string; readonly digest: string }
  | { readonly type: "upload"; readonly name: string; readonly id: string };

const NAME_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const NAME = new RegExp(`^${NAME_PART}(?:/${NAME_PART})*$`);
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** Parses the decoded path behind `/v2`. */
export function parseRegistryPath(path: string): RegistryRoute {
  const bare = path.replace(/^\/|\/$/g, "");
  if (bare === "") return { type: "ping" };
  if (bare === "_catalog") return { type: "catalog" };
  if (bare === "token") return { type: "token" };
  const [, name = "", resource = "", last = ""] =
    /^(.+)\/(tags|manifests|blobs\/uploads|blobs|referrers)(?:\/([^/]*))?$/.exec(bare) ?? [];
  if (resource === "tags" && last === "list") return { type: "tags", name };
  if (resource === "blobs/uploads") return last === "" ? { type: "uploads", name } : { type: "upload", name, id: last };
  if (resource === "manifests" && last) return { type: "manifest", name, reference: last };
  if (resource === "blobs" && last) return { type: "blob", name, digest: last };
  if (resource === "referrers" && last) return { type: "referrers", name, digest: last };
  return { type: "unknown" };
}

export const isImageName = (text: string): boolean => NAME.test(text);
export const isDigest = (text: string): boolean => DIGEST.test(text);
export const isTag = (text: string): boolean => TAG.test(text);

/** The path of a manifest, by its tag or its digest; the asset is stored under it. */
export const manifestPath = (name: string, reference: string): string => `/v2/${name}/manifests/${reference}`;

/** The path under which a blob (a layer or a configuration) is stored, once for all images. */
export const blobPath = (digest: string): string => `/v2/-/blobs/${digest}`;

/** The path of a blob as clients request it. */
export const imageBlobPath = (name: string, digest: string): string => `/v2/${name}/blobs/${digest}`;

/** The parts of `/v2/NAME/manifests/REFERENCE` or `/v2/NAME/blobs/DIGEST`. */
export interface ImagePath {
  readonly kind: "manifests" | "blobs";
  readonly name: string;
  readonly reference: string;
}

/**
 * Parses the path of a manifest or a blob.
 *
 * @throws Error for any other path
 */
export function parseImagePath(path: string): ImagePath {
  const [, name, kind, reference] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined || reference === undefined) throw new Error(`${path} is no path of a manifest or a blob`);
  return { kind: kind === "blobs" ? "blobs" : "manifests", name, reference };
}
