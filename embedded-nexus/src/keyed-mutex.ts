/** Serializes work by key: two at once that read a thing and write it again would undo each other's change. */
export class KeyedMutex {
  /** Resolves when the work that came last is done, by key. */
  readonly #last = new Map<string, Promise<void>>();

  /** Runs work after all earlier work with the same key. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = this.#last.get(key);
    const current = Promise.withResolvers<void>();
    this.#last.set(key, current.promise);
    await previous;
    try {
      return await work();
    } finally {
      current.resolve();
      if (this.#last.get(key) === current.promise) this.#last.delete(key);
    }
  }
}
