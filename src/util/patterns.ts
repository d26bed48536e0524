import { runInNewContext } from "node:vm";

/** The longest time that a match may take, in milliseconds. */
const timeout = 200;

/**
 * Matches the whole text with a regular expression of a server, as Java's `matches` does. Returns undefined if the expression is
 * invalid in JavaScript, or if the match takes too long: `(a+)+` needs years for some texts.
 */
export function matchesWhole(pattern: string, text: string): boolean | undefined {
  try {
    return runInNewContext("new RegExp('^(?:' + pattern + ')$').test(text)", { pattern, text }, { timeout }) === true;
  } catch {
    return undefined;
  }
}
