/** What is looked for, and how bad it is. */
export const rules = {
  "clear-credentials": "critical",
  "mirror-outside-install": "major",
  "push-to-group": "major",
  "docker-hub": "major",
  "image-name": "major",
  "allow-comment": "minor",
} as const;
export type Rule = keyof typeof rules;

/** Something that a rule forbids, at an offset of the file. No secret is in it. */
export interface Found {
  rule: Rule;
  offset: number;
  message: string;
  /** What would be right. */
  right: string;
}

/** The same, for people: where it is. */
export interface Finding extends Omit<Found, "offset"> {
  file: string;
  line: number;
  column: number;
}
