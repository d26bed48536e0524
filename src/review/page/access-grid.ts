import type { AccessCell, AccessMatrix } from "../../access/access-matrix.ts";
import { type Action, actions, type Principal, type SecurityRepository } from "../../access/security-model.ts";

/** Represents one permission in a cell of the matrix. */
export interface Right {
  /** The letter that the cell shows: upper case for all content, lower case for that of a content selector. */
  letter: string;
  action: Action;
  description: string;
}

/** Represents the permissions of a user or role on a repository, before and after a change. */
export interface GridCell {
  kept: readonly Right[];
  gained: readonly Right[];
  lost: readonly Right[];
}

/** Represents one row or column, or several with the same cells that are merged. */
export interface Fold<T> {
  members: readonly T[];
  isChanged: boolean;
}

/** Represents the access matrix of the page. */
export interface AccessGrid {
  columns: readonly Fold<SecurityRepository>[];
  rows: readonly (Fold<Principal> & { cells: readonly GridCell[] })[];
  /** Users and roles without permissions on any repository; they have no row. */
  withoutRights: readonly Principal[];
}

/** Rows and columns with the same cells are merged if there are more than this number. */
const MERGE_THRESHOLD = 30;

/** Joins the matrices before and after a change, and merges rows and columns with the same cells. */
export function createAccessGrid(before: AccessMatrix, after: AccessMatrix): AccessGrid {
  const columns = mergeByKey(before.repositories, after.repositories, ({ name }) => name);
  const typeOrder = ["anonymous", "user", "role"];
  const principals = mergeByKey(before.rows, after.rows, ({ type, id }) => `${type} ${id}`).toSorted(
    (a, b) => typeOrder.indexOf(a.type) - typeOrder.indexOf(b.type) || compareTexts(a.id, b.id),
  );
  const [rightsBefore, rightsAfter] = [createRightsLookup(before), createRightsLookup(after)];
  const table = principals.map(({ type, id }) => {
    const who = { type, id };
    const [onBefore, onAfter] = [rightsBefore(who), rightsAfter(who)];
    return { who, cells: columns.map(({ name }) => toCell(onBefore(name), onAfter(name))) };
  });
  const rows = table.filter(({ cells }) => cells.some((cell) => cell !== emptyCell));
  const columnsByFormat = columns
    .map((column, index) => ({ column, index }))
    .toSorted((a, b) => compareTexts(a.column.format, b.column.format) || compareTexts(a.column.name, b.column.name));

  const columnFolds = fold(columnsByFormat, ({ column, index }) =>
    JSON.stringify([column.format, rows.map(({ cells }) => toCellKey(cells[index]))]),
  );
  const rowFolds = fold(rows, ({ who, cells }) => JSON.stringify([who.type, cells.map(toCellKey)]));
  return {
    columns: columnFolds.map((members) => ({
      members: members.map(({ column }) => column),
      isChanged: rows.some(({ cells }) => isChanged(cells[members[0]?.index ?? 0])),
    })),
    rows: rowFolds.map((members) => {
      const cells = members[0]?.cells ?? [];
      return {
        members: members.map(({ who }) => who),
        isChanged: cells.some(isChanged),
        cells: columnFolds.map(([first]) => cells[first?.index ?? 0] ?? emptyCell),
      };
    }),
    withoutRights: table.filter((row) => !rows.includes(row)).map(({ who }) => who),
  };
}

const emptyCell: GridCell = { kept: [], gained: [], lost: [] };

/** Returns the entries of both lists, each key once. */
function mergeByKey<T>(before: readonly T[], after: readonly T[], toKey: (entry: T) => string): T[] {
  return [...new Map([...before, ...after].map((entry) => [toKey(entry), entry])).values()];
}

type RightsLookup = (who: Principal) => (repository: string) => readonly Right[];

function createRightsLookup(matrix: AccessMatrix): RightsLookup {
  const rows = new Map(matrix.rows.map((row) => [`${row.type} ${row.id}`, new Map(Object.entries(row.cells))]));
  return ({ type, id }) => {
    const cells = rows.get(`${type} ${id}`);
    return (repository) => {
      const cell = cells?.get(repository);
      return cell ? toRights(cell) : noRights;
    };
  };
}

const noRights: readonly Right[] = [];

function toRights({ all, selected, through }: AccessCell): Right[] {
  return [
    ...actions.flatMap((action): Right[] => {
      if (all.includes(action)) return [{ letter: toLetter(action), action, description: action }];
      return selected
        .filter((grant) => grant.actions.includes(action))
        .map(({ selector: { name, expression } }) => ({
          letter: toLetter(action).toLowerCase(),
          action,
          description: `${action} (content selector ${name}${expression && `: ${expression}`})`,
        }));
    }),
    ...through.map((group): Right => ({ letter: "G", action: "read", description: `read through the group ${group}` })),
  ];
}

/** Returns the letter that stands for an action. */
export function toLetter(action: Action): string {
  return action.charAt(0).toUpperCase();
}

function toCell(before: readonly Right[], after: readonly Right[]): GridCell {
  // Most cells are empty: they share one object.
  if (!before.length && !after.length) return emptyCell;
  const has = (rights: readonly Right[], { description }: Right) =>
    rights.some((right) => right.description === description);
  return {
    kept: after.filter((right) => has(before, right)),
    gained: after.filter((right) => !has(before, right)),
    lost: before.filter((right) => !has(after, right)),
  };
}

/** Returns true for a cell with gained or lost permissions. */
export function isChanged(cell: GridCell | undefined): boolean {
  return cell !== undefined && cell.gained.length + cell.lost.length > 0;
}

function toCellKey(cell: GridCell | undefined): string {
  if (!cell || cell === emptyCell) return "";
  const sides = [cell.kept, cell.gained, cell.lost];
  return JSON.stringify(sides.map((rights) => rights.map(({ description }) => description)));
}

/** Groups entries with the same key, in the order of the first. A short list is not grouped. */
function fold<T>(entries: readonly T[], toKey: (entry: T) => string): (readonly T[])[] {
  if (entries.length <= MERGE_THRESHOLD) return entries.map((entry) => [entry]);
  return [...Map.groupBy(entries, toKey).values()];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
