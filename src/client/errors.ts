import { UserError } from "../util/user-error.ts";
import type { ErrorDetails } from "./error-body.ts";

/** Nexus answered, and refused. */
export class NexusError extends UserError {
  override readonly name: string = "NexusError";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Nexus's own words, and the fields that they name. */
  readonly details: ErrorDetails;

  constructor(request: { method: string; path: string }, status: number, words: ErrorDetails) {
    super(`${request.method} ${request.path}: ${status}: ${words.text}`);
    this.method = request.method;
    this.path = request.path;
    this.status = status;
    this.details = words;
  }

  /** There is no such thing, by Nexus's own word. It says the same to those who may not see it. */
  get isNotFound(): boolean {
    return this.status === 404 && !this.details.notFromNexus;
  }

  /** It is frozen for maintenance: a refusal for everything that writes (503, and 400 from repositories). */
  get isReadOnly(): boolean {
    return /read-only mode|while the application is frozen/.test(this.details.text);
  }
}

/** A registry answered, and refused. */
export class RegistryError extends NexusError {
  override readonly name = "RegistryError";
  /** Its own word for why, `MANIFEST_UNKNOWN`; nothing where it has none. */
  readonly code: string | undefined;

  constructor(request: { method: string; path: string }, status: number, words: ErrorDetails, code?: string) {
    super(request, status, words);
    this.code = code;
  }
}

/** No answer of Nexus: no connection, no trust, or the connection broke. */
export class ConnectionError extends UserError {
  override readonly name = "ConnectionError";
  readonly method: string;
  readonly path: string;
  /** The request may have taken effect all the same: whoever sent it must look. */
  readonly uncertain: boolean;

  constructor(request: { method: string; path: string }, why: string, uncertain: boolean, cause: unknown) {
    super(`${request.method} ${request.path}: ${why}`, { cause });
    this.method = request.method;
    this.path = request.path;
    this.uncertain = uncertain;
  }
}

/** Whether a refused or broken request may have taken effect all the same. */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.uncertain;
  return error instanceof NexusError && error.status >= 500;
}
