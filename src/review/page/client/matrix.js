/** The access matrix: the search narrows it, the arrow keys move through it, and each cell is described in words. */

/** The printable width of an A4 page, in pixels. */
const PRINT_WIDTH = 660;

const table = document.querySelector("#matrix");
if (table instanceof HTMLTableElement) addInteraction(table);

/** @param {HTMLTableElement} table */
function addInteraction(table) {
  const frame = table.closest(".matrix-frame");
  const cellText = document.querySelector("#matrix-cell-text");
  const [formatRow, nameRow] = table.tHead?.rows ?? [];
  const formats = [...(formatRow?.cells ?? [])].slice(1);
  const headers = [...(nameRow?.cells ?? [])];
  const formatOf = formats.flatMap((format) => Array.from({ length: format.colSpan }, () => format));
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains("kind"));
  const names = { columns: headers.map(nameOf), rows: rows.map((row) => nameOf(row.cells[0])) };
  const changed = {
    columns: headers.map((header) => header.classList.contains("changed")),
    rows: rows.map((row) => row.classList.contains("changed")),
  };
  const shown = { columns: headers.map(() => true), rows: rows.map(() => true) };
  const descriptions = readLegend();

  table.setAttribute("role", "grid");

  /** @param {Element | undefined} header */
  function nameOf(header) {
    return (header?.getAttribute("title") ?? "").toLowerCase();
  }

  /** Matches names with words. An axis without any match is not searched. @param {readonly string[]} axis @param {readonly string[]} words */
  function matchNames(axis, words) {
    const matches = axis.map((name) => words.every((word) => name.includes(word)));
    return { matches, isSearched: words.length > 0 && matches.includes(true) };
  }

  /** @param {readonly string[]} words @param {boolean} changesOnly */
  function narrow(words, changesOnly) {
    const [byColumn, byRow] = [matchNames(names.columns, words), matchNames(names.rows, words)];
    for (const index of headers.keys())
      shown.columns[index] =
        (!byColumn.isSearched || byColumn.matches[index] === true) && (!changesOnly || changed.columns[index] === true);
    for (const index of rows.keys())
      shown.rows[index] =
        (!byRow.isSearched || byRow.matches[index] === true) && (!changesOnly || changed.rows[index] === true);
    // If only users or roles match, the repositories that they have permissions on are shown, and the other way round.
    if (byRow.isSearched && !byColumn.isSearched)
      for (const index of headers.keys())
        shown.columns[index] &&= rows.some((_, row) => shown.rows[row] && hasContent(row, index));
    if (byColumn.isSearched && !byRow.isSearched)
      for (const index of rows.keys())
        shown.rows[index] &&= headers.some((_, column) => shown.columns[column] && hasContent(index, column));
    const hasNoMatch = words.length > 0 && !byColumn.isSearched && !byRow.isSearched;
    const isEmpty = hasNoMatch || !shown.columns.includes(true) || !shown.rows.includes(true);
    if (frame instanceof HTMLElement) frame.hidden = isEmpty;
    if (!isEmpty) updateVisibility();
  }

  /** @param {number} row @param {number} column */
  function hasContent(row, column) {
    return cellAt(row, column)?.firstChild !== null;
  }

  function updateVisibility() {
    for (const [index, header] of headers.entries()) header.hidden = !shown.columns[index];
    for (const format of formats) {
      const span = formatOf.filter((other, index) => other === format && shown.columns[index]).length;
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
    if (!current || current.hidden || current.parentElement?.hidden) setCurrent(firstShownCell());
  }

  /** The only cell in the tab order. @type {HTMLTableCellElement | undefined} */
  let current;

  function firstShownCell() {
    return cellAt(shown.rows.indexOf(true), shown.columns.indexOf(true));
  }

  /** @param {number} row @param {number} column */
  function cellAt(row, column) {
    return rows[row]?.cells[column + 1];
  }

  /** @param {HTMLTableCellElement | undefined} cell */
  function setCurrent(cell) {
    current?.removeAttribute("tabindex");
    current = cell;
    if (current) current.tabIndex = 0;
  }

  /** @param {Element | null} cell */
  function locate(cell) {
    if (!(cell instanceof HTMLTableCellElement) || !(cell.parentElement instanceof HTMLTableRowElement))
      return undefined;
    const row = rows.indexOf(cell.parentElement);
    return row < 0 || cell.cellIndex < 1 ? undefined : { row, column: cell.cellIndex - 1, cell };
  }

  /** Reads the description of each letter from the legend. */
  function readLegend() {
    return new Map(
      [...(frame?.querySelectorAll(".legend span") ?? [])].map((entry) => {
        const [letter = "", ...description] = (entry.textContent ?? "").split(" ");
        return [letter, description.join(" ")];
      }),
    );
  }

  /** @param {{ row: number, column: number, cell: HTMLTableCellElement }} location */
  function describe({ row, column, cell }) {
    const [principal, repository] = [rows[row]?.cells[0]?.title, headers[column]?.title];
    const letters = [...(cell.textContent ?? "")].map((letter) => descriptions.get(letter) ?? letter).join(", ");
    const text = cell.title || letters || "no permissions";
    cell.setAttribute("aria-label", `${principal} on ${repository}: ${text}`);
    if (!(cellText instanceof HTMLElement)) return;
    const [name, rest] = [document.createElement("b"), document.createTextNode(` on ${repository}: ${text}`)];
    name.textContent = principal ?? "";
    cellText.replaceChildren(name, rest);
  }

  /** @type {Element[]} */
  let highlighted = [];
  /** @param {{ row: number, column: number } | undefined} location */
  function highlight(location) {
    for (const cell of highlighted) cell.classList.remove("highlighted");
    highlighted = location
      ? [
          ...rows.flatMap((row) => row.cells[location.column + 1] ?? []),
          ...(rows[location.row]?.cells ?? []),
          ...headers.slice(location.column, location.column + 1),
        ]
      : [];
    for (const cell of highlighted) cell.classList.add("highlighted");
  }

  /** Returns the next shown index. @param {readonly boolean[]} axis @param {number} from @param {number} step */
  function next(axis, from, step) {
    for (let index = from + step; index >= 0 && index < axis.length; index += step) if (axis[index]) return index;
    return from;
  }

  /** @type {Record<string, (location: { row: number, column: number }) => { row: number, column: number }>} */
  const moves = {
    ArrowUp: ({ row, column }) => ({ row: next(shown.rows, row, -1), column }),
    ArrowDown: ({ row, column }) => ({ row: next(shown.rows, row, 1), column }),
    ArrowLeft: ({ row, column }) => ({ row, column: next(shown.columns, column, -1) }),
    ArrowRight: ({ row, column }) => ({ row, column: next(shown.columns, column, 1) }),
    Home: ({ row }) => ({ row, column: shown.columns.indexOf(true) }),
    End: ({ row }) => ({ row, column: shown.columns.lastIndexOf(true) }),
  };

  table.addEventListener("keydown", (event) => {
    const location = event.target instanceof Element ? locate(event.target) : undefined;
    const move = moves[event.key];
    if (!location || !move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const target = move(location);
    const cell = cellAt(target.row, target.column);
    setCurrent(cell);
    cell?.focus();
  });
  for (const type of ["focusin", "pointerover"])
    table.addEventListener(type, (event) => {
      const location = event.target instanceof Element ? locate(event.target.closest("td")) : undefined;
      highlight(location);
      if (location) describe(location);
    });
  table.addEventListener("pointerleave", () => highlight(undefined));
  table.addEventListener("click", (event) => {
    const location = event.target instanceof Element ? locate(event.target.closest("td")) : undefined;
    if (!location) return;
    setCurrent(location.cell);
    location.cell.focus();
  });

  // A printed page does not scroll: a wide table is scaled down.
  addEventListener("beforeprint", () => {
    table.style.zoom = String(Math.min(1, PRINT_WIDTH / table.scrollWidth));
  });
  addEventListener("afterprint", () => {
    table.style.zoom = "";
  });

  if (cellText instanceof HTMLElement) {
    cellText.hidden = false;
    cellText.textContent = "Point at a cell, or use the arrow keys, to read its permissions here.";
  }
  document.addEventListener("filter", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { words, changesOnly } = event.detail;
    narrow(words, changesOnly);
  });
  setCurrent(firstShownCell());
}
