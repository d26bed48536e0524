/** The scope of a test run. `npm test` runs what a change can break; `npm run test:full` (FULL=1) runs everything. */
import { describe, it } from "vitest";

export const isFull = process.env.FULL === "1";

/** Declares a test that only the full suite runs. */
export const itInFull = it.runIf(isFull);

/** Declares a group of tests that only the full suite runs. */
export const describeInFull = describe.runIf(isFull);
