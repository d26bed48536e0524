/** Runs what is given one after another, each key for itself. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work, work);
    this.#last.set(key, turn);
    return turn;
  }
}

/**
 * Many may share it, or one may have it alone; who came first goes first.
 *
 * A repository that is deleted while any group is written answers 500 `Invalid state: STOPPED`; members of one group
 * deleted side by side can leave the group naming repositories that are gone, and then neither can be deleted any more
 * (3.71 and 3.77). So group writes share the gate, and each deletion of a repository has it alone.
 */
export class Gate {
  #alone: Promise<unknown> = Promise.resolve();
  #sharing: Promise<unknown> = Promise.resolve();

  share<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#alone.then(work, work);
    this.#sharing = Promise.allSettled([this.#sharing, turn]);
    return turn;
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = Promise.allSettled([this.#alone, this.#sharing]);
    const turn = before.then(work);
    this.#alone = turn;
    return turn;
  }
}
