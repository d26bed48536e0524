import type { ResponseData } from "../http/responses.ts";
import type { Json } from "../json.ts";

/** Error codes of the registry protocol, with their usual status and message. */
const ERRORS = {
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

export type RegistryErrorCode = keyof typeof ERRORS;

/** Creates an error response; `detail` is its subject, the default status that of the code. */
export function registryError(
  code: RegistryErrorCode,
  detail: Json = null,
  status: number = ERRORS[code][0],
): ResponseData {
  return registryErrors(code, [detail], status);
}

/** Creates a response with the same error for several subjects. */
export function registryErrors(
  code: RegistryErrorCode,
  details: readonly Json[],
  status: number = ERRORS[code][0],
): ResponseData {
  const message = ERRORS[code][1];
  return { status, json: { errors: details.map((detail) => ({ code, message, detail })) } };
}
