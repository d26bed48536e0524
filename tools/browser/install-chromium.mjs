/** The Chromium for the browser tests: an installed one, or the Debian package. */
import { hasApt, installAptPackages } from "../support/apt.mjs";
import { which } from "../support/process.mjs";
import { ToolError } from "../support/report.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DEBIAN = ["chromium"];

/** Returns the path of Chromium or Chrome. */
export async function installChromium() {
  if (!find() && hasApt()) await installAptPackages(DEBIAN);
  const found = find();
  if (found) return found;
  throw new ToolError(
    "The browser tests need Chromium or Chrome, but neither is on PATH. " +
      `On Debian, as root: apt-get install -y ${DEBIAN.join(" ")}`,
    3,
  );
}

function find() {
  return NAMES.map((name) => which(name)).find(Boolean);
}
