/** Access at the terminal. */
import { type Explanation, extentOf } from "../../../access/explain.ts";
import type { Cell, Matrix, Row } from "../../../access/matrix.ts";
import type { Way } from "../../../access/reach.ts";
import { type Action, actions } from "../../../access/security.ts";
import { principalInWords, rightsInWords } from "../../../access/words.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const legend =
  "Browse, Read, Add, Edit, Delete: in capitals all content, in small letters what a content selector selects; " +
  "g: can be read through a group only";

/** `BR---`: in capitals with all content, in small letters with some. */
function letters(cell: Cell | undefined, wanted: readonly Action[] = actions): string {
  return wanted
    .map((action) => {
      const letter = action.charAt(0);
      const extent = extentOf(cell, action);
      if (extent === "all") return letter.toUpperCase();
      if (extent === "selected") return letter;
      return action === "read" && cell?.through.length ? "g" : "-";
    })
    .join("");
}

/** As a table where it fits; else a list of what each may do. */
export function formatMatrix(matrix: Matrix, width: number): string {
  const table = tableOf(matrix);
  const fits = table.every((line) => line.length <= width);
  return [...(fits ? table : listOf(matrix)), "", legend].join("\n");
}

function tableOf({ repositories, rows }: Matrix): string[] {
  const head = ["", ...repositories.map(({ name }) => toDisplayText(name)), "BESIDES"];
  const lines = rows.map((row) => [
    nameOf(row),
    ...repositories.map(({ name }) => letters(row.cells[name])),
    row.rights.everything ? "everything" : besides(row).join("; "),
  ]);
  return alignColumns([head, ...lines]);
}

function nameOf(row: Row): string {
  return toDisplayText(principalInWords(row)) + (row.active === false ? " (may not log in)" : "");
}

/** What is no repository's content. */
function besides({ rights }: Row): string[] {
  return rightsInWords({ ...rights, content: [] }).map((text) => toDisplayText(text, 400));
}

/** Those with the same rights are told together. */
function listOf({ rows }: Matrix): string[] {
  const same = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.rights);
    same.set(key, [...(same.get(key) ?? []), row]);
  }
  return [...same.values()].flatMap((alike, index) => [
    ...(index ? [""] : []),
    alike.map(nameOf).join(", "),
    ...rightsLines(alike[0]),
  ]);
}

function rightsLines(row: Row | undefined): string[] {
  const lines = row ? rightsInWords(row.rights, Number.POSITIVE_INFINITY) : [];
  return (lines.length ? lines : ["nothing"]).map((line) => `  ${toDisplayText(line, 4000)}`);
}

/** All that somebody may do. */
export function formatPrincipalRights(row: Row): string {
  const roles = row.roles.length ? `: ${row.type === "role" ? "contains" : "has"} ${row.roles.join(", ")}` : "";
  return [`${nameOf(row)}${toDisplayText(roles, 1000)}`, ...rightsLines(row)].join("\n");
}

/** Who may do what with a repository, and why. */
export function formatExplanations(found: readonly Explanation[]): string {
  if (!found.length) return "Nobody may do anything with its content.";
  return [...found.flatMap(explained), "", legend].join("\n");
}

function explained(one: Explanation): string[] {
  const [first = "", ...rest] = [
    ...one.cell.selected.map(
      ({ selector, actions: some }) => `${some.join(", ")} only what ${selector.name} selects ${selector.expression}`,
    ),
    ...one.cell.through.map((group) => `read through the group ${group}`),
    ...waysOf(one),
  ];
  const name = toDisplayText(principalInWords(one));
  return [`${letters(one.cell)}  ${name}`, first, ...rest].flatMap((text, index) =>
    index ? (text ? [`       ${toDisplayText(text, 1000)}`] : []) : [text],
  );
}

/** Each way once, with the actions that it leads to. */
function waysOf({ decisions }: Explanation): string[] {
  const ways = new Map<string, string[]>();
  for (const { action, ways: some } of decisions)
    for (const way of some) ways.set(wayText(way), [...(ways.get(wayText(way)) ?? []), action]);
  return [...ways].map(([way, led]) => `${led.join(", ")}: ${way}`);
}

function wayText({ roles, privilege, permission }: Way): string {
  return `${[...roles, privilege].join(" > ")} (${permission})`;
}

/** Who may do all that a deed takes, and who may do part of it. */
export function formatWhoCan(
  deed: string,
  repository: string,
  wanted: readonly Action[],
  found: readonly Explanation[],
): string {
  const what = `${deed} ${toDisplayText(repository)}${wanted.length > 1 ? ` (${wanted.join(", ")})` : ""}`;
  const can = found.filter(({ cell }) => wanted.every((action) => extentOf(cell, action) === "all"));
  const partly = found.filter((one) => !can.includes(one));
  return [
    can.length ? `Can ${what}:` : `Nobody can ${what}.`,
    ...can.flatMap(explained),
    ...(partly.length ? ["", "Partly:", ...partly.flatMap(explained)] : []),
    ...(found.length ? ["", legend] : []),
  ].join("\n");
}
