const DAY_MS = 86_400_000;

/** A span of time; its parts are added. */
export interface Duration {
  readonly days?: number;
  readonly ms?: number;
}

/** The clock of a Nexus: the machine's time, plus the time that it was moved forward. */
export class Clock {
  #offset = 0;

  /** Returns the current time in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /**
   * Returns the time after a duration.
   *
   * @throws RangeError if the duration is negative
   */
  timeAfter({ days = 0, ms = 0 }: Duration): number {
    const total = days * DAY_MS + ms;
    if (!(total >= 0)) throw new RangeError(`clock.advance: ${total} ms is not a duration; a clock only moves forward`);
    return this.now() + total;
  }

  /** Moves the clock forward to a time; an earlier time changes nothing. */
  moveTo(time: number): void {
    this.#offset += Math.max(0, time - this.now());
  }
}
