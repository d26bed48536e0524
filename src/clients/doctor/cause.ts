import type { AttemptFacts } from "./attempt-facts.ts";

/** A cause that was found. */
export interface FoundCause {
  /** It would fail for this alone; otherwise it fits, and cannot be seen from here. */
  certain: boolean;
  summary: string;
  /** What was looked at, and what it said. */
  evidence: readonly string[];
  /** Lines to change, commands to type, the best first. */
  advice: readonly string[];
}

/** What looking for a cause gave; nothing where it is not about this, or could not be looked at. */
export type CauseResult = { found: FoundCause } | { not: string } | undefined;

export interface Cause {
  /** For machines, never renamed. */
  name: string;
  check(facts: AttemptFacts): CauseResult;
}

export function reportCertain(what: string, evidence: readonly string[], ...todo: readonly string[]): CauseResult {
  return { found: { certain: true, summary: what, evidence, advice: todo } };
}

export function reportLikely(what: string, evidence: readonly string[], ...todo: readonly string[]): CauseResult {
  return { found: { certain: false, summary: what, evidence, advice: todo } };
}

export function ruleOut(why: string): CauseResult {
  return { not: why };
}

/** How what is not as declared becomes it again. */
export function suggestRestore({ stack }: AttemptFacts): string {
  return stack === undefined ? "change it in Nexus, or declare it so" : `npm run drift -- --stack ${stack} --heal`;
}

/** `"a"`: a name as it stands in code and commands. */
export function quote(name: string): string {
  return JSON.stringify(name);
}
