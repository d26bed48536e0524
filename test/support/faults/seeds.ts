/** The seeds of the runs with faults. */
import { isFull } from "../scope.ts";

const { FAULT_SEED, FAULT_RUNS } = process.env;

/** True if FAULT_SEED names the seeds. */
export const isSeedGiven = FAULT_SEED !== undefined;

/**
 * Returns the seeds to run: those of FAULT_SEED (`17` or `42-200`), otherwise from 1 on.
 *
 * @param counts - the number of seeds in `npm test`, and in the full suite, which is also the largest with FAULT_RUNS=200
 */
export function listSeeds(counts: { short: number; full: number }): number[] {
  const count = isFull ? counts.full : FAULT_RUNS ? Math.min(Number(FAULT_RUNS), counts.full) : counts.short;
  const [first = 1, last = first] = (FAULT_SEED ?? `1-${count}`).split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
