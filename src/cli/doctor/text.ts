/** A diagnosis at the terminal. */
import type { DiagnosisReport } from "../../doctor/report.ts";
import { visible } from "../../review/text.ts";
import { aligned } from "../text.ts";

const longest = 1000;
const shown = (text: string) => visible(text, longest);

export function diagnosisText({ tried, answered, works, causes, ruledOut, notLookedAt }: DiagnosisReport): string {
  const { deed, target, user, status } = tried;
  const said = status === undefined ? "" : `, which was answered with ${status}`;
  const [first, ...others] = causes;
  return [
    shown(`${deed} ${target}${user === undefined ? "" : ` as ${user}`}${said}`),
    ...(answered ? [shown(`tried from here: ${answered.asked}: ${answered.status ?? ""} ${answered.words}`)] : []),
    "",
    ...(first ? causeLines(first, first.certain ? "CAUSE" : "MOST LIKELY") : [verdict(works)]),
    ...others.flatMap((one) => ["", ...causeLines(one, one.certain ? "ALSO" : "PERHAPS")]),
    ...(ruledOut.length
      ? ["", "Ruled out:", ...aligned(ruledOut.map(({ cause, why }) => [`  ${cause}`, shown(why)]))]
      : []),
    ...(notLookedAt.length ? ["", "Not looked at:", ...notLookedAt.map((line) => `  ${shown(line)}`)] : []),
  ].join("\n");
}

function verdict(works: boolean): string {
  return works
    ? "It works: it was tried from here, as far as that changes nothing, and nothing stands against it."
    : "No cause was found among those that are known.";
}

function causeLines({ cause, what, evidence, todo }: DiagnosisReport["causes"][number], word: string): string[] {
  return [
    `${word}: ${shown(what)} (${cause})`,
    ...evidence.map((line) => `  seen: ${shown(line)}`),
    ...todo.map((line) => `  do:   ${shown(line)}`),
  ];
}
