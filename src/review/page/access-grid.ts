/** Who may do what with which repository, before and after: what the matrix shows, folded where it says the same. */
import type { AccessCell, AccessMatrix } from "../../access/access-matrix.ts";
import { type Action, actions, type Principal, type SecurityRepository } from "../../access/security-model.ts";

/** One thing that may be done: its letter, and what that means. */
export interface Right {
  letter: string;
  words: string;
}

export interface GridCell {
  kept: readonly Right[];
  gained: readonly Right[];
  lost: readonly Right[];
}

/** Rows or columns that say the same, as one. */
export interface Fold<T> {
  members: readonly T[];
  isChanged: boolean;
}

export interface AccessGrid {
  columns: readonly Fold<SecurityRepository>[];
  rows: readonly (Fold<Principal> & { cells: readonly GridCell[] })[];
  /** They may do nothing with any repository. */
  without: readonly Principal[];
}

/** An axis of more than that many is folded. */
const FOLDED_FROM = 30;

/** What is the same before and after is told once. */
export function createAccessGrid(before: AccessMatrix, after: AccessMatrix): AccessGrid {
  const columns = merged(before.repositories, after.repositories, ({ name }) => name);
  const order = ["anonymous", "user", "role"];
  const principals = merged(before.rows, after.rows, ({ type, id }) => `${type} ${id}`);
  const sorted = principals.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || compare(a.id, b.id));
  const [then, now] = [reader(before), reader(after)];
  const table = sorted.map(({ type, id }) => {
    const who = { type, id };
    const [had, has] = [then(who), now(who)];
    return { who, cells: columns.map(({ name }) => cellOf(had(name), has(name))) };
  });
  const reaching = table.filter(({ cells }) => cells.some((cell) => cell !== nothing));
  const grouped = columns
    .map((column, index) => ({ column, index }))
    .toSorted((a, b) => compare(a.column.format, b.column.format) || compare(a.column.name, b.column.name));

  const columnFolds = folded(grouped, ({ column, index }) =>
    JSON.stringify([column.format, reaching.map(({ cells }) => keyOf(cells[index]))]),
  );
  const rowFolds = folded(reaching, ({ who, cells }) => JSON.stringify([who.type, cells.map(keyOf)]));
  return {
    columns: columnFolds.map((members) => ({
      members: members.map(({ column }) => column),
      isChanged: reaching.some(({ cells }) => isChanged(cells[members[0]?.index ?? 0])),
    })),
    rows: rowFolds.map((members) => {
      const all = members[0]?.cells ?? [];
      return {
        members: members.map(({ who }) => who),
        isChanged: all.some(isChanged),
        cells: columnFolds.map(([first]) => all[first?.index ?? 0] ?? nothing),
      };
    }),
    without: table.filter((row) => !reaching.includes(row)).map(({ who }) => who),
  };
}

const nothing: GridCell = { kept: [], gained: [], lost: [] };

/** What of either side is there, once. */
function merged<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): T[] {
  return [...new Map([...before, ...after].map((one) => [key(one), one])).values()];
}

type Reader = (who: Principal) => (repository: string) => readonly Right[];

function reader(matrix: AccessMatrix): Reader {
  const rows = new Map(matrix.rows.map((row) => [`${row.type} ${row.id}`, new Map(Object.entries(row.cells))]));
  return ({ type, id }) => {
    const cells = rows.get(`${type} ${id}`);
    return (repository) => {
      const grants = cells?.get(repository);
      return grants ? rightsOf(grants) : none;
    };
  };
}

const none: readonly Right[] = [];

function rightsOf({ all, selected, through }: AccessCell): Right[] {
  return [
    ...actions.flatMap((action): Right[] => {
      if (all.includes(action)) return [{ letter: toLetter(action), words: action }];
      return selected
        .filter((one) => one.actions.includes(action))
        .map(({ selector: { name, expression } }) => ({
          letter: toLetter(action).toLowerCase(),
          words: `${action} what the selector ${name} selects${expression && `: ${expression}`}`,
        }));
    }),
    ...through.map((group) => ({ letter: "G", words: `read through the group ${group}` })),
  ];
}

export function toLetter(action: Action): string {
  return action.charAt(0).toUpperCase();
}

function cellOf(before: readonly Right[], after: readonly Right[]): GridCell {
  // Most may do nothing with most.
  if (!before.length && !after.length) return nothing;
  const has = (rights: readonly Right[], { words }: Right) => rights.some((right) => right.words === words);
  return {
    kept: after.filter((right) => has(before, right)),
    gained: after.filter((right) => !has(before, right)),
    lost: before.filter((right) => !has(after, right)),
  };
}

export function isChanged(cell: GridCell | undefined): boolean {
  return cell !== undefined && cell.gained.length + cell.lost.length > 0;
}

function keyOf(cell: GridCell | undefined): string {
  if (!cell || cell === nothing) return "";
  return JSON.stringify([cell.kept, cell.gained, cell.lost].map((rights) => rights.map(({ words }) => words)));
}

/** Those of the same key together, in the order of the first; each by itself where there are few. */
function folded<T>(all: readonly T[], key: (one: T) => string): (readonly T[])[] {
  if (all.length <= FOLDED_FROM) return all.map((one) => [one]);
  return [...Map.groupBy(all, key).values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
