/** Where things of a graph are drawn: in columns, from what asks to what is asked, with few lines that cross. */

export interface Point {
  x: number;
  y: number;
}

/** What is laid out, in pixels. */
export interface Sizes {
  width: number;
  height: number;
  /** Between columns. */
  gap: number;
  /** Between what is in one column. */
  space: number;
}

export interface GraphLayout {
  /** The upper left corners. */
  places: ReadonlyMap<string, Point>;
  /** The points that each line goes through, by its index: its two ends, and those of the columns that it passes. */
  lines: readonly (readonly Point[])[];
  width: number;
  height: number;
}

interface Spot {
  id: string;
  column: number;
  /** Real things are as high as the sizes say, where a line passes a column it needs less. */
  height: number;
  y: number;
  left: Spot[];
  right: Spot[];
}

const PASSING = 10;
const SWEEPS = 8;

/** `columns` are the ids in each column, top to bottom as one would like them; lines go from left to right. */
export function layOutGraph(
  columns: readonly (readonly string[])[],
  lines: readonly { from: string; to: string }[],
  sizes: Sizes,
): GraphLayout {
  const table: Spot[][] = columns.map((ids, column) => ids.map((id) => spot(id, column, sizes.height)));
  const spots = new Map(table.flat().map((one) => [one.id, one]));
  const chains = lines.map(({ from, to }, index) => chain(spots.get(from), spots.get(to), table, index));
  order(table);
  align(table, sizes.space);

  const leftOf = (column: number) => column * (sizes.width + sizes.gap);
  const top = Math.min(...table.flat().map(({ y, height }) => y - height / 2));
  const bottom = Math.max(...table.flat().map(({ y, height }) => y + height / 2));
  const middle = ({ y }: Spot) => y - top;
  return {
    places: new Map(
      [...spots.values()].map((one) => [one.id, { x: leftOf(one.column), y: middle(one) - one.height / 2 }]),
    ),
    lines: chains.map((passed) =>
      passed.flatMap((one, index) => [
        ...(index > 0 ? [{ x: leftOf(one.column), y: middle(one) }] : []),
        ...(index < passed.length - 1 ? [{ x: leftOf(one.column) + sizes.width, y: middle(one) }] : []),
      ]),
    ),
    width: leftOf(columns.length) - sizes.gap,
    height: bottom - top,
  };
}

function spot(id: string, column: number, height: number): Spot {
  return { id, column, height, y: 0, left: [], right: [] };
}

/** What a line goes through from one end to the other: a spot in each column. */
function chain(from: Spot | undefined, to: Spot | undefined, table: Spot[][], index: number): Spot[] {
  if (!from || !to) return [];
  const passed = [from];
  for (let column = from.column + 1; column < to.column; column++) {
    const passing = spot(`line ${index} ${column}`, column, PASSING);
    table[column]?.push(passing);
    passed.push(passing);
  }
  passed.push(to);
  for (const [place, right] of passed.entries()) {
    const left = passed[place - 1];
    left?.right.push(right);
    if (left) right.left.push(left);
  }
  return passed;
}

/** Sorts each column by the mean place of what its spots are connected to, to and fro. */
function order(table: Spot[][]): void {
  const place = (column: Spot[]) => {
    for (const [index, one] of column.entries()) one.y = index - column.length / 2;
  };
  table.forEach(place);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [columns, side] = sweep % 2 ? [table.toReversed(), "right" as const] : [table, "left" as const];
    for (const column of columns) {
      const wanted = new Map(column.map((one) => [one, mean(one[side]) ?? one.y]));
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      place(column);
    }
  }
}

/** Moves each spot to the mean height of what it is connected to, as far as the others of its column let it. */
function align(table: readonly Spot[][], space: number): void {
  for (const column of table) {
    let y = 0;
    for (const one of column) {
      one.y = y + one.height / 2;
      y += one.height + space;
    }
    for (const one of column) one.y -= y / 2;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? table.toReversed() : table) {
      for (const one of column) one.y = mean([...one.left, ...one.right]) ?? one.y;
      spread(column, space);
    }
  }
}

/** Keeps the order and the distance: spots that are too near become a block around where they would all like to be. */
function spread(column: readonly Spot[], space: number): void {
  const blocks: { start: number; height: number; wanted: number[]; spots: Spot[] }[] = [];
  for (const one of column) {
    let block = { start: one.y - one.height / 2, height: one.height, wanted: [one.y - one.height / 2], spots: [one] };
    for (let above = blocks.at(-1); above && above.start + above.height + space > block.start; above = blocks.at(-1)) {
      blocks.pop();
      const offset = above.height + space;
      const wanted = [...above.wanted, ...block.wanted.map((start) => start - offset)];
      const start = wanted.reduce((sum, each) => sum + each, 0) / wanted.length;
      block = { start, height: offset + block.height, wanted, spots: [...above.spots, ...block.spots] };
    }
    blocks.push(block);
  }
  for (const { start, spots } of blocks) {
    let y = start;
    for (const one of spots) {
      one.y = y + one.height / 2;
      y += one.height + space;
    }
  }
}

function mean(spots: readonly Spot[]): number | undefined {
  return spots.length ? spots.reduce((sum, { y }) => sum + y, 0) / spots.length : undefined;
}
