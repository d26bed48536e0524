/** How many are under way at once. */
const most = 8;

/** Does something with each, some at once; the results are in the order of what they are of. */
export async function eachAtOnce<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = all.entries();
  const worker = async () => {
    for (const [index, one] of queue) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
