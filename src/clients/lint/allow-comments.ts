import { suggestionFor } from "../../util/suggestions.ts";
import { type LintFinding, type LintRule, lintRules } from "./lint-finding.ts";

/** A comment that allows findings: `nexus-iac: allow docker-hub the base image of the cache itself`. */
interface AllowComment {
  line: number;
  column: number;
  rule: string;
  reason: string;
}

const commentStart = /#|\/\/|\/\*|<!--/;
const allowPattern = /\bnexus-iac:[ \t]*allow\b/;

/**
 * Removes the findings that comments allow: a comment applies to findings of its rule in the same line and the next. A
 * comment without a reason, with an unknown rule, or without a matching finding is a finding itself.
 */
export function applyAllowComments(file: string, text: string, findings: readonly LintFinding[]): LintFinding[] {
  const comments = text.split("\n").flatMap((line, index) => parseComment(line, index + 1));
  const toKey = (rule: string, line: number) => `${rule} ${line}`;
  const allowed = new Set(
    comments.flatMap(({ reason, rule, line }) => (reason === "" ? [] : [toKey(rule, line), toKey(rule, line + 1)])),
  );
  const found = new Set(findings.map(({ rule, line }) => toKey(rule, line)));
  const remaining = findings.filter(({ rule, line }) => !allowed.has(toKey(rule, line)));
  const invalid = comments.flatMap((comment): LintFinding[] => {
    const isUsed = [comment.line, comment.line + 1].some((line) => found.has(toKey(comment.rule, line)));
    const message = findProblem(comment, isUsed);
    if (message === undefined) return [];
    const right = "nexus-iac: allow RULE reason, in the same line or the line above";
    return [{ rule: "allow-comment", file, line: comment.line, column: comment.column, message, right }];
  });
  return [...remaining, ...invalid];
}

function parseComment(text: string, line: number): AllowComment[] {
  const start = text.search(commentStart);
  const comment = start < 0 ? "" : text.slice(start);
  const allow = allowPattern.exec(comment);
  if (!allow) return [];
  const allowed = comment.slice(allow.index + allow[0].length).trim();
  const [rule = ""] = /^[\w-]*/.exec(allowed) ?? [];
  const reason = allowed
    .slice(rule.length)
    .replace(/(?:-->|\*\/)$/, "")
    .trim();
  return [{ line, column: start + 1, rule, reason }];
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
