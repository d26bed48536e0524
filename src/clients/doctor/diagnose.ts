import type { AttemptFacts } from "./attempt-facts.ts";
import type { FoundCause } from "./cause.ts";
import { allCauses } from "./causes/index.ts";

/** The result of diagnosing an attempt. */
export interface Diagnosis {
  /** Certain causes first; among equals, in the order in which a request meets them. */
  causes: readonly ({ cause: string } & FoundCause)[];
  ruledOut: readonly { cause: string; why: string }[];
  /** True if the operation was replayed completely and no cause was found. */
  works: boolean;
}

/**
 * Checks all known causes against the facts of an attempt.
 *
 * @example
 * const { causes } = diagnose(facts);
 * console.log(causes[0]?.summary, causes[0]?.advice);
 */
export function diagnose(facts: AttemptFacts): Diagnosis {
  const results = allCauses.map(({ name, check }) => ({ cause: name, result: check(facts) }));
  const causes = results
    .flatMap(({ cause, result }) => (result && "found" in result ? [{ cause, ...result.found }] : []))
    .sort((a, b) => Number(b.certain) - Number(a.certain));
  const ruledOut = results.flatMap(({ cause, result }) =>
    result && "not" in result ? [{ cause, why: result.not }] : [],
  );
  const works = !causes.length && facts.replay?.isComplete === true && facts.attempt.reportedError === undefined;
  return { causes, ruledOut, works };
}
