import type { AccessMatrix } from "../../access/access-matrix.ts";
import { actions } from "../../access/security-model.ts";
import { toDisplayText } from "../../util/display-text.ts";
import type { ReportedAccessChange } from "../report-schemas.ts";
import {
  type AccessGrid,
  createAccessGrid,
  type Fold,
  type GridCell,
  isChanged,
  type Right,
  toLetter,
} from "./access-grid.ts";
import { renderNames } from "./entries.ts";
import { renderMark } from "./field-values.ts";
import { type Html, html, pluralize, renderName, renderSentence } from "./html.ts";
import type { Section } from "./section.ts";

/** A matrix of more cells shows at first what changes only. */
const MANY_CELLS = 1_500;
/** So many names are told where some are folded into one. */
const NAMED = 200;

const anybody = "Anybody, without credentials";

const headings = { anonymous: "Anonymous", user: "Users", role: "Roles" } as const;

/** Who gains and loses what, in words, and the matrix of who may do what. */
export function renderAccessSection(
  before: AccessMatrix,
  after: AccessMatrix,
  changes?: readonly ReportedAccessChange[],
): Section {
  return {
    id: "access",
    title: "Access",
    ...(changes?.length && { count: changes.length }),
    ...(changes?.length === 0 && { lead: "Nobody gains or loses anything." }),
    body: html`${changeList(changes ?? [])}${matrix(createAccessGrid(before, after))}`,
  };
}

function changeList(changes: readonly ReportedAccessChange[]): Html {
  if (!changes.length) return html``;
  const side = (told: readonly string[], sign: "+" | "−") =>
    told.map((text) => html`<li>${renderMark(sign, renderSentence(text))}</li>`);
  return html`
<dl class="gains">${changes.map(
    ({ who, are, gains, loses }) => html`
<div class="item free"><dt>${who.map((one) => html`<div>${whoText(one)}</div>`)}${are && html`<span class="noun">${are}</span>`}</dt>
<dd><ul class="list">${side(gains, "+")}${side(loses, "−")}</ul></dd></div>`,
  )}
</dl>`;
}

function whoText({ type, id }: ReportedAccessChange["who"][number]): Html {
  if (type === "anonymous") return html`<b>${anybody}</b>`;
  return html`<span class="noun">${type}</span> <b>${renderName(id)}</b>`;
}

function matrix(grid: AccessGrid): Html {
  const { columns, rows, without } = grid;
  if (!rows.length) return html`<p>No user and no role may do anything with a repository.</p>`;
  const cells = columns.length * rows.length;
  const isAnyChanged = rows.some((row) => row.isChanged);
  return html`
<div class="matrix-frame">
${legend()}
<div class="scroller" id="matrix-scroller" role="region" aria-label="Access matrix" tabindex="0">
<table class="matrix" id="matrix" aria-label="Who may do what with which repository"${
    isAnyChanged && html` data-changes`
  }${cells > MANY_CELLS && html` data-large`}>
<thead>
<tr><td class="corner" rowspan="2"></td>${formatHeads(columns)}</tr>
<tr>${columns.map((column) => columnHead(column))}</tr>
</thead>
${Object.entries(headings).map(([type, heading]) => body(grid, type, heading))}
</table>
</div>
<p class="told" id="matrix-told" aria-live="polite" hidden></p>
${foldList(grid)}
${without.length > 0 && html`<p class="without">With no right on any repository: ${without.length > NAMED ? pluralize(without.length, "user or role", "users and roles") : renderNames(without.map(({ id }) => id))}.</p>`}
</div>`;
}

function legend(): Html {
  const letters = actions.map((action) => html`<span><b>${toLetter(action)}</b> ${action}</span>`);
  return html`
<p class="legend">${letters}
<span><b>b</b> in lower case: only what a content selector selects</span>
<span><b>G</b> read through a group only</span>
<span>${renderMark("+", html`gained`)}</span> <span>${renderMark("−", html`lost`)}</span></p>`;
}

/** A heading for all columns of a format. */
function formatHeads(columns: AccessGrid["columns"]): Html {
  const formats = Map.groupBy(columns, ({ members }) => members[0]?.format ?? "");
  return html`${[...formats].map(([format, of]) => html`<th scope="colgroup" colspan="${of.length}">${format}</th>`)}`;
}

function columnHead(fold: Fold<{ name: string }>): Html {
  const all = fold.members.map(({ name }) => name);
  return html`<th scope="col" title="${titleOf(all)}"${fold.isChanged && html` class="changed"`}><span>${headOf(all)}</span></th>`;
}

function body({ rows }: AccessGrid, type: string, heading: string): Html | undefined {
  const own = rows.filter(({ members }) => members[0]?.type === type);
  if (!own.length) return undefined;
  const width = (own[0]?.cells.length ?? 0) + 1;
  return html`
<tbody>
${type !== "anonymous" && html`<tr class="kind"><th colspan="${width}" scope="rowgroup"><span>${heading}</span></th></tr>`}
${own.map(({ members, isChanged, cells }) => {
  const all = members.map(({ id }) => (type === "anonymous" ? anybody : id));
  return html`<tr${isChanged && html` class="changed"`}><th scope="row" title="${titleOf(all)}"><span>${headOf(all)}</span></th>${cells.map(cellHtml)}</tr>
`;
})}</tbody>`;
}

/** The first of them, and how many more. */
function headOf([first = "", ...others]: readonly string[]): Html {
  return html`<bdi>${toDisplayText(first, 60)}</bdi>${others.length > 0 && html` <i>+ ${others.length}</i>`}`;
}

function titleOf(all: readonly string[]): string {
  const [told, rest] = [all.slice(0, NAMED), all.length - NAMED];
  return told.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** As short as can be: there may be tens of thousands. */
function cellHtml(cell: GridCell): Html {
  const letters = (rights: readonly Right[]) => [...new Set(rights.map(({ letter }) => letter))].join("");
  const { kept, gained, lost } = cell;
  const content = html`${letters(kept)}${gained.length > 0 && html`<ins>+${letters(gained)}</ins>`}${
    lost.length > 0 && html`<del>−${letters(lost)}</del>`
  }`;
  if (!isChanged(cell)) {
    const isPlain = kept.every(({ words }) => !words.includes(" "));
    return isPlain ? html`<td>${content}</td>` : html`<td title="${wordsOf(kept)}">${content}</td>`;
  }
  const title = [
    gained.length && `gains: ${wordsOf(gained)}`,
    lost.length && `loses: ${wordsOf(lost)}`,
    kept.length && `keeps: ${wordsOf(kept)}`,
  ];
  return html`<td class="changed" title="${title.filter(Boolean).join("; ")}">${content}</td>`;
}

function wordsOf(rights: readonly Right[]): string {
  return rights.map(({ words }) => words).join(", ");
}

/** What was folded, name by name. */
function foldList({ columns, rows }: AccessGrid): Html | undefined {
  const folds = [
    ...columns.map(({ members }) => members.map(({ name }) => name)),
    ...rows.map(({ members }) => members.map(({ id }) => id)),
  ].filter((all) => all.length > 1);
  if (!folds.length) return undefined;
  return html`
<details class="folds"><summary>What is folded together: ${pluralize(folds.length, "row or column", "rows and columns")} of more than one name</summary>
<ul>${folds.map((all) => html`<li><b>${all[0]}</b> stands for ${pluralize(all.length, "name")}: ${renderNames(all)}</li>`)}</ul></details>`;
}
