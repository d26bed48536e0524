import { DEFAULT_RELEASE } from "nexus-embedded/facts";

/** The newest supported release of Nexus, as messages name it: `3.96.0`. Its API document is the source of the facts. */
export const newestRelease = DEFAULT_RELEASE.replace(/-.*/, "");
