/** Search and filters: what does not fit is hidden. Others learn what is asked for by the event `find`. */

/** @template {Element} T @param {string} selector @param {new () => T} type */
function one(selector, type) {
  const found = document.querySelector(selector);
  return found instanceof type ? found : undefined;
}

const controls = one("#controls", HTMLDetailsElement);
const search = one("#search", HTMLInputElement);
const kind = one("#kind", HTMLSelectElement);
const onlyChanges = one("#only-changes", HTMLButtonElement);
const unfold = one("#unfold", HTMLButtonElement);
const clear = one("#clear", HTMLButtonElement);
const found = one("#found", HTMLElement);
const sections = [...document.querySelectorAll("section")];
/** @type {HTMLButtonElement[]} */
const chips = [...document.querySelectorAll(/** @type {"button"} */ ("button[data-facet]"))];

/** @type {HTMLElement[]} */
const elements = [...document.querySelectorAll(/** @type {"div"} */ (".item"))];
const items = elements.map((element) => ({
  element,
  text: (element.textContent ?? "").toLowerCase(),
  kind: wordsOf(element.dataset.kind),
  event: wordsOf(element.dataset.event),
  level: wordsOf(element.dataset.level),
  isSame: "same" in element.dataset,
  /** No filter is about it, only the search. */
  isFree: element.classList.contains("free"),
}));

/** @param {string | undefined} text */
function wordsOf(text) {
  return (text ?? "").split(" ").filter(Boolean);
}

/** @param {Element} button */
function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

/** @param {string} facet */
function chosen(facet) {
  return chips
    .filter((chip) => chip.dataset.facet === facet && isPressed(chip))
    .map((chip) => chip.dataset.value ?? "");
}

function apply() {
  const words = wordsOf(search?.value.toLowerCase());
  const wanted = { kind: wordsOf(kind?.value), event: chosen("event"), level: chosen("level") };
  const changesOnly = onlyChanges !== undefined && isPressed(onlyChanges);
  const isAsked = words.length > 0 || Object.values(wanted).some((values) => values.length > 0);
  let shown = 0;
  for (const item of items) {
    const fits =
      words.every((word) => item.text.includes(word)) &&
      !(changesOnly && item.isSame) &&
      /** @type {const} */ (["kind", "event", "level"]).every(
        (facet) =>
          wanted[facet].length === 0 || item.isFree || wanted[facet].some((value) => item[facet].includes(value)),
      );
    item.element.hidden = !fits;
    if (fits) shown++;
  }
  document.dispatchEvent(new CustomEvent("find", { detail: { words, changesOnly } }));
  for (const section of sections) tellNothing(section);
  if (found) found.textContent = isAsked || changesOnly ? `${shown} of ${items.length} shown` : "";
  if (clear) clear.disabled = !isAsked;
}

/** @param {Element} section */
function tellNothing(section) {
  const parts = [...section.querySelectorAll(".item, .matrix-frame")];
  const isEmpty = parts.length > 0 && parts.every((part) => part instanceof HTMLElement && part.hidden);
  const nothing = section.querySelector(".nothing");
  if (nothing instanceof HTMLElement) nothing.hidden = !isEmpty;
  for (const frame of section.querySelectorAll(".entries, .gains, .scroller:has(> .retention)"))
    if (frame instanceof HTMLElement)
      frame.hidden =
        isEmpty || [...frame.querySelectorAll(".item")].every((item) => item instanceof HTMLElement && item.hidden);
}

function forget() {
  if (search) search.value = "";
  if (kind) kind.value = "";
  for (const chip of chips) chip.setAttribute("aria-pressed", "false");
  apply();
}

/** @param {HTMLButtonElement} button */
function press(button) {
  button.setAttribute("aria-pressed", String(!isPressed(button)));
}

for (const chip of [...chips, onlyChanges])
  chip?.addEventListener("click", () => {
    press(chip);
    apply();
  });
search?.addEventListener("input", apply);
kind?.addEventListener("change", apply);
clear?.addEventListener("click", () => {
  forget();
  search?.focus();
});

/** What is folded besides the changes are alternatives to what is seen: they stay as they are. */
const foldable = ".entry, .cluster, .family";
unfold?.addEventListener("click", () => {
  press(unfold);
  for (const details of document.querySelectorAll(foldable))
    if (details instanceof HTMLDetailsElement) details.open = isPressed(unfold);
  unfold.textContent = isPressed(unfold) ? "Close all" : "Open all";
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
    forget();
  }
});

/** What a link leads to is shown, whatever was asked for. */
function arrive() {
  const target = document.getElementById(location.hash.slice(1));
  if (!(target instanceof HTMLDetailsElement)) return;
  if (target.hidden) forget();
  target.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", arrive);

/** Paper cannot be opened. @type {HTMLDetailsElement[]} */
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
  // In a small window the report comes first.
  const wide = matchMedia("(min-width: 62.01rem)");
  controls.open = wide.matches;
  wide.addEventListener("change", () => {
    controls.open = wide.matches;
  });
  if (onlyChanges && "large" in controls.dataset) press(onlyChanges);
}
// Every module of the page is to hear it.
addEventListener("DOMContentLoaded", () => {
  apply();
  arrive();
});
