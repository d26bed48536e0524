/** Finds a Go for builds. Go 1.21 and later download the toolchain that a go.mod requires. */
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { findAptVersion, hasApt, installAptPackages } from "./apt.mjs";
import { readTextFile } from "./checkout.mjs";
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

/**
 * Builds a tool of a module with a go.sum, with exactly the toolchain that go.mod names, so that the result has the same hash on
 * every machine. Settings of the user that would change it or skip the verification of modules do not apply.
 * @param {string} go
 * @param {{ module: string, tool: string, into: string, linkerFlags?: string }} build `module` is the folder of go.mod
 */
export function buildGoTool(go, { module, tool, into, linkerFlags = "" }) {
  const [, toolchain = "auto"] = /^toolchain (\S+)$/m.exec(readTextFile(join(module, "go.mod"))) ?? [];
  const file = join(into, basename(tool));
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${linkerFlags}`.trim()];
  const settings = { GOFLAGS: "", GOWORK: "off", CGO_ENABLED: "0", GOTOOLCHAIN: toolchain };
  const machine = { GOOS: "", GOARCH: "", GOAMD64: "", GOARM64: "", GOEXPERIMENT: "" };
  mkdirSync(into, { recursive: true });
  // The temporary folder of the system may be too small.
  const env = { ...process.env, ...settings, ...machine, GOTMPDIR: into };
  return runCaptured(go, ["build", ...flags, "-o", file, tool], { cwd: module, env });
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
