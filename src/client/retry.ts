import { setTimeout as sleep } from "node:timers/promises";
import { getErrorCode } from "./connection-errors.ts";
import { ConnectionError, NexusError } from "./errors.ts";

/** How often and how fast a request is repeated. */
export interface RetryPolicy {
  /** The number of attempts, the first one included. Default: 5. */
  maxAttempts: number;
  /** The delay before the second attempt, in milliseconds; doubled before each further one, with jitter. Default: 150. */
  delay: number;
}

export const defaultRetryPolicy: RetryPolicy = { maxAttempts: 5, delay: 150 };
const maxDelay = 5_000;

/** The result of one attempt. */
export type AttemptResult<T> = { response: T } | { error: unknown };

/**
 * Sends a request, and repeats it with increasing delays while `shouldRepeat` says so. The last attempt decides.
 *
 * @param shouldRepeat - returns true to repeat, or the milliseconds to wait before
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  send: () => Promise<T>,
  shouldRepeat: (result: AttemptResult<T>) => boolean | number,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const result = await send().then(
      (response): AttemptResult<T> => ({ response }),
      (error: unknown): AttemptResult<T> => ({ error }),
    );
    const repeat = attempt < policy.maxAttempts && shouldRepeat(result);
    if (repeat === false) {
      if ("error" in result) throw result.error;
      return result.response;
    }
    const ceiling = Math.min(maxDelay, policy.delay * 2 ** (attempt - 1));
    await sleep(repeat === true ? ceiling / 2 + (Math.random() * ceiling) / 2 : repeat);
  }
}

/**
 * Returns true if a failed request to Nexus can be repeated: GET, PUT and DELETE describe a state and have the same effect
 * twice. A POST is repeated only if it has certainly done nothing; otherwise its sender reads the present state first.
 */
export function isTransient(error: unknown, isPost: boolean): boolean {
  if (error instanceof ConnectionError) return isRefusedConnection(error) || (error.uncertain && !isPost);
  if (!(error instanceof NexusError) || error.isReadOnly) return false;
  if (error.status === 429 || error.status === 503 || isBetweenStates(error)) return true;
  return !isPost && (error.status === 502 || error.status === 504 || isConcurrencyFailure(error));
}

function isRefusedConnection(error: ConnectionError): boolean {
  const code = getErrorCode(error.cause);
  return code === "ECONNREFUSED" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT";
}

/**
 * A repository that is being changed answers 400 or 500 `Invalid state: STOPPED; allowed: [STARTED]` to any other request
 * at that moment, and does nothing (3.71 and 3.77, under load).
 */
function isBetweenStates(error: NexusError): boolean {
  return /Invalid state: \w+; allowed:/.test(error.details.text);
}

/**
 * Requests that iterate over all repositories fail if one is deleted at that moment, and do nothing: the list of their
 * settings with 500 `NullPointerException`, the deletion of a routing rule with 500 `UncheckedExecutionException:
 * java.lang.NullPointerException` (3.71, under load). The list of capabilities fails in this way if any of them is changed
 * or deleted, and so does the list of tasks. A change of a capability fails with 400 while another client lists them.
 */
function isConcurrencyFailure(error: NexusError): boolean {
  const ofOtherObject =
    /^(?:java\.util\.ConcurrentModificationException\b|Cannot invoke .* because "(?:jobDetail|capabilityReference)" is null$)/;
  if (ofOtherObject.test(error.details.text)) return true;
  return error.status === 500 && /^(?:\w+: java\.lang\.)?NullPointerException$/.test(error.details.text);
}
