/** A diagnosis at the terminal. */
import type { DiagnosisReport } from "../../../clients/doctor/diagnosis-report.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const longest = 1000;
const shown = (text: string) => toDisplayText(text, longest);

export function formatDiagnosis(report: DiagnosisReport): string {
  const { tried, answered, causes, ruledOut, notLookedAt } = report;
  const { deed, target, user, status } = tried;
  const said = status === undefined ? "" : `, which was answered with ${status}`;
  const [first, ...others] = causes;
  return [
    shown(`${deed} ${target}${user === undefined ? "" : ` as ${user}`}${said}`),
    ...(answered ? [shown(`tried from here: ${answered.asked}: ${answered.status ?? ""} ${answered.words}`)] : []),
    "",
    ...(first ? causeLines(first, first.certain ? "CAUSE" : "MOST LIKELY") : [verdict(report)]),
    ...others.flatMap((one) => ["", ...causeLines(one, one.certain ? "ALSO" : "PERHAPS")]),
    ...(ruledOut.length
      ? ["", "Ruled out:", ...alignColumns(ruledOut.map(({ cause, why }) => [`  ${cause}`, shown(why)]))]
      : []),
    ...(notLookedAt.length ? ["", "Not looked at:", ...notLookedAt.map((line) => `  ${shown(line)}`)] : []),
  ].join("\n");
}

function verdict({ tried, works }: DiagnosisReport): string {
  if (works) return "It works: it was tried from here, as far as that changes nothing, and nothing stands against it.";
  const isTried = tried.deed !== "delete" && tried.deed !== "put";
  return [
    `No cause was found among those that are known.${isTried ? "" : " It was not tried itself, as that would change something."}`,
    ...(tried.status === undefined
      ? ["To tell more, paste all that the client says: --error TEXT, or - for standard input."]
      : []),
  ].join("\n");
}

function causeLines({ cause, what, evidence, todo }: DiagnosisReport["causes"][number], word: string): string[] {
  return [
    `${word}: ${shown(what)} (${cause})`,
    ...evidence.map((line) => `  seen: ${shown(line)}`),
    ...todo.map((line) => `  do:   ${shown(line)}`),
  ];
}
