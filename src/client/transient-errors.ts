import { getErrorCode } from "./connection-errors.ts";
import { ConnectionError, NexusError } from "./errors.ts";
import type { Repetition } from "./retry.ts";

/** A failure that is not repeated, though Nexus has not responded. */
const notRepeated: Repetition = { within: 0 };
/** The time in which a failure that other requests cause is repeated, in milliseconds: a permanent one looks the same. */
const concurrencyLimit = 5_000;

/**
 * Returns how a failed request to Nexus is repeated, or undefined if it is not: GET, PUT and DELETE describe a state and
 * have the same effect twice. A POST is repeated only if it has certainly done nothing; otherwise its sender reads the
 * present state first.
 */
export function findRepetition(error: unknown, isPost: boolean): Repetition | undefined {
  if (error instanceof ConnectionError && getErrorCode(error.cause) === "RESPONSE_TOO_LARGE") return undefined;
  if (error instanceof ConnectionError)
    return isRefusedConnection(error) || (error.uncertain && !isPost) ? {} : notRepeated;
  if (!(error instanceof NexusError) || error.isReadOnly) return undefined;
  const { status, details } = error;
  if (isBetweenStates(error) || (!isPost && isConcurrencyFailure(error))) return { within: concurrencyLimit };
  if (status === 502 || status === 504) return isPost ? notRepeated : { after: details.retryAfter };
  return status === 429 || status === 503 ? { after: details.retryAfter } : undefined;
}

/** The connection was not established, so nothing was sent: Nexus, or the pod that it runs in, is being restarted. */
function isRefusedConnection({ cause }: ConnectionError): boolean {
  return refusals.includes(getErrorCode(cause));
}

const refusals = [
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "PROXY_UNAVAILABLE",
];

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
