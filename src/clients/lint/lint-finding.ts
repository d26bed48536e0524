/** The rules with their severities. */
export const lintRules = {
  "clear-credentials": "critical",
  "mirror-outside-install": "major",
  "push-to-group": "major",
  "docker-hub": "major",
  "image-name": "major",
  "allow-comment": "minor",
} as const;
export type LintRule = keyof typeof lintRules;

/** A violation of a rule at an offset in the file. It contains no secrets. */
export interface OffsetFinding {
  rule: LintRule;
  offset: number;
  message: string;
  /** A valid alternative. */
  right: string;
}

/** A violation of a rule with its file, line and column. */
export interface LintFinding extends Omit<OffsetFinding, "offset"> {
  file: string;
  line: number;
  column: number;
}
