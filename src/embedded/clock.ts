const DAY = 86_400_000;

/** What time it is for a Nexus: the machine's, and ahead of it by as much as somebody moved it. */
export class Clock {
  #ahead = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Moves it forward; nothing moves it back. */
  advance({ days = 0, ms = 0 }: Advance): void {
    const by = days * DAY + ms;
    if (!(by >= 0)) throw new RangeError("A clock is only moved forward.");
    this.#ahead += by;
  }
}

export interface Advance {
  readonly days?: number;
  readonly ms?: number;
}
