/** Formats a diagnosis for the terminal. */
import type { DiagnosisReport } from "../../../clients/doctor/diagnosis-report.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const display = (text: string) => toDisplayText(text, 1000);

/** Returns the causes with evidence and fix, what was ruled out, and what could not be checked. */
export function formatDiagnosis(report: DiagnosisReport): string {
  const { tried, answered, causes, ruledOut, notLookedAt } = report;
  const { deed, target, user, status } = tried;
  const reported = status === undefined ? "" : `, failed with ${status}`;
  const [first, ...others] = causes;
  return [
    display(`${deed} ${target}${user === undefined ? "" : ` as ${user}`}${reported}`),
    ...(answered ? [display(`repeated from here: ${answered.asked}: ${answered.status ?? ""} ${answered.words}`)] : []),
    "",
    ...(first ? causeLines(first, first.certain ? "CAUSE" : "LIKELY CAUSE") : [verdict(report)]),
    ...others.flatMap((other) => ["", ...causeLines(other, other.certain ? "ALSO" : "POSSIBLE CAUSE")]),
    ...(ruledOut.length
      ? ["", "Ruled out:", ...alignColumns(ruledOut.map(({ cause, why }) => [`  ${cause}`, display(why)]))]
      : []),
    ...(notLookedAt.length ? ["", "Not checked:", ...notLookedAt.map((line) => `  ${display(line)}`)] : []),
  ].join("\n");
}

function verdict({ tried, works }: DiagnosisReport): string {
  if (works)
    return "The request works: it was repeated from here as far as that changes nothing, and no problem was found.";
  const isRepeated = tried.deed !== "delete" && tried.deed !== "put";
  return [
    `None of the known causes applies.${isRepeated ? "" : " The request was not repeated because that would change something."}`,
    ...(tried.status === undefined
      ? ["Give the complete error of the client for a better diagnosis: --error TEXT, or - for standard input."]
      : []),
  ].join("\n");
}

function causeLines({ cause, what, evidence, todo }: DiagnosisReport["causes"][number], label: string): string[] {
  return [
    `${label}: ${display(what)} (${cause})`,
    ...evidence.map((line) => `  evidence: ${display(line)}`),
    ...todo.map((line) => `  fix:      ${display(line)}`),
  ];
}
