/** What a request of the registry protocol is about. */
export type RegistryRoute =
  | { readonly about: "ping" | "catalog" | "token" | "nothing" }
  | { readonly about: "tags" | "uploads"; readonly name: string }
  | { readonly about: "manifest"; readonly name: string; readonly reference: string }
  | { readonly about: "blob" | "referrers"; readonly name: string; readonly digest: string }
  | { readonly about: "upload"; readonly name: string; readonly id: string };

const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const NAME = new RegExp(`^${PART}(?:/${PART})*$`);
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** By the path behind `/v2`, decoded. */
export function parseRegistryPath(path: string): RegistryRoute {
  const bare = path.replace(/^\/|\/$/g, "");
  if (bare === "") return { about: "ping" };
  if (bare === "_catalog") return { about: "catalog" };
  if (bare === "token") return { about: "token" };
  const [, name = "", what = "", last = ""] =
    /^(.+)\/(tags|manifests|blobs\/uploads|blobs|referrers)(?:\/([^/]*))?$/.exec(bare) ?? [];
  if (what === "tags" && last === "list") return { about: "tags", name };
  if (what === "blobs/uploads") return last === "" ? { about: "uploads", name } : { about: "upload", name, id: last };
  if (what === "manifests" && last) return { about: "manifest", name, reference: last };
  if (what === "blobs" && last) return { about: "blob", name, digest: last };
  if (what === "referrers" && last) return { about: "referrers", name, digest: last };
  return { about: "nothing" };
}

export const isImageName = (text: string): boolean => NAME.test(text);
export const isDigest = (text: string): boolean => DIGEST.test(text);
export const isTag = (text: string): boolean => TAG.test(text);

/** Where a manifest is kept in its repository, by its tag as by its digest. */
export const manifestPath = (name: string, reference: string): string => `/v2/${name}/manifests/${reference}`;

/** Where a layer or a configuration is kept: whatever images it is of. */
export const blobPath = (digest: string): string => `/v2/-/blobs/${digest}`;
