import { neverCleaned, noAllPowerfulRole, writtenBy } from "../../src/estate/invariants.ts";

/** What the lab promises. */
export const invariants = [neverCleaned("ocp-mirror"), writtenBy("ocp-mirror", "bootstrap"), noAllPowerfulRole];
