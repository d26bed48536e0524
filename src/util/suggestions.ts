import leven from "leven";

/** Returns the text `; did you mean "x"?` for the most similar known word, or an empty text if none is similar. */
export function suggestionFor(word: string, knownWords: readonly string[]): string {
  const similar = findNearest(word, knownWords);
  return similar === undefined ? "" : `; did you mean "${similar}"?`;
}

/**
 * Returns the known word with the smallest edit distance, ignoring case. Returns undefined if the distance is more than a third
 * of the word's length (and more than 2).
 */
export function findNearest(word: string, knownWords: readonly string[]): string | undefined {
  const [best] = knownWords
    .map((known) => ({ known, distance: leven(word.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.known : undefined;
}
