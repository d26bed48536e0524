import type { Dispatcher } from "undici";
import { Outage } from "./outage.ts";

/** How long and how fast a request is repeated. */
export interface RetryPolicy {
  /**
   * The time in which a request is repeated, in milliseconds from the start of the first attempt that failed. 0 disables
   * retries. An outage counts for all requests together: after it has lasted this long, each further request is sent once.
   */
  retryFor: number;
  /** The delay before the second attempt, in milliseconds; doubled before each further one up to 5 s, with jitter. */
  delay: number;
}

/** The policy of clients whose user has not set another one: the user waits for the result. */
export const defaultRetryPolicy: RetryPolicy = { retryFor: 5_000, delay: 150 };
const maxDelay = 5_000;

/** The result of one attempt. */
export type AttemptResult<T> = { response: T } | { error: unknown };

/** The decision to repeat a request. */
export interface Repetition {
  /** The delay that the server asks for (Retry-After), in milliseconds. Default: that of the policy. */
  after?: number | undefined;
  /** A shorter time for repetitions than that of the policy, in milliseconds: for a failure that is short or permanent. */
  within?: number;
}

/** Repeats requests to one server until they succeed or a deadline has passed. */
export class Retrier {
  readonly outage = new Outage();
  readonly #policy: RetryPolicy;
  readonly #pauses = new Set<() => void>();
  #isCanceled = false;

  constructor(policy: Partial<RetryPolicy> = {}) {
    this.#policy = { ...defaultRetryPolicy, ...policy };
  }

  /** Ends all delays at once: the last failure of each request is thrown, and nothing is repeated any more. */
  cancel(): void {
    this.#isCanceled = true;
    for (const end of this.#pauses) end();
  }

  /**
   * Sends a request, and repeats it with increasing delays while `decide` returns a repetition. The last attempt decides.
   *
   * @example await new Retrier({ retryFor: 60_000 }).run(() => send(request), (result) => ("error" in result ? {} : undefined))
   */
  async run<T>(send: () => Promise<T>, decide: (result: AttemptResult<T>) => Repetition | undefined): Promise<T> {
    const { retryFor, delay } = this.#policy;
    const first = Date.now();
    for (let attempt = 1; ; attempt++) {
      const start = Date.now();
      const result = await send().then(
        (response): AttemptResult<T> => ({ response }),
        (error: unknown): AttemptResult<T> => ({ error }),
      );
      const repetition = decide(result);
      if (!repetition) {
        this.outage.end();
        return unwrap(result);
      }
      const { within = retryFor, after } = repetition;
      const error = "error" in result ? result.error : undefined;
      const until = Math.min(first, this.outage.record(start, error)) + Math.min(within, retryFor);
      const remaining = until - Date.now();
      if (this.#isCanceled) return unwrap(result, "canceled");
      if (remaining <= 0) return unwrap(result, attempt > 1 && within > 0 ? describeDeadline(Date.now() - first) : "");
      if (after !== undefined && after > remaining) return unwrap(result, describeRetryAfter(after));
      const backoff = Math.min(maxDelay, delay * 2 ** (attempt - 1));
      const pause = Math.min(remaining, (after ?? backoff / 2) + (Math.random() * backoff) / 2);
      this.outage.announce({ error, until }, pause);
      await this.#pause(pause);
      if (this.#isCanceled) return unwrap(result, "canceled");
    }
  }

  /** Waits for a time, or until a cancellation. */
  async #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#pauses.add(resolve);
    await promise;
    this.#pauses.delete(resolve);
    clearTimeout(timer);
  }
}

/** @param reason - why the request is not repeated, added to the error; an empty text if that is obvious */
function unwrap<T>(result: AttemptResult<T>, reason = ""): T {
  if ("response" in result) return result.response;
  if (reason && result.error instanceof Error) result.error.message += `; ${reason}`;
  throw result.error;
}

function describeDeadline(milliseconds: number): string {
  return `no success in ${toSeconds(milliseconds)} (nexus:retryFor)`;
}

function describeRetryAfter(milliseconds: number): string {
  return `the server asks to wait ${toSeconds(milliseconds)} (Retry-After), longer than nexus:retryFor allows`;
}

function toSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

/**
 * Parses the header Retry-After, a number of seconds or an HTTP date, into milliseconds from now. A date counts from the header
 * Date, because the server's clock may be wrong. Returns undefined if Retry-After is missing or malformed.
 */
export function parseRetryAfter(headers: Dispatcher.ResponseData["headers"]): number | undefined {
  const text = String(headers["retry-after"] ?? "").trim();
  const serverTime = Date.parse(String(headers.date)) || Date.now();
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - serverTime;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
