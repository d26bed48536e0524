import type { AccessMatrix } from "../../access/access-matrix.ts";
import { actions, type Principal } from "../../access/security-model.ts";
import { toDisplayText } from "../../util/display-text.ts";
import type { Level, ReportedAccessChange, UnmanagedObject } from "../report-schemas.ts";
import { findContentLevel } from "../risks/grant-levels.ts";
import {
  type AccessGrid,
  createAccessGrid,
  type Fold,
  type GridCell,
  isChanged,
  type Right,
  toLetter,
} from "./access-grid.ts";
import { renderLevelBadge, renderNames } from "./entries.ts";
import { renderMark } from "./field-values.ts";
import { formatQuantity, type Html, html, renderName, renderSentence } from "./html.ts";
import type { Section } from "./section.ts";

/** A matrix with more cells shows only changed rows and columns at first. */
const LARGE_MATRIX_CELLS = 1_500;
/** The maximum number of names that are listed for merged rows and columns. */
const MAX_NAMES = 200;

const notDeclaredLabel = "not declared";

const anonymousLabel = "Anonymous users";

const headings = { anonymous: "Anonymous", user: "Users", role: "Roles" } as const;

/** Renders the permissions that users and roles gain and lose, and the matrix of all permissions. */
export function renderAccessSection(
  before: AccessMatrix,
  after: AccessMatrix,
  { changes, unmanaged }: { changes?: readonly ReportedAccessChange[]; unmanaged?: readonly UnmanagedObject[] },
): Section {
  const undeclared = new Set(unmanaged?.map(({ kind, name }) => `${kind} ${name}`));
  return {
    id: "access",
    title: changes ? "Access of users and roles" : "Access of users and roles in Nexus today",
    ...(!changes && { lead: `The permissions that Nexus grants now. Users and roles ${notDeclaredLabel} are marked.` }),
    ...(changes?.length && { count: changes.length }),
    ...(changes?.length === 0 && { lead: "No user or role gains or loses permissions." }),
    body: html`${renderChanges(changes ?? [])}${renderMatrix(createAccessGrid(before, after), ({ type, id }) => undeclared.has(`${type} ${id}`))}`,
  };
}

function renderChanges(changes: readonly ReportedAccessChange[]): Html {
  if (!changes.length) return html``;
  return html`
<dl class="gains">${changes.map(
    ({ who, are, gains, riskyGains = {}, loses }) => html`
<div class="item search-only"><dt>${who.map((principal) => html`<div>${renderPrincipal(principal)}</div>`)}${are && html`<span class="noun">${are === "gone" ? "removed" : are}</span>`}</dt>
<dd><ul class="list">${gains.map((text) => renderGain(text, riskyGains[text]))}${loses.map((text) => html`<li>${renderMark("−", renderSentence(text))}</li>`)}</ul></dd></div>`,
  )}
</dl>`;
}

/** A gained permission that is a risk has the colour of its level. */
function renderGain(text: string, level: Level | undefined): Html {
  if (!level) return html`<li>${renderMark("+", renderSentence(text))}</li>`;
  return html`<li><ins class="risky ${level}"><span class="mark">+</span>${renderSentence(text)}</ins> ${renderLevelBadge(level)}</li>`;
}

function renderPrincipal({ type, id }: ReportedAccessChange["who"][number]): Html {
  if (type === "anonymous") return html`<b>${anonymousLabel}</b>`;
  return html`<span class="noun">${type}</span> <b>${renderName(id)}</b>`;
}

function renderMatrix(grid: AccessGrid, isUndeclared: (who: Principal) => boolean): Html {
  const { columns, rows, withoutRights } = grid;
  if (!rows.length) return html`<p>No user or role has permissions on any repository.</p>`;
  const cells = columns.length * rows.length;
  const isAnyChanged = rows.some((row) => row.isChanged);
  return html`
<div class="matrix-frame">
${renderLegend(isAnyChanged)}
<div class="scroller" id="matrix-scroller" role="region" aria-label="Access matrix" tabindex="0">
<table class="matrix" id="matrix" aria-label="Permissions of users and roles on repositories"${
    isAnyChanged && html` data-changes`
  }${cells > LARGE_MATRIX_CELLS && html` data-large`}>
<thead>
<tr><td class="corner" rowspan="2"></td>${renderFormatHeaders(columns)}</tr>
<tr>${columns.map((column) => renderColumnHeader(column))}</tr>
</thead>
${Object.entries(headings).map(([type, heading]) => renderTableBody(grid, type, heading, isUndeclared))}
</table>
</div>
<p class="cell-text" id="matrix-cell-text" aria-live="polite" hidden></p>
${renderMergedNames(grid)}
${withoutRights.length > 0 && html`<p class="no-rights">Without permissions on any repository: ${withoutRights.length > MAX_NAMES ? formatQuantity(withoutRights.length, "user or role", "users and roles") : renderNames(withoutRights.map(({ id }) => id))}.</p>`}
</div>`;
}

function renderLegend(hasChanges: boolean): Html {
  const letters = actions.map((action) => html`<span><b>${toLetter(action)}</b> ${action}</span>`);
  return html`
<p class="legend">${letters}
<span><b>b</b> lower case: limited by a content selector</span>
<span><b>G</b> read through a group only</span>
${hasChanges && html`<span>${renderMark("+", html`gained`)}</span> <span><ins class="risky medium"><span class="mark">+</span>gained, a risk</ins></span> <span>${renderMark("−", html`lost`)}</span>`}</p>`;
}

/** A header above all columns of a format. */
function renderFormatHeaders(columns: AccessGrid["columns"]): Html {
  const formats = Map.groupBy(columns, ({ members }) => members[0]?.format ?? "");
  return html`${[...formats].map(([format, group]) => html`<th scope="colgroup" colspan="${group.length}">${format}</th>`)}`;
}

function renderColumnHeader(fold: Fold<{ name: string }>): Html {
  const names = fold.members.map(({ name }) => name);
  return html`<th scope="col" title="${formatTitle(names)}"${fold.isChanged && html` class="changed"`}><span>${renderHeader(names)}</span></th>`;
}

function renderTableBody(
  { rows }: AccessGrid,
  type: string,
  heading: string,
  isUndeclared: (who: Principal) => boolean,
): Html | undefined {
  const own = rows.filter(({ members }) => members[0]?.type === type);
  if (!own.length) return undefined;
  const width = (own[0]?.cells.length ?? 0) + 1;
  return html`
<tbody>
${type !== "anonymous" && html`<tr class="kind"><th colspan="${width}" scope="rowgroup"><span>${heading}</span></th></tr>`}
${own.map(({ members, isChanged, cells }) => {
  const names = members.map(({ id }) => (type === "anonymous" ? anonymousLabel : id));
  const mark = members.some(isUndeclared) && html` <i class="undeclared">${notDeclaredLabel}</i>`;
  return html`<tr${isChanged && html` class="changed"`}><th scope="row" title="${formatTitle(names)}"><span>${renderHeader(names)}${mark}</span></th>${cells.map((cell) => renderCell(cell, type === "anonymous"))}</tr>
`;
})}</tbody>`;
}

/** Renders the first name, and the number of the others. */
function renderHeader([first = "", ...others]: readonly string[]): Html {
  return html`<bdi>${toDisplayText(first, 60)}</bdi>${others.length > 0 && html` <i>+ ${others.length}</i>`}`;
}

function formatTitle(names: readonly string[]): string {
  const [listed, more] = [names.slice(0, MAX_NAMES), names.length - MAX_NAMES];
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Cells are rendered as short as possible: a page may have tens of thousands. */
function renderCell(cell: GridCell, isAnonymous: boolean): Html {
  const letters = (rights: readonly Right[]) => [...new Set(rights.map(({ letter }) => letter))].join("");
  const { kept, gained, lost } = cell;
  const level = gained.length
    ? findContentLevel({ actions: gained.flatMap(({ action }) => action) }, isAnonymous)
    : undefined;
  const content = html`${letters(kept)}${gained.length > 0 && html`<ins${level && html` class="risky ${level}"`}>+${letters(gained)}</ins>`}${
    lost.length > 0 && html`<del>−${letters(lost)}</del>`
  }`;
  if (!isChanged(cell)) {
    const needsNoTitle = kept.every(({ description }) => !description.includes(" "));
    return needsNoTitle ? html`<td>${content}</td>` : html`<td title="${describeRights(kept)}">${content}</td>`;
  }
  const title = [
    gained.length && `gains: ${describeRights(gained)}`,
    lost.length && `loses: ${describeRights(lost)}`,
    kept.length && `keeps: ${describeRights(kept)}`,
  ];
  return html`<td class="changed" title="${title.filter(Boolean).join("; ")}">${content}</td>`;
}

function describeRights(rights: readonly Right[]): string {
  return rights.map(({ description }) => description).join(", ");
}

/** Renders all names of merged rows and columns. */
function renderMergedNames({ columns, rows }: AccessGrid): Html | undefined {
  const merged = [
    ...columns.map(({ members }) => members.map(({ name }) => name)),
    ...rows.map(({ members }) => members.map(({ id }) => id)),
  ].filter((names) => names.length > 1);
  if (!merged.length) return undefined;
  return html`
<details class="merged"><summary>Merged: ${formatQuantity(merged.length, "row or column", "rows and columns")} with several names</summary>
<ul>${merged.map((names) => html`<li><b>${names[0]}</b> stands for ${formatQuantity(names.length, "name")}: ${renderNames(names)}</li>`)}</ul></details>`;
}
