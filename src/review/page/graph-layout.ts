/** A point on the drawing, in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** The sizes of nodes and the distances between them, in pixels. */
export interface Sizes {
  width: number;
  height: number;
  /** The distance between columns. */
  gap: number;
  /** The distance between nodes of a column. */
  space: number;
}

/** Represents the positions of nodes and lines on the drawing. */
export interface GraphLayout {
  /** The upper left corner of each node. */
  positions: ReadonlyMap<string, Point>;
  /** The points of each line, in the order of the input: its ends, and two for each column that it passes. */
  lines: readonly (readonly Point[])[];
  width: number;
  height: number;
}

/** A node, or the place at which a line passes a column. */
interface Slot {
  id: string;
  column: number;
  /** A line that passes a column needs less height than a node. */
  height: number;
  /** The middle of the slot. */
  y: number;
  left: Slot[];
  right: Slot[];
}

const PASSING_HEIGHT = 10;
const SWEEPS = 8;

/**
 * Lays out a graph in columns with few crossing lines. (A layered layout: barycentre ordering, then vertical alignment.)
 *
 * @param columns - the ids of the nodes in each column, in the preferred order
 * @param lines - lines from left to right
 */
export function layOutGraph(
  columns: readonly (readonly string[])[],
  lines: readonly { from: string; to: string }[],
  sizes: Sizes,
): GraphLayout {
  const table: Slot[][] = columns.map((ids, column) => ids.map((id) => createSlot(id, column, sizes.height)));
  const slots = new Map(table.flat().map((slot) => [slot.id, slot]));
  const chains = lines.map(({ from, to }, index) => createChain(slots.get(from), slots.get(to), table, index));
  orderSlots(table);
  alignSlots(table, sizes.space);

  const leftOf = (column: number) => column * (sizes.width + sizes.gap);
  const top = Math.min(...table.flat().map(({ y, height }) => y - height / 2));
  const bottom = Math.max(...table.flat().map(({ y, height }) => y + height / 2));
  const middleOf = ({ y }: Slot) => y - top;
  return {
    positions: new Map(
      [...slots.values()].map((slot) => [slot.id, { x: leftOf(slot.column), y: middleOf(slot) - slot.height / 2 }]),
    ),
    lines: chains.map((chain) =>
      chain.flatMap((slot, index) => [
        ...(index > 0 ? [{ x: leftOf(slot.column), y: middleOf(slot) }] : []),
        ...(index < chain.length - 1 ? [{ x: leftOf(slot.column) + sizes.width, y: middleOf(slot) }] : []),
      ]),
    ),
    width: leftOf(columns.length) - sizes.gap,
    height: bottom - top,
  };
}

function createSlot(id: string, column: number, height: number): Slot {
  return { id, column, height, y: 0, left: [], right: [] };
}

/** Connects the two ends of a line through a slot in each column between them. */
function createChain(from: Slot | undefined, to: Slot | undefined, table: Slot[][], index: number): Slot[] {
  if (!from || !to) return [];
  const chain = [from];
  for (let column = from.column + 1; column < to.column; column++) {
    const passing = createSlot(`line ${index} ${column}`, column, PASSING_HEIGHT);
    table[column]?.push(passing);
    chain.push(passing);
  }
  chain.push(to);
  for (const [place, right] of chain.entries()) {
    const left = chain[place - 1];
    left?.right.push(right);
    if (left) right.left.push(left);
  }
  return chain;
}

/** Sorts each column by the mean position of its neighbours, in sweeps from left to right and back. */
function orderSlots(table: Slot[][]): void {
  const setPositions = (column: Slot[]) => {
    for (const [index, slot] of column.entries()) slot.y = index - column.length / 2;
  };
  table.forEach(setPositions);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [columns, side] = sweep % 2 ? [table.toReversed(), "right" as const] : [table, "left" as const];
    for (const column of columns) {
      const targets = new Map(column.map((slot) => [slot, meanPosition(slot[side]) ?? slot.y]));
      column.sort((a, b) => (targets.get(a) ?? 0) - (targets.get(b) ?? 0));
      setPositions(column);
    }
  }
}

/** Moves each slot to the mean position of its neighbours, as far as the other slots of its column allow. */
function alignSlots(table: readonly Slot[][], space: number): void {
  for (const column of table) {
    let y = 0;
    for (const slot of column) {
      slot.y = y + slot.height / 2;
      y += slot.height + space;
    }
    for (const slot of column) slot.y -= y / 2;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? table.toReversed() : table) {
      for (const slot of column) slot.y = meanPosition([...slot.left, ...slot.right]) ?? slot.y;
      separateSlots(column, space);
    }
  }
}

/** Keeps the order and the distance: slots that are too close become a block around their mean position. */
function separateSlots(column: readonly Slot[], space: number): void {
  const blocks: { start: number; height: number; starts: number[]; slots: Slot[] }[] = [];
  for (const slot of column) {
    const slotStart = slot.y - slot.height / 2;
    let block = { start: slotStart, height: slot.height, starts: [slotStart], slots: [slot] };
    for (let above = blocks.at(-1); above && above.start + above.height + space > block.start; above = blocks.at(-1)) {
      blocks.pop();
      const offset = above.height + space;
      const starts = [...above.starts, ...block.starts.map((start) => start - offset)];
      const start = starts.reduce((sum, value) => sum + value, 0) / starts.length;
      block = { start, height: offset + block.height, starts, slots: [...above.slots, ...block.slots] };
    }
    blocks.push(block);
  }
  for (const { start, slots } of blocks) {
    let y = start;
    for (const slot of slots) {
      slot.y = y + slot.height / 2;
      y += slot.height + space;
    }
  }
}

function meanPosition(slots: readonly Slot[]): number | undefined {
  return slots.length ? slots.reduce((sum, { y }) => sum + y, 0) / slots.length : undefined;
}
