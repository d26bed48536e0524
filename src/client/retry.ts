import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, NexusError } from "./errors.ts";

export interface RetryPolicy {
  /** The first one counts. Default: 5. */
  maxAttempts: number;
  /** Milliseconds before the second, doubled before each further one; each is jittered. Default: 150. */
  delay: number;
}

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 5, delay: 150 };
const longestDelay = 5_000;

/** Tries again what may be tried again, with a jittered back-off, and gives up with the last refusal. */
export async function withRetries<T>(policy: RetryPolicy, isPost: boolean, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= policy.maxAttempts || !mayRepeat(error, isPost)) throw error;
      const ceiling = Math.min(longestDelay, policy.delay * 2 ** (attempt - 1));
      await sleep(ceiling / 2 + (Math.random() * ceiling) / 2);
    }
  }
}

/**
 * GET, PUT and DELETE say what shall be and can be said again. A POST is repeated only when it surely did nothing:
 * where it may have, its sender looks before deciding.
 */
function mayRepeat(error: unknown, isPost: boolean): boolean {
  if (error instanceof ConnectionError) return isRefused(error) || (error.uncertain && !isPost);
  if (!(error instanceof NexusError) || error.isReadOnly) return false;
  if (error.status === 429 || error.status === 503 || betweenStates(error)) return true;
  return !isPost && (error.status === 502 || error.status === 504 || stumbled(error));
}

function isRefused(error: ConnectionError): boolean {
  const code = getErrorCode(error.cause);
  return code === "ECONNREFUSED" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT";
}

/**
 * A repository that is being changed answers 400 or 500 `Invalid state: STOPPED; allowed: [STARTED]` to whatever else
 * comes at that moment, and does nothing (3.71 and 3.77, under load).
 */
function betweenStates(error: NexusError): boolean {
  return /Invalid state: \w+; allowed:/.test(error.details.text);
}

/**
 * What looks through all repositories stumbles over one that is just being deleted: the list of their settings is 500
 * `NullPointerException`, the deletion of a routing rule 500 `UncheckedExecutionException: java.lang.NullPointerException`,
 * and nothing is done (3.71, under load). The list of capabilities stumbles so over any that is changed or deleted, and
 * so does that of tasks.
 */
function stumbled(error: NexusError): boolean {
  const overOther = /^(?:java\.util\.ConcurrentModificationException\b|Cannot invoke .* because "jobDetail" is null$)/;
  if (overOther.test(error.details.text)) return true;
  return error.status === 500 && /^(?:\w+: java\.lang\.)?NullPointerException$/.test(error.details.text);
}

export function getErrorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
