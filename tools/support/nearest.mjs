/**
 * Returns the known name with the smallest edit distance to `name`.
 * (The package `leven` does the same, but this code runs before any package is installed.)
 * @param {string} name
 * @param {readonly string[]} known
 */
export function nearest(name, known) {
  const ranked = known.map((candidate) => ({ candidate, edits: distance(name, candidate) }));
  return ranked.sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/**
 * Returns the Levenshtein distance, computed one table row at a time.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + (letter === b[j] ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
