/** The Chromium that pages are tested in: one that is installed, or Debian's. */
import { aptInstall, hasApt } from "../support/apt.mjs";
import { which } from "../support/process.mjs";
import { Stop } from "../support/report.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DEBIAN = ["chromium"];

/** The path of the program. */
export async function chromium() {
  if (!find() && hasApt()) await aptInstall(DEBIAN);
  const found = find();
  if (found) return found;
  throw new Stop(
    "Tests of pages need Chromium or Chrome: none found on PATH. " +
      `On Debian, as root: apt-get install -y ${DEBIAN.join(" ")}`,
    3,
  );
}

function find() {
  return NAMES.map((name) => which(name)).find(Boolean);
}
