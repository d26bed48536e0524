/** Work on one thing after the other: of two at once that read it and write it anew, one would undo the other's. */
export class KeyedMutex {
  /** When the last one that came is done, by what it is about. */
  readonly #last = new Map<string, Promise<void>>();

  async run<T>(about: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(about);
    const own = Promise.withResolvers<void>();
    this.#last.set(about, own.promise);
    await before;
    try {
      return await work();
    } finally {
      own.resolve();
      if (this.#last.get(about) === own.promise) this.#last.delete(about);
    }
  }
}
