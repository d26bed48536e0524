import { createHash } from "node:crypto";
import { type LintFinding, lintRules } from "./lint-finding.ts";

/** Converts findings to a code quality report, which GitLab shows in merge requests. */
export function toCodeQualityReport(findings: readonly LintFinding[]) {
  const counts = new Map<string, number>();
  return findings.map(({ rule, file, line, column, message, right }) => {
    // The fingerprint contains neither the line number, which moves, nor its text, which may be secret.
    const group = `${file}\n${rule}`;
    const number = (counts.get(group) ?? 0) + 1;
    counts.set(group, number);
    return {
      description: `${message}. Use: ${right}`,
      check_name: rule,
      fingerprint: createHash("sha256").update(`${group}\n${number}`).digest("hex"),
      severity: lintRules[rule],
      location: { path: file, lines: { begin: line }, positions: { begin: { line, column } } },
    };
  });
}
