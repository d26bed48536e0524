const DAY = 86_400_000;

/** What time it is for a Nexus: the machine's, and ahead of it by as much as somebody moved it. */
export class Clock {
  #ahead = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** What time it will be then. */
  timeAfter({ days = 0, ms = 0 }: Duration): number {
    const by = days * DAY + ms;
    if (!(by >= 0)) throw new RangeError("A clock is only moved forward.");
    return this.now() + by;
  }

  /** Moves it forward; nothing moves it back. */
  moveTo(time: number): void {
    this.#ahead += Math.max(0, time - this.now());
  }
}

export interface Duration {
  readonly days?: number;
  readonly ms?: number;
}
