import { causes } from "./causes/index.ts";
import type { Facts } from "./facts.ts";
import type { Found } from "./verdict.ts";

/** What is known of why an attempt fails. */
export interface Diagnosis {
  /** The most certain first; of equals what a request meets first. */
  found: readonly ({ cause: string } & Found)[];
  ruledOut: readonly { cause: string; why: string }[];
  /** It was tried, and nothing is left that could fail. */
  works: boolean;
}

/** Looks for every cause that is known. */
export function diagnose(facts: Facts): Diagnosis {
  const looked = causes.map(({ name, look }) => ({ cause: name, verdict: look(facts) }));
  const found = looked
    .flatMap(({ cause, verdict }) => (verdict && "found" in verdict ? [{ cause, ...verdict.found }] : []))
    .sort((a, b) => Number(b.certain) - Number(a.certain));
  const ruledOut = looked.flatMap(({ cause, verdict }) =>
    verdict && "not" in verdict ? [{ cause, why: verdict.not }] : [],
  );
  return { found, ruledOut, works: !found.length && facts.answer?.isAll === true && facts.attempt.said === undefined };
}
