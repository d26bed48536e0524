/** Finds a Go for builds. Go 1.21 and later download the toolchain that a go.mod requires. */
import { findAptVersion, hasApt, installAptPackages } from "./apt.mjs";
import { runCaptured, which } from "./process.mjs";

const OLDEST = [1, 21];

/** The folders of the Go installers, which are not on PATH in every shell. */
const OFF_PATH = "/usr/local/go/bin:/opt/homebrew/bin";

export const OLDEST_GO = OLDEST.join(".");

/** Returns an installed Go, or installs the one of Debian; undefined if neither is recent enough. */
export async function findGo() {
  const installed = await findInstalledGo();
  if (installed || !hasApt() || !isRecent(await findAptVersion("golang-go"))) return installed;
  await installAptPackages(["golang-go"]);
  return findInstalledGo();
}

async function findInstalledGo() {
  const go = which("go") ?? which("go", OFF_PATH);
  if (!go) return undefined;
  const { stdout } = await runCaptured(go, ["version"], { env: { ...process.env, GOTOOLCHAIN: "local" } });
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  return isRecent([Number(major), Number(minor)]) ? go : undefined;
}

/** @param {number[] | undefined} version */
function isRecent([major = 0, minor = 0] = []) {
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
