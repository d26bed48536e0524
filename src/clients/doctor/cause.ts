import type { AttemptFacts } from "./attempt-facts.ts";

/** A cause that applies to the attempt. */
export interface FoundCause {
  /** True if the attempt fails because of this cause alone. False if the cause fits but cannot be verified from here. */
  certain: boolean;
  summary: string;
  /** Facts that support the cause, one line each. */
  evidence: readonly string[];
  /** Lines to change and commands to run, the best one first. */
  advice: readonly string[];
}

/**
 * The result of checking one cause: found, or ruled out with the reason. Undefined if the cause does not concern the
 * attempt, or if the facts that it needs are not known.
 */
export type CauseResult = { found: FoundCause } | { not: string } | undefined;

/** A known cause of failures, as a pure function of the facts. */
export interface Cause {
  /** The name for machines; it never changes. */
  name: string;
  check(facts: AttemptFacts): CauseResult;
}

/** Reports a cause for which the attempt fails in any case. */
export function reportCertain(summary: string, evidence: readonly string[], ...advice: readonly string[]): CauseResult {
  return { found: { certain: true, summary, evidence, advice } };
}

/** Reports a cause that fits the facts but cannot be verified from here. */
export function reportLikely(summary: string, evidence: readonly string[], ...advice: readonly string[]): CauseResult {
  return { found: { certain: false, summary, evidence, advice } };
}

/** Reports that a cause does not apply, with the reason. */
export function ruleOut(reason: string): CauseResult {
  return { not: reason };
}

/** Returns the advice to restore the declared state of an object that was changed outside the program. */
export function suggestRestore({ stack }: AttemptFacts): string {
  return stack === undefined ? "change it in Nexus, or declare it" : `npm run drift -- --stack ${stack} --heal`;
}

/** Quotes a name for code and commands: `"a"`. */
export function quote(name: string): string {
  return JSON.stringify(name);
}
