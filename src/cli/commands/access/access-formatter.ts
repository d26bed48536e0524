/** Access at the terminal. */

import type { GrantPath } from "../../../access/access-evaluator.ts";
import { type AccessExplanation, getExtent } from "../../../access/access-explanation.ts";
import type { AccessCell, AccessMatrix, MatrixRow } from "../../../access/access-matrix.ts";
import { formatPrincipal, formatRights } from "../../../access/rights-text.ts";
import { type Action, actions } from "../../../access/security-model.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const legend =
  "Browse, Read, Add, Edit, Delete: in capitals all content, in small letters what a content selector selects; " +
  "g: can be read through a group only";

/** `BR---`: in capitals with all content, in small letters with some. */
function letters(cell: AccessCell | undefined, wanted: readonly Action[] = actions): string {
  return wanted
    .map((action) => {
      const letter = action.charAt(0);
      const extent = getExtent(cell, action);
      if (extent === "all") return letter.toUpperCase();
      if (extent === "selected") return letter;
      return action === "read" && cell?.through.length ? "g" : "-";
    })
    .join("");
}

/** As a table where it fits; else a list of what each may do. */
export function formatMatrix(matrix: AccessMatrix, width: number): string {
  const table = tableOf(matrix);
  const fits = table.every((line) => line.length <= width);
  return [...(fits ? table : listOf(matrix)), "", legend].join("\n");
}

function tableOf({ repositories, rows }: AccessMatrix): string[] {
  const head = ["", ...repositories.map(({ name }) => toDisplayText(name)), "BESIDES"];
  const lines = rows.map((row) => [
    nameOf(row),
    ...repositories.map(({ name }) => letters(row.cells[name])),
    row.rights.everything ? "everything" : besides(row).join("; "),
  ]);
  return alignColumns([head, ...lines]);
}

function nameOf(row: MatrixRow): string {
  return toDisplayText(formatPrincipal(row)) + (row.active === false ? " (may not log in)" : "");
}

/** What is no repository's content. */
function besides({ rights }: MatrixRow): string[] {
  return formatRights({ ...rights, content: [] }).map((text) => toDisplayText(text, 400));
}

/** Those with the same rights are told together. */
function listOf({ rows }: AccessMatrix): string[] {
  const same = new Map<string, MatrixRow[]>();
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

function rightsLines(row: MatrixRow | undefined): string[] {
  const lines = row ? formatRights(row.rights, Number.POSITIVE_INFINITY) : [];
  return (lines.length ? lines : ["nothing"]).map((line) => `  ${toDisplayText(line, 4000)}`);
}

/** All that somebody may do. */
export function formatPrincipalRights(row: MatrixRow): string {
  const roles = row.roles.length ? `: ${row.type === "role" ? "contains" : "has"} ${row.roles.join(", ")}` : "";
  return [`${nameOf(row)}${toDisplayText(roles, 1000)}`, ...rightsLines(row)].join("\n");
}

/** Who may do what with a repository, and why. */
export function formatExplanations(found: readonly AccessExplanation[]): string {
  if (!found.length) return "Nobody may do anything with its content.";
  return [...found.flatMap(explained), "", legend].join("\n");
}

function explained(one: AccessExplanation): string[] {
  const [first = "", ...rest] = [
    ...one.cell.selected.map(
      ({ selector, actions: some }) => `${some.join(", ")} only what ${selector.name} selects ${selector.expression}`,
    ),
    ...one.cell.through.map((group) => `read through the group ${group}`),
    ...waysOf(one),
  ];
  const name = toDisplayText(formatPrincipal(one));
  return [`${letters(one.cell)}  ${name}`, first, ...rest].flatMap((text, index) =>
    index ? (text ? [`       ${toDisplayText(text, 1000)}`] : []) : [text],
  );
}

/** Each way once, with the actions that it leads to. */
function waysOf({ decisions }: AccessExplanation): string[] {
  const ways = new Map<string, string[]>();
  for (const { action, ways: some } of decisions)
    for (const way of some) ways.set(wayText(way), [...(ways.get(wayText(way)) ?? []), action]);
  return [...ways].map(([way, led]) => `${led.join(", ")}: ${way}`);
}

function wayText({ roles, privilege, permission }: GrantPath): string {
  return `${[...roles, privilege].join(" > ")} (${permission})`;
}

/** Who may do all that a deed takes, and who may do part of it. */
export function formatWhoCan(
  deed: string,
  repository: string,
  wanted: readonly Action[],
  found: readonly AccessExplanation[],
): string {
  const what = `${deed} ${toDisplayText(repository)}${wanted.length > 1 ? ` (${wanted.join(", ")})` : ""}`;
  const can = found.filter(({ cell }) => wanted.every((action) => getExtent(cell, action) === "all"));
  const partly = found.filter((one) => !can.includes(one));
  return [
    can.length ? `Can ${what}:` : `Nobody can ${what}.`,
    ...can.flatMap(explained),
    ...(partly.length ? ["", "Partly:", ...partly.flatMap(explained)] : []),
    ...(found.length ? ["", legend] : []),
  ].join("\n");
}
