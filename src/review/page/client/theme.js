/** The theme: light or dark, as the reader chooses. The default is the setting of the operating system. */
const STORAGE_KEY = "nexus-iac-theme";
/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll(".themes button");

/** @param {string} theme */
function applyTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
}

/** Ignores the error of a page in a sandbox, which has no storage. @param {() => string | null | void} access */
function tryStorage(access) {
  try {
    return access() ?? undefined;
  } catch {
    return undefined;
  }
}

for (const button of buttons)
  button.addEventListener("click", () => {
    const theme = button.dataset.theme ?? "auto";
    applyTheme(theme);
    tryStorage(() => localStorage.setItem(STORAGE_KEY, theme));
  });

const storedTheme = tryStorage(() => localStorage.getItem(STORAGE_KEY));
if (storedTheme === "light" || storedTheme === "dark") applyTheme(storedTheme);
