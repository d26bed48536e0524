/** The order in which a Java HashSet of strings gives its members (String.hashCode, power-of-two buckets). */
function javaOrder(values: readonly string[]): string[] {
  let buckets = 16;
  while (values.length > buckets * 0.75) buckets *= 2;
  const bucket = (value: string): number => {
    let hash = 0;
    for (let index = 0; index < value.length; index++) hash = (Math.imul(31, hash) + value.charCodeAt(index)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return values
    .map((value, index) => ({ value, index, bucket: bucket(value) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map((entry) => entry.value);
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.every((value, index) => value === b[index]);

/**
 * A set as Nexus gives it back: without duplicates, in hash order (3.77: roles [r1, nx-anonymous, nx-admin] come back
 * as [nx-admin, nx-anonymous, r1]). Where hash order happens to be the given or the sorted one it is turned round, so
 * that whoever compares sets as lists is found out.
 */
export function toHashOrder(given: readonly string[]): string[] {
  const unique = [...new Set(given)];
  const sorted = [...unique].sort();
  const hashed = javaOrder(unique);
  const orders = [hashed, [...hashed].reverse(), [...hashed.slice(1), ...hashed.slice(0, 1)]];
  const hostile = orders.find((order) => !same(order, unique) && !same(order, sorted));
  return hostile ?? orders.find((order) => !same(order, unique)) ?? hashed;
}

/** Random order, for what Nexus gives in no order at all (violations, the values of an enum in a message). */
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
