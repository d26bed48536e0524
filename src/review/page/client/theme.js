/** Light or dark as somebody chose it, else as their system has it. */
const KEY = "nexus-iac-theme";
/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll(".themes button");

/** @param {string} theme */
function wear(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
}

/** A page that is shown in a sandbox may keep nothing. @param {() => string | null | void} work */
function allowed(work) {
  try {
    return work() ?? undefined;
  } catch {
    return undefined;
  }
}

for (const button of buttons)
  button.addEventListener("click", () => {
    const theme = button.dataset.theme ?? "auto";
    wear(theme);
    allowed(() => localStorage.setItem(KEY, theme));
  });

const kept = allowed(() => localStorage.getItem(KEY));
if (kept === "light" || kept === "dark") wear(kept);
