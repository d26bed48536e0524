import { isFull } from "./scope.ts";

/**
 * Returns the number of runs of a property as a parameter of fast-check. PROPERTY_RUNS=100 sets it for all properties.
 *
 * @param quick - the number in `npm test`, if a run takes long. Default: the number in the full suite.
 */
export function propertyRuns(full: number, quick = full): { numRuns: number } {
  const { PROPERTY_RUNS } = process.env;
  if (!PROPERTY_RUNS) return { numRuns: isFull ? full : quick };
  if (!/^[1-9]\d*$/.test(PROPERTY_RUNS)) throw new Error(`PROPERTY_RUNS is "${PROPERTY_RUNS}"; use a number from 1`);
  return { numRuns: Number(PROPERTY_RUNS) };
}
