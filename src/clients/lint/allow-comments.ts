import { suggestionFor } from "../../util/suggestions.ts";
import { type LintFinding, type LintRule, lintRules } from "./lint-finding.ts";

/** A comment that allows findings: `nexus-iac: allow docker-hub the base image of the cache itself`. */
interface AllowComment {
  line: number;
  column: number;
  rule: string;
  reason: string;
}

const commentPattern =
  /(?:#|\/\/|\/\*|<!--).*?\bnexus-iac:\s*allow\b[ \t]*(?<rule>[\w-]*)[ \t]*(?<reason>.*?)[ \t]*(?:-->|\*\/)?[ \t]*$/;

/**
 * Removes the findings that comments allow: a comment applies to findings of its rule in the same line and the next. A
 * comment without a reason, with an unknown rule, or without a matching finding is a finding itself.
 */
export function applyAllowComments(file: string, text: string, findings: readonly LintFinding[]): LintFinding[] {
  const comments = text.split("\n").flatMap((line, index) => parseComment(line, index + 1));
  const allows = ({ reason, rule, line }: AllowComment, finding: LintFinding) =>
    reason !== "" && rule === finding.rule && (finding.line === line || finding.line === line + 1);
  const remaining = findings.filter((finding) => !comments.some((comment) => allows(comment, finding)));
  const invalid = comments.flatMap((comment): LintFinding[] => {
    const isUsed = findings.some((finding) => allows(comment, finding));
    const message = findProblem(comment, isUsed);
    if (message === undefined) return [];
    const right = "nexus-iac: allow RULE reason, in the same line or the line above";
    return [{ rule: "allow-comment", file, line: comment.line, column: comment.column, message, right }];
  });
  return [...remaining, ...invalid];
}

function parseComment(text: string, line: number): AllowComment[] {
  const { groups: { rule = "", reason = "" } = {}, index } = commentPattern.exec(text) ?? { index: -1 };
  return index < 0 ? [] : [{ line, column: index + 1, rule, reason }];
}

function findProblem({ rule, reason }: AllowComment, isUsed: boolean): string | undefined {
  const known: readonly string[] = Object.keys(lintRules).filter(
    (one: string) => one !== ("allow-comment" satisfies LintRule),
  );
  if (!known.includes(rule))
    return rule === "" ? "the comment names no rule" : `there is no rule ${rule}${suggestionFor(rule, known)}`;
  if (reason === "") return `the comment gives no reason to allow ${rule}`;
  return isUsed ? undefined : `the comment matches no finding of ${rule}`;
}
