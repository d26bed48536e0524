/** Formats permissions for the terminal. */

import type { GrantPath } from "../../../access/access-evaluator.ts";
import { type AccessExplanation, getExtent } from "../../../access/access-explanation.ts";
import type { AccessCell, AccessMatrix, MatrixRow } from "../../../access/access-matrix.ts";
import { formatPrincipal, formatRights } from "../../../access/rights-text.ts";
import { type Action, actions } from "../../../access/security-model.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { alignColumns } from "../../shared/column-layout.ts";

const legend =
  "B browse, R read, A add, E edit, D delete. Capital letter: all content; small letter: content that a content selector " +
  "selects; g: readable through a group only.";

/** Returns the permissions as letters, such as `BR---`. */
function toLetters(cell: AccessCell | undefined, selectedActions: readonly Action[] = actions): string {
  return selectedActions
    .map((action) => {
      const letter = action.charAt(0);
      const extent = getExtent(cell, action);
      if (extent === "all") return letter.toUpperCase();
      if (extent === "selected") return letter;
      return action === "read" && cell?.through.length ? "g" : "-";
    })
    .join("");
}

/** Formats the matrix as a table, or as a list of users and roles if the table is wider than `width` characters. */
export function formatMatrix(matrix: AccessMatrix, width: number): string {
  const table = toTable(matrix);
  const fits = table.every((line) => line.length <= width);
  return [...(fits ? table : toList(matrix)), "", legend].join("\n");
}

function toTable({ repositories, rows }: AccessMatrix): string[] {
  const head = ["", ...repositories.map(({ name }) => toDisplayText(name)), "OTHER RIGHTS"];
  const lines = rows.map((row) => [
    principalName(row),
    ...repositories.map(({ name }) => toLetters(row.cells[name])),
    row.rights.everything ? "everything" : otherRights(row).join("; "),
  ]);
  return alignColumns([head, ...lines]);
}

function principalName(row: MatrixRow): string {
  return toDisplayText(formatPrincipal(row)) + (row.active === false ? " (cannot log in)" : "");
}

/** Returns the rights other than those on content of repositories. */
function otherRights({ rights }: MatrixRow): string[] {
  return formatRights({ ...rights, content: [] }).map((text) => toDisplayText(text, 400));
}

/** Lists users and roles with the same rights together. */
function toList({ rows }: AccessMatrix): string[] {
  const groups = new Map<string, MatrixRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.rights);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group, index) => [
    ...(index ? [""] : []),
    group.map(principalName).join(", "),
    ...rightsLines(group[0]),
  ]);
}

function rightsLines(row: MatrixRow | undefined): string[] {
  const lines = row ? formatRights(row.rights, Number.POSITIVE_INFINITY) : [];
  return (lines.length ? lines : ["nothing"]).map((line) => `  ${toDisplayText(line, 4000)}`);
}

/** Formats the rights of one user or role. */
export function formatPrincipalRights(row: MatrixRow): string {
  const roles = row.roles.length ? `: ${row.type === "role" ? "contains" : "has"} ${row.roles.join(", ")}` : "";
  return [`${principalName(row)}${toDisplayText(roles, 1000)}`, ...rightsLines(row)].join("\n");
}

/** Formats the users and roles with access to a repository, with the roles and privileges that grant it. */
export function formatExplanations(explanations: readonly AccessExplanation[]): string {
  if (!explanations.length) return "No user or role has access to its content.";
  return [...explanations.flatMap(explanationLines), "", legend].join("\n");
}

function explanationLines(explanation: AccessExplanation): string[] {
  const [first = "", ...rest] = [
    ...explanation.cell.selected.map(
      ({ selector, actions: limited }) =>
        `${limited.join(", ")} limited by content selector ${selector.name}: ${selector.expression}`,
    ),
    ...explanation.cell.through.map((group) => `read through the group ${group}`),
    ...grantLines(explanation),
  ];
  const name = toDisplayText(formatPrincipal(explanation));
  return [`${toLetters(explanation.cell)}  ${name}`, first, ...rest].flatMap((text, index) =>
    index ? (text ? [`       ${toDisplayText(text, 1000)}`] : []) : [text],
  );
}

/** Returns a line for each path from a role to a privilege, with the actions that it grants. */
function grantLines({ decisions }: AccessExplanation): string[] {
  const actionsByGrant = new Map<string, string[]>();
  for (const { action, ways } of decisions)
    for (const way of ways) {
      const grant = grantText(way);
      actionsByGrant.set(grant, [...(actionsByGrant.get(grant) ?? []), action]);
    }
  return [...actionsByGrant].map(([grant, granted]) => `${granted.join(", ")}: ${grant}`);
}

function grantText({ roles, privilege, permission }: GrantPath): string {
  return `${[...roles, privilege].join(" > ")} (${permission})`;
}

/** Formats the users and roles that can do an operation, and those that can do only part of it. */
export function formatWhoCan(
  operation: string,
  repository: string,
  required: readonly Action[],
  explanations: readonly AccessExplanation[],
): string {
  const title = `${operation} ${toDisplayText(repository)}${required.length > 1 ? ` (${required.join(", ")})` : ""}`;
  const full = explanations.filter(({ cell }) => required.every((action) => getExtent(cell, action) === "all"));
  const partial = explanations.filter((explanation) => !full.includes(explanation));
  return [
    full.length ? `Can ${title}:` : `No user or role can ${title}.`,
    ...full.flatMap(explanationLines),
    ...(partial.length ? ["", "Partially:", ...partial.flatMap(explanationLines)] : []),
    ...(explanations.length ? ["", legend] : []),
  ].join("\n");
}
