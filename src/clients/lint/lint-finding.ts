/** What is looked for, and how bad it is. */
export const lintRules = {
  "clear-credentials": "critical",
  "mirror-outside-install": "major",
  "push-to-group": "major",
  "docker-hub": "major",
  "image-name": "major",
  "allow-comment": "minor",
} as const;
export type LintRule = keyof typeof lintRules;

/** Something that a rule forbids, at an offset of the file. No secret is in it. */
export interface OffsetFinding {
  rule: LintRule;
  offset: number;
  message: string;
  /** What would be right. */
  right: string;
}

/** The same, for people: where it is. */
export interface LintFinding extends Omit<OffsetFinding, "offset"> {
  file: string;
  line: number;
  column: number;
}
