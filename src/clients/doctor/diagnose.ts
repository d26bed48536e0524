import type { AttemptFacts } from "./attempt-facts.ts";
import type { FoundCause } from "./cause.ts";
import { allCauses } from "./causes/index.ts";

/** What is known of why an attempt fails. */
export interface Diagnosis {
  /** The most certain first; of equals what a request meets first. */
  causes: readonly ({ cause: string } & FoundCause)[];
  ruledOut: readonly { cause: string; why: string }[];
  /** It was tried, and nothing is left that could fail. */
  works: boolean;
}

/** Looks for every cause that is known. */
export function diagnose(facts: AttemptFacts): Diagnosis {
  const looked = allCauses.map(({ name, check: look }) => ({ cause: name, verdict: look(facts) }));
  const found = looked
    .flatMap(({ cause, verdict }) => (verdict && "found" in verdict ? [{ cause, ...verdict.found }] : []))
    .sort((a, b) => Number(b.certain) - Number(a.certain));
  const ruledOut = looked.flatMap(({ cause, verdict }) =>
    verdict && "not" in verdict ? [{ cause, why: verdict.not }] : [],
  );
  return {
    causes: found,
    ruledOut,
    works: !found.length && facts.replay?.isComplete === true && facts.attempt.reportedError === undefined,
  };
}
