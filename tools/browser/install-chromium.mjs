/** The Chromium for the browser tests: an installed one, or the Debian package. */
import { existsSync } from "node:fs";
import { installAptPackages } from "../support/apt.mjs";
import { describeInstallation, MissingToolsError } from "../support/missing-tools.mjs";
import { which } from "../support/process.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DEBIAN = ["chromium"];

/** Applications of macOS are not on PATH. */
const MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Returns the path of Chromium or Chrome. */
export async function installChromium() {
  const output = find() ? undefined : await installAptPackages(DEBIAN);
  const found = find();
  if (found) return found;
  const reason = "neither Chromium nor Chrome is on PATH";
  const remedy = describeInstallation(DEBIAN, "install Google Chrome");
  throw new MissingToolsError({ tool: "chromium", reason, remedy, ...(output && { output }) });
}

function find() {
  return NAMES.map((name) => which(name)).find(Boolean) ?? (existsSync(MACOS_CHROME) ? MACOS_CHROME : undefined);
}
