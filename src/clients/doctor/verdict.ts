import type { Facts } from "./facts.ts";

/** A cause that was found. */
export interface Found {
  /** It would fail for this alone; otherwise it fits, and cannot be seen from here. */
  certain: boolean;
  what: string;
  /** What was looked at, and what it said. */
  evidence: readonly string[];
  /** Lines to change, commands to type, the best first. */
  todo: readonly string[];
}

/** What looking for a cause gave; nothing where it is not about this, or could not be looked at. */
export type Verdict = { found: Found } | { not: string } | undefined;

export interface Cause {
  /** For machines, never renamed. */
  name: string;
  look(facts: Facts): Verdict;
}

export function certain(what: string, evidence: readonly string[], ...todo: readonly string[]): Verdict {
  return { found: { certain: true, what, evidence, todo } };
}

export function likely(what: string, evidence: readonly string[], ...todo: readonly string[]): Verdict {
  return { found: { certain: false, what, evidence, todo } };
}

export function not(why: string): Verdict {
  return { not: why };
}

/** How what is not as declared becomes it again. */
export function heal({ stack }: Facts): string {
  return stack === undefined ? "change it in Nexus, or declare it so" : `npm run drift -- --stack ${stack} --heal`;
}

/** `"a"`: a name as it stands in code and commands. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}
