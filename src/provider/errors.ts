import { ConnectionError, NexusError } from "../client/errors.ts";
import type { Kind } from "../model/kind.ts";
import { SettingsError } from "./settings.ts";

/** A failure in the words of who has to mend it. */
export function describeError(error: unknown, kind?: Kind): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NexusError)) return message;
  if (error.status === 401)
    return (
      `${message}: check nexus:username and nexus:password, or NEXUS_USERNAME and NEXUS_PASSWORD, which win; ` +
      "a refresh or destroy uses what the last update stored unless it is given --run-program"
    );
  const advice = kind?.advice?.[error.status];
  if (advice) return `${message}: ${advice}`;
  if (error.isReadOnly)
    return `${message}: Nexus is frozen for maintenance; nothing can be changed until an administrator releases it`;
  return message;
}

/** Nothing can be done with this Nexus until that is mended. */
export function isFatal(error: unknown): boolean {
  if (error instanceof SettingsError) return true;
  if (error instanceof ConnectionError) return !error.uncertain;
  return (
    error instanceof NexusError && (error.status === 401 || error.isReadOnly || error.details.notFromNexus === true)
  );
}
