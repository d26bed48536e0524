import type { Declaration, Estate } from "./estate.ts";
import { createReferenceIndex, type ReferenceIndex } from "./reference-index.ts";

/**
 * The part of an estate to validate. An estate that grows is validated again with each change, so a rule looks up other
 * declarations in the estate, but reads only the changed ones in detail.
 */
export interface ValidationScope {
  /** The declarations that are new, or whose values have changed. */
  changed: readonly Declaration[];
  /** An index of the whole estate. */
  index: ReferenceIndex;
}

/** Creates the scope that contains all declarations. */
export function createFullScope(estate: Estate): ValidationScope {
  return { changed: estate.declarations, index: createReferenceIndex(estate) };
}
