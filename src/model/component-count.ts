/** A number of components of a repository. `isMore` marks a lower bound. */
export interface ComponentCount {
  components: number;
  isMore: boolean;
}

/** Formats a count: `1 component`, `at least 200 components`. */
export function formatComponentCount({ components, isMore }: ComponentCount): string {
  return `${isMore ? "at least " : ""}${components} ${components === 1 && !isMore ? "component" : "components"}`;
}
