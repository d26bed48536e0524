/** A cell of a table. */
export type Cell = string | number | undefined;

/**
 * Formats rows as a table: the first column is aligned left, the others right. A row of one cell is a heading and does not
 * affect the widths.
 */
export function formatTable(rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === undefined ? "" : String(cell))));
  const columns = Math.max(...texts.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...texts.filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0)),
  );
  return texts.map((row) => formatLine(row, widths)).join("\n");
}

function formatLine(row: readonly string[], widths: readonly number[]): string {
  const [first = "", ...rest] = row;
  if (!rest.length) return first;
  const [width = 0, ...others] = widths;
  const cells = rest.map((cell, index) => cell.padStart(others[index] ?? 0));
  return [first.padEnd(width), ...cells].join("   ").trimEnd();
}
