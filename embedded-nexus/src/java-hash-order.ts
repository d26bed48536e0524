/** Sorts strings as a Java HashSet iterates over them (String.hashCode, power-of-two buckets). */
function sortByJavaHash(values: readonly string[]): string[] {
  let buckets = 16;
  while (values.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (value: string): number => {
    let hash = 0;
    for (let index = 0; index < value.length; index++) hash = (Math.imul(31, hash) + value.charCodeAt(index)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return values
    .map((value, index) => ({ value, index, bucket: bucketOf(value) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ value }) => value);
}

const isSameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((value, index) => value === b[index]);

/**
 * Returns a list as Nexus returns a set: without duplicates, in hash order (3.77: the roles [r1, nx-anonymous,
 * nx-admin] are returned as [nx-admin, nx-anonymous, r1]). If hash order happens to be the given or the sorted order,
 * another one is returned, so that a client that compares sets as lists fails.
 */
export function toHashOrder(values: readonly string[]): string[] {
  const unique = [...new Set(values)];
  const sorted = [...unique].sort();
  const hashed = sortByJavaHash(unique);
  const orders = [hashed, [...hashed].reverse(), [...hashed.slice(1), ...hashed.slice(0, 1)]];
  const unlikeBoth = orders.find((order) => !isSameOrder(order, unique) && !isSameOrder(order, sorted));
  return unlikeBoth ?? orders.find((order) => !isSameOrder(order, unique)) ?? hashed;
}

/** Returns the values in random order, for lists that Nexus returns unordered: violations, enum values in a message. */
export function shuffle<T>(values: readonly T[]): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const moved = result[last] as T;
    result[last] = result[other] as T;
    result[other] = moved;
  }
  return result;
}
