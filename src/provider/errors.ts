import { ConnectionError, NexusError } from "../client/errors.ts";
import type { Kind } from "../model/kind.ts";
import { UserError } from "../util/user-error.ts";
import { SettingsError } from "./settings.ts";

/** A change that Nexus cannot make, or only with a loss that the program does not allow. Nothing was changed. */
export class RefusedError extends UserError {
  override readonly name = "RefusedError";
}

/**
 * Formats an error for the user: its message and, where there is some, advice on the HTTP status. An error that is no
 * `UserError` is returned as its message, too.
 *
 * @param kind - the kind whose advice is added to its own refusals, such as 403 for scripts
 */
export function describeError(error: unknown, kind?: Kind): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NexusError)) return message;
  if (error.status === 401)
    return (
      `${message}. Check nexus:username and nexus:password, or NEXUS_USERNAME and NEXUS_PASSWORD, which take precedence. ` +
      "Without --run-program, refresh and destroy use the values that the last update stored"
    );
  const advice = kind?.advice?.[error.status];
  if (advice) return `${message}: ${advice}`;
  if (error.isReadOnly)
    return `${message}. Nexus is in read-only mode for maintenance; nothing can be changed until an administrator ends it`;
  return message;
}

/**
 * Returns why no request to this Nexus can succeed after an error: wrong settings, no connection, 401, read-only mode, 503 (after
 * all repetitions), or a response that is not from Nexus. Returns undefined for any other error. For each reason a run reports one
 * error in full.
 */
export function findFatalReason(error: unknown): string | undefined {
  if (error instanceof SettingsError) return "The settings are not usable";
  if (error instanceof ConnectionError) return error.uncertain ? undefined : "Nexus is unreachable";
  if (!(error instanceof NexusError)) return undefined;
  if (error.status === 401) return "Nexus does not accept the credentials";
  if (error.isReadOnly) return "Nexus is in read-only mode";
  if (error.details.notFromNexus) return "Another server responds instead of Nexus";
  return error.status === 503 ? "Nexus is not ready for requests" : undefined;
}
