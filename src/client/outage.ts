/** The time for which a request has waited without a notice, in milliseconds. */
const noticeAfter = 3_000;

/** A wait for a server that does not respond, or that refuses requests for now. */
export interface Wait {
  /** The last failure. */
  error: unknown;
  /** The time until which requests are repeated, in milliseconds since 1970. */
  until: number;
}

/**
 * The time in which no request to a server succeeds. All requests of a transport share it, so that they give up together
 * and the user sees one notice.
 */
export class Outage {
  /** Called once for each outage that lasts for some seconds. */
  onWait: (wait: Wait) => void = () => {};
  #since: number | undefined;
  #lastSuccess = 0;
  #isNoticed = false;
  readonly #limits = new Set<{ duration: number; reject: (error: unknown) => void }>();

  /** Records a response that is not a transient failure: the outage is over. */
  end(): void {
    this.#lastSuccess = Date.now();
    this.#since = undefined;
    this.#isNoticed = false;
  }

  /**
   * Records a failed attempt.
   *
   * @param start - the start of the attempt, in milliseconds since 1970
   * @returns the start of the outage
   */
  record(start: number, error: unknown): number {
    const since = this.#since ?? Math.max(start, this.#lastSuccess);
    this.#since = since;
    for (const { duration, reject } of this.#limits) {
      const remaining = since + duration - Date.now();
      if (remaining <= 0) reject(error);
      else setTimeout(() => this.#since === since && reject(error), remaining).unref();
    }
    return since;
  }

  /** Shows a notice, unless the wait is short or there was one in this outage. */
  announce(wait: Wait, delay: number): void {
    const since = this.#since ?? Date.now();
    if (this.#isNoticed || Date.now() + delay - since < noticeAfter) return;
    this.#isNoticed = true;
    this.onWait(wait);
  }

  /**
   * Waits for work that sends requests, but not longer than a part of an outage. The requests continue.
   *
   * @param duration - in milliseconds, from the start of the outage
   * @throws the last failure if the outage lasts longer
   */
  async limit<T>(work: Promise<T>, duration: number): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const entry = { duration, reject };
    this.#limits.add(entry);
    try {
      return await Promise.race([work, promise]);
    } finally {
      this.#limits.delete(entry);
    }
  }
}
