/** The Chromium that pages are tested in: one that is installed, or Debian's. */
import { existsSync } from "node:fs";
import { aptInstall, hasApt } from "../support/apt.mjs";
import { which } from "../support/process.mjs";
import { Stop } from "../support/report.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const DEBIAN = ["chromium"];

/** The path of the program. */
export async function chromium() {
  if (!find() && hasApt()) await aptInstall(DEBIAN);
  const found = find();
  if (found) return found;
  throw new Stop(
    "Tests of pages need Chromium or Chrome: none found. " +
      `On Debian, as root: apt-get install -y ${DEBIAN.join(" ")}`,
    3,
  );
}

function find() {
  return NAMES.map((name) => which(name)).find(Boolean) ?? (existsSync(MAC) ? MAC : undefined);
}
