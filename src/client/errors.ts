import { toDisplayText } from "../util/display-text.ts";
import { UserError } from "../util/user-error.ts";
import type { ErrorDetails } from "./error-body.ts";

/** A request as errors name it: `GET /service/rest/v1/status`. */
export interface RequestTarget {
  method: string;
  path: string;
}

/** The number of characters of a message in an error. */
const maxMessageLength = 2000;

/**
 * A response of Nexus with an error status, or one that cannot be from Nexus.
 *
 * @example
 * if (error instanceof NexusError && error.isNotFound) return undefined;
 */
export class NexusError extends UserError {
  override readonly name: string = "NexusError";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The message of Nexus, and the fields that it names. Without secrets, and on one line (see {@link toDisplayText}). */
  readonly details: ErrorDetails;

  constructor(request: RequestTarget, status: number, details: ErrorDetails) {
    const text = toDisplayText(details.text, maxMessageLength);
    super(`${request.method} ${toDisplayText(request.path, maxMessageLength)}: ${status}: ${text}`);
    this.method = request.method;
    this.path = request.path;
    this.status = status;
    const fields = details.fields.map(({ field, message }) => ({
      field: toDisplayText(field, maxMessageLength),
      message: toDisplayText(message, maxMessageLength),
    }));
    this.details = { ...details, text, fields };
  }

  /** True for a 404 of Nexus itself. Nexus answers the same to users who have no permission to read the object. */
  get isNotFound(): boolean {
    return this.status === 404 && !this.details.notFromNexus;
  }

  /** True if Nexus is in read-only mode and refuses all writes (503, and 400 from repositories). */
  get isReadOnly(): boolean {
    return /read-only mode|while the application is frozen/.test(this.details.text);
  }
}

/** A response of a registry with an error status. */
export class RegistryError extends NexusError {
  override readonly name = "RegistryError";
  /** The error code of the registry, such as `MANIFEST_UNKNOWN`; absent if the response has none. */
  readonly code: string | undefined;

  constructor(request: RequestTarget, status: number, details: ErrorDetails, code?: string) {
    super(request, status, details);
    this.code = code;
  }
}

/** No response: no connection, an untrusted certificate, a timeout, or a broken connection. */
export class ConnectionError extends UserError {
  override readonly name = "ConnectionError";
  readonly method: string;
  readonly path: string;
  /** True if the request may have taken effect: the sender must read the present state. */
  readonly uncertain: boolean;

  /** @param cause - the error of the HTTP library */
  constructor(request: RequestTarget, reason: string, uncertain: boolean, cause: unknown) {
    super(`${request.method} ${request.path}: ${reason}`, { cause });
    this.method = request.method;
    this.path = request.path;
    this.uncertain = uncertain;
  }
}

/** Returns true if Nexus may have handled a request whose response did not arrive: a broken connection, 502 or 504. */
export function isResponseLost(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.uncertain;
  return error instanceof NexusError && (error.status === 502 || error.status === 504);
}

/** Returns true if a failed request may have taken effect: a broken connection, or a status of 500 and above. */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.uncertain;
  return error instanceof NexusError && error.status >= 500;
}
