import { createHash } from "node:crypto";

/** Returns a number from 0 to 1 (excluded) that depends on the texts only, so that a seed reproduces a choice. */
export function chooseFraction(...texts: (string | number)[]): number {
  return createHash("sha256").update(texts.join("\n")).digest().readUInt32BE() / 2 ** 32;
}

/** Returns one of the items, which the texts decide. Throws if there is none. */
export function chooseItem<T>(items: readonly T[], ...texts: (string | number)[]): T {
  const item = items[Math.floor(chooseFraction(...texts) * items.length)];
  if (item === undefined) throw new Error("no item to choose from");
  return item;
}
