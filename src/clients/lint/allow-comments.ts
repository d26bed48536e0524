/** Comments that let a finding be: `nexus-iac: allow docker-hub the base image of the cache itself`. */
import { suggestionFor } from "../../util/suggestions.ts";
import { type LintFinding, type LintRule, lintRules } from "./lint-finding.ts";

/** A comment, the line that it stands in, and whether it let anything be. */
interface Allowance {
  line: number;
  column: number;
  rule: string;
  reason: string;
}

const comment =
  /(?:#|\/\/|\/\*|<!--).*?\bnexus-iac:\s*allow\b[ \t]*(?<rule>[\w-]*)[ \t]*(?<reason>.*?)[ \t]*(?:-->|\*\/)?[ \t]*$/;

/**
 * What is left: each comment lets the findings of its rule in its own line be, or in the next. One without a reason, of an
 * unknown rule, or that lets nothing be, is a finding itself.
 */
export function applyAllowComments(file: string, text: string, findings: readonly LintFinding[]): LintFinding[] {
  const allowances = text.split("\n").flatMap((line, index) => allowanceIn(line, index + 1));
  const fits = (one: Allowance, finding: LintFinding) =>
    one.reason !== "" && one.rule === finding.rule && (finding.line === one.line || finding.line === one.line + 1);
  const left = findings.filter((finding) => !allowances.some((one) => fits(one, finding)));
  const wrong = allowances.flatMap((one): LintFinding[] => {
    const message = problemOf(
      one,
      findings.some((finding) => fits(one, finding)),
    );
    if (message === undefined) return [];
    const right = "nexus-iac: allow RULE reason, in the line or in the one above";
    return [{ rule: "allow-comment", file, line: one.line, column: one.column, message, right }];
  });
  return [...left, ...wrong];
}

function allowanceIn(text: string, line: number): Allowance[] {
  const { groups: { rule = "", reason = "" } = {}, index } = comment.exec(text) ?? { index: -1 };
  return index < 0 ? [] : [{ line, column: index + 1, rule, reason }];
}

function problemOf({ rule, reason }: Allowance, isUsed: boolean): string | undefined {
  const known: readonly string[] = Object.keys(lintRules).filter(
    (one: string) => one !== ("allow-comment" satisfies LintRule),
  );
  if (!known.includes(rule))
    return rule === "" ? "it does not say what it allows" : `there is no rule ${rule}${suggestionFor(rule, known)}`;
  if (reason === "") return `it does not say why ${rule} is allowed`;
  return isUsed ? undefined : `there is no finding of ${rule} here to allow`;
}
