import { neverCleaned, noAllPowerfulRole, writtenBy } from "../../src/estate/invariants.ts";

/** The invariants of the lab. */
export const labInvariants = [neverCleaned("ocp-mirror"), writtenBy("ocp-mirror", "bootstrap"), noAllPowerfulRole];
