/**
 * Runs tasks that have the same key one after another, in the order of the calls. Tasks with different keys run side by side.
 *
 * @example
 * const mutex = new KeyedMutex();
 * await mutex.run("repository/apps", () => writeRepository("apps"));
 */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(task, task);
    this.#last.set(key, result);
    return result;
  }
}

/**
 * A fair read-write lock: any number of `read` tasks run side by side, a `write` task runs alone. Waiting tasks start in
 * the order of the calls.
 */
export class ReadWriteLock {
  #lastWrite: Promise<unknown> = Promise.resolve();
  #reads: Promise<unknown> = Promise.resolve();

  read<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(task, task);
    this.#reads = Promise.allSettled([this.#reads, result]);
    return result;
  }

  write<T>(task: () => Promise<T>): Promise<T> {
    const previous = Promise.allSettled([this.#lastWrite, this.#reads]);
    const result = previous.then(task);
    this.#lastWrite = result;
    return result;
  }
}

const maxConcurrency = 8;

/** Runs an asynchronous function on every item, at most 8 at the same time, and returns the results in the order of the items. */
export async function mapConcurrently<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: maxConcurrency }, worker));
  return results;
}
