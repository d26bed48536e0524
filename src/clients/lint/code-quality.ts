import { createHash } from "node:crypto";
import { type LintFinding, lintRules } from "./lint-finding.ts";

/** Findings as GitLab shows them in merge requests: a code quality report. */
export function toCodeQualityReport(findings: readonly LintFinding[]) {
  const seen = new Map<string, number>();
  return findings.map(({ rule, file, line, column, message, right }) => {
    // Neither the line, which moves, nor what stands in it, which may be secret.
    const place = `${file}\n${rule}`;
    const number = (seen.get(place) ?? 0) + 1;
    seen.set(place, number);
    return {
      description: `${message}. Right would be: ${right}`,
      check_name: rule,
      fingerprint: createHash("sha256").update(`${place}\n${number}`).digest("hex"),
      severity: lintRules[rule],
      location: { path: file, lines: { begin: line }, positions: { begin: { line, column } } },
    };
  });
}
