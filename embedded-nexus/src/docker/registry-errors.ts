import type { ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";
import type { Unfetched } from "./held.ts";

/** What goes wrong, in the words of the registry protocol, with the status it usually comes with. */
const FAILURES = {
  UNAUTHORIZED: [401, "access to the requested resource is not authorized"],
  DENIED: [403, "access to the requested resource is not authorized"],
  NAME_INVALID: [400, "invalid repository name"],
  NAME_UNKNOWN: [404, "repository name not known to registry"],
  MANIFEST_UNKNOWN: [404, "manifest unknown"],
  MANIFEST_INVALID: [400, "manifest invalid"],
  BLOB_UNKNOWN: [404, "blob unknown to registry"],
  BLOB_UPLOAD_UNKNOWN: [404, "blob upload unknown to registry"],
  BLOB_UPLOAD_INVALID: [400, "blob upload invalid"],
  DIGEST_INVALID: [400, "provided digest did not match uploaded content"],
  UNSUPPORTED: [405, "The operation is unsupported."],
  UNKNOWN: [502, "unknown error"],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type RegistryErrorCode = keyof typeof FAILURES;

/** A failure with what it is about; the status is the usual one unless another is given. */
export function registryError(
  code: RegistryErrorCode,
  detail: Json = null,
  status: number = FAILURES[code][0],
): ResponseData {
  return registryErrors(code, [detail], status);
}

/** What an upstream does not give: the reason also beside the status, as of any proxy. */
export function unfetched({ status, why }: Unfetched): ResponseData {
  return {
    ...registryError(status === 404 ? "MANIFEST_UNKNOWN" : status === 403 ? "DENIED" : "UNKNOWN", why, status),
    reason: why,
  };
}

/** The same failure of several things. */
export function registryErrors(
  code: RegistryErrorCode,
  details: readonly Json[],
  status: number = FAILURES[code][0],
): ResponseData {
  const message = FAILURES[code][1];
  return { status, json: { errors: details.map((detail) => ({ code, message, detail })) } };
}
