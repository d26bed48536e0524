/** The search and the filters: they hide every element that does not match, and dispatch the event `filter`. */

/** @template {Element} T @param {string} selector @param {new () => T} type */
function find(selector, type) {
  const element = document.querySelector(selector);
  return element instanceof type ? element : undefined;
}

const controls = find("#controls", HTMLDetailsElement);
const search = find("#search", HTMLInputElement);
const kind = find("#kind", HTMLSelectElement);
const onlyChanges = find("#only-changes", HTMLButtonElement);
const openAll = find("#open-all", HTMLButtonElement);
const clear = find("#clear", HTMLButtonElement);
const resultCount = find("#result-count", HTMLElement);
const sections = [...document.querySelectorAll("section")];
/** @type {HTMLButtonElement[]} */
const chips = [...document.querySelectorAll(/** @type {"button"} */ ("button[data-facet]"))];

/** @type {HTMLElement[]} */
const elements = [...document.querySelectorAll(/** @type {"div"} */ (".item"))];
const items = elements.map((element) => ({
  element,
  text: (element.textContent ?? "").toLowerCase(),
  kind: splitWords(element.dataset.kind),
  event: splitWords(element.dataset.event),
  level: splitWords(element.dataset.level),
  isUnchanged: "unchanged" in element.dataset,
  /** Only the search applies to it. */
  isSearchOnly: element.classList.contains("search-only"),
}));

/** @param {string | undefined} text */
function splitWords(text) {
  return (text ?? "").split(" ").filter(Boolean);
}

/** @param {Element} button */
function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

/** @param {string} facet */
function selectedValues(facet) {
  return chips
    .filter((chip) => chip.dataset.facet === facet && isPressed(chip))
    .map((chip) => chip.dataset.value ?? "");
}

function applyFilters() {
  const words = splitWords(search?.value.toLowerCase());
  const selected = { kind: splitWords(kind?.value), event: selectedValues("event"), level: selectedValues("level") };
  const changesOnly = onlyChanges !== undefined && isPressed(onlyChanges);
  const isFiltered = words.length > 0 || Object.values(selected).some((values) => values.length > 0);
  let shown = 0;
  for (const item of items) {
    const matches =
      words.every((word) => item.text.includes(word)) &&
      !(changesOnly && item.isUnchanged) &&
      /** @type {const} */ (["kind", "event", "level"]).every(
        (facet) =>
          selected[facet].length === 0 ||
          item.isSearchOnly ||
          selected[facet].some((value) => item[facet].includes(value)),
      );
    item.element.hidden = !matches;
    if (matches) shown++;
  }
  document.dispatchEvent(new CustomEvent("filter", { detail: { words, changesOnly } }));
  for (const section of sections) updateSection(section);
  if (resultCount) resultCount.textContent = isFiltered || changesOnly ? `${shown} of ${items.length} shown` : "";
  if (clear) clear.disabled = !isFiltered;
}

/** Shows a note in a section without matches, and hides its empty frames. @param {Element} section */
function updateSection(section) {
  const parts = [...section.querySelectorAll(".item, .matrix-frame")];
  const isEmpty = parts.length > 0 && parts.every((part) => part instanceof HTMLElement && part.hidden);
  const note = section.querySelector(".no-match");
  if (note instanceof HTMLElement) note.hidden = !isEmpty;
  for (const frame of section.querySelectorAll(".entries, .gains, .scroller:has(> .retention)"))
    if (frame instanceof HTMLElement)
      frame.hidden =
        isEmpty || [...frame.querySelectorAll(".item")].every((item) => item instanceof HTMLElement && item.hidden);
}

function clearFilters() {
  if (search) search.value = "";
  if (kind) kind.value = "";
  for (const chip of chips) chip.setAttribute("aria-pressed", "false");
  applyFilters();
}

/** @param {HTMLButtonElement} button */
function togglePressed(button) {
  button.setAttribute("aria-pressed", String(!isPressed(button)));
}

for (const chip of [...chips, onlyChanges])
  chip?.addEventListener("click", () => {
    togglePressed(chip);
    applyFilters();
  });
search?.addEventListener("input", applyFilters);
kind?.addEventListener("change", applyFilters);
clear?.addEventListener("click", () => {
  clearFilters();
  search?.focus();
});

/** Other folded elements, such as the graph as a table, repeat visible content and are not opened. */
const foldable = ".entry, .cluster, .family";
openAll?.addEventListener("click", () => {
  togglePressed(openAll);
  for (const details of document.querySelectorAll(foldable))
    if (details instanceof HTMLDetailsElement) details.open = isPressed(openAll);
  openAll.textContent = isPressed(openAll) ? "Close all" : "Open all";
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    if (controls) controls.open = true;
    search?.focus();
    search?.select();
  }
  if (event.key === "Escape" && clear && !clear.disabled) {
    event.preventDefault();
    clearFilters();
  }
});

/** Shows the target of a link, even if the filters hide it. */
function showTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!(target instanceof HTMLDetailsElement)) return;
  if (target.hidden) clearFilters();
  target.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", showTarget);

/** Folded elements are opened for printing. @type {HTMLDetailsElement[]} */
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details")].filter((details) => !details.open);
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});

if (controls) {
  controls.hidden = false;
  // In a small window the controls are folded, so that the report is at the top.
  const wideWindow = matchMedia("(min-width: 62.01rem)");
  controls.open = wideWindow.matches;
  wideWindow.addEventListener("change", () => {
    controls.open = wideWindow.matches;
  });
  if (onlyChanges && "large" in controls.dataset) togglePressed(onlyChanges);
}
// Waits until the other modules of the page listen to the event `filter`.
addEventListener("DOMContentLoaded", () => {
  applyFilters();
  showTarget();
});
