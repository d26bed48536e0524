/** The access matrix: narrowed by search, walked by arrow keys, told in words. */
/** Pixels across what is printed of an A4 page. */
const PAPER = 660;

const table = document.querySelector("#matrix");
if (table instanceof HTMLTableElement) enliven(table);

/** @param {HTMLTableElement} table */
function enliven(table) {
  const frame = table.closest(".matrix-frame");
  const told = document.querySelector("#matrix-told");
  const [formatRow, nameRow] = table.tHead?.rows ?? [];
  const formats = [...(formatRow?.cells ?? [])].slice(1);
  const heads = [...(nameRow?.cells ?? [])];
  const formatOf = formats.flatMap((format) => Array.from({ length: format.colSpan }, () => format));
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains("kind"));
  const names = { columns: heads.map(nameOf), rows: rows.map((row) => nameOf(row.cells[0])) };
  const changed = {
    columns: heads.map((head) => head.classList.contains("changed")),
    rows: rows.map((row) => row.classList.contains("changed")),
  };
  const shown = { columns: heads.map(() => true), rows: rows.map(() => true) };
  const words = wordsByLetter();

  table.setAttribute("role", "grid");

  /** @param {Element | undefined} head */
  function nameOf(head) {
    return (head?.getAttribute("title") ?? "").toLowerCase();
  }

  /** Those whose names fit; where none does, it was not this axis that was meant. @param {readonly string[]} all @param {readonly string[]} wanted */
  function fitting(all, wanted) {
    const fits = all.map((name) => wanted.every((word) => name.includes(word)));
    return { fits, isMeant: wanted.length > 0 && fits.includes(true) };
  }

  /** @param {readonly string[]} wanted @param {boolean} changesOnly */
  function narrow(wanted, changesOnly) {
    const [byColumn, byRow] = [fitting(names.columns, wanted), fitting(names.rows, wanted)];
    for (const index of heads.keys())
      shown.columns[index] =
        (!byColumn.isMeant || byColumn.fits[index] === true) && (!changesOnly || changed.columns[index] === true);
    for (const index of rows.keys())
      shown.rows[index] =
        (!byRow.isMeant || byRow.fits[index] === true) && (!changesOnly || changed.rows[index] === true);
    // Who is asked for is shown with what they reach; what is asked for with who reaches it.
    if (byRow.isMeant && !byColumn.isMeant)
      for (const index of heads.keys())
        shown.columns[index] &&= rows.some((_, row) => shown.rows[row] && isFull(row, index));
    if (byColumn.isMeant && !byRow.isMeant)
      for (const index of rows.keys())
        shown.rows[index] &&= heads.some((_, column) => shown.columns[column] && isFull(index, column));
    const isNone = wanted.length > 0 && !byColumn.isMeant && !byRow.isMeant;
    const isEmpty = isNone || !shown.columns.includes(true) || !shown.rows.includes(true);
    if (frame instanceof HTMLElement) frame.hidden = isEmpty;
    if (!isEmpty) draw();
  }

  /** @param {number} row @param {number} column */
  function isFull(row, column) {
    return cellAt(row, column)?.firstChild !== null;
  }

  function draw() {
    for (const [index, head] of heads.entries()) head.hidden = !shown.columns[index];
    for (const format of formats) {
      const span = formatOf.filter((one, index) => one === format && shown.columns[index]).length;
      format.hidden = span === 0;
      format.colSpan = Math.max(1, span);
    }
    for (const [index, row] of rows.entries()) {
      row.hidden = !shown.rows[index];
      if (row.hidden) continue;
      for (const [column, cell] of [...row.cells].slice(1).entries()) cell.hidden = !shown.columns[column];
    }
    for (const body of table.tBodies)
      body.hidden = [...body.rows].every((row) => row.hidden || row.classList.contains("kind"));
    if (!current || current.hidden || current.parentElement?.hidden) makeCurrent(firstShown());
  }

  /** The one cell that Tab leads to. @type {HTMLTableCellElement | undefined} */
  let current;

  function firstShown() {
    return cellAt(shown.rows.indexOf(true), shown.columns.indexOf(true));
  }

  /** @param {number} row @param {number} column */
  function cellAt(row, column) {
    return rows[row]?.cells[column + 1];
  }

  /** @param {HTMLTableCellElement | undefined} cell */
  function makeCurrent(cell) {
    current?.removeAttribute("tabindex");
    current = cell;
    if (current) current.tabIndex = 0;
  }

  /** @param {Element | null} cell */
  function placeOf(cell) {
    if (!(cell instanceof HTMLTableCellElement) || !(cell.parentElement instanceof HTMLTableRowElement))
      return undefined;
    const row = rows.indexOf(cell.parentElement);
    return row < 0 || cell.cellIndex < 1 ? undefined : { row, column: cell.cellIndex - 1, cell };
  }

  function wordsByLetter() {
    return new Map(
      [...(frame?.querySelectorAll(".legend span") ?? [])].map((entry) => {
        const [letter = "", ...meaning] = (entry.textContent ?? "").split(" ");
        return [letter, meaning.join(" ")];
      }),
    );
  }

  /** @param {{ row: number, column: number, cell: HTMLTableCellElement }} place */
  function tell({ row, column, cell }) {
    const [who, where] = [rows[row]?.cells[0]?.title, heads[column]?.title];
    const letters = [...(cell.textContent ?? "")].map((letter) => words.get(letter) ?? letter).join(", ");
    const what = cell.title || letters || "nothing";
    cell.setAttribute("aria-label", `${who} on ${where}: ${what}`);
    if (!(told instanceof HTMLElement)) return;
    const [bold, rest] = [document.createElement("b"), document.createTextNode(` on ${where}: ${what}`)];
    bold.textContent = who ?? "";
    told.replaceChildren(bold, rest);
  }

  /** @type {Element[]} */
  let lit = [];
  /** @param {{ row: number, column: number } | undefined} place */
  function light(place) {
    for (const cell of lit) cell.classList.remove("lit");
    lit = place
      ? [
          ...rows.flatMap((row) => row.cells[place.column + 1] ?? []),
          ...(rows[place.row]?.cells ?? []),
          ...heads.slice(place.column, place.column + 1),
        ]
      : [];
    for (const cell of lit) cell.classList.add("lit");
  }

  /** The next that is shown from there on. @param {readonly boolean[]} axis @param {number} from @param {number} step */
  function next(axis, from, step) {
    for (let index = from + step; index >= 0 && index < axis.length; index += step) if (axis[index]) return index;
    return from;
  }

  /** @type {Record<string, (place: { row: number, column: number }) => { row: number, column: number }>} */
  const moves = {
    ArrowUp: ({ row, column }) => ({ row: next(shown.rows, row, -1), column }),
    ArrowDown: ({ row, column }) => ({ row: next(shown.rows, row, 1), column }),
    ArrowLeft: ({ row, column }) => ({ row, column: next(shown.columns, column, -1) }),
    ArrowRight: ({ row, column }) => ({ row, column: next(shown.columns, column, 1) }),
    Home: ({ row }) => ({ row, column: shown.columns.indexOf(true) }),
    End: ({ row }) => ({ row, column: shown.columns.lastIndexOf(true) }),
  };

  table.addEventListener("keydown", (event) => {
    const place = event.target instanceof Element ? placeOf(event.target) : undefined;
    const move = moves[event.key];
    if (!place || !move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = move(place);
    const cell = cellAt(to.row, to.column);
    makeCurrent(cell);
    cell?.focus();
  });
  for (const type of ["focusin", "pointerover"])
    table.addEventListener(type, (event) => {
      const place = event.target instanceof Element ? placeOf(event.target.closest("td")) : undefined;
      light(place);
      if (place) tell(place);
    });
  table.addEventListener("pointerleave", () => light(undefined));
  table.addEventListener("click", (event) => {
    const place = event.target instanceof Element ? placeOf(event.target.closest("td")) : undefined;
    if (!place) return;
    makeCurrent(place.cell);
    place.cell.focus();
  });

  // Paper does not scroll: what is wide is made smaller.
  addEventListener("beforeprint", () => {
    table.style.zoom = String(Math.min(1, PAPER / table.scrollWidth));
  });
  addEventListener("afterprint", () => {
    table.style.zoom = "";
  });

  if (told instanceof HTMLElement) {
    told.hidden = false;
    told.textContent = "Point at a cell, or walk with the arrow keys, to read it in words.";
  }
  document.addEventListener("find", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { words: wanted, changesOnly } = event.detail;
    narrow(wanted, changesOnly);
  });
  makeCurrent(firstShown());
}
