/** A Go that can build programs: 1.21 and later fetch the toolchain that a go.mod asks for by themselves. */
import { aptCandidate, aptInstall, hasApt } from "./apt.mjs";
import { quietly, which } from "./process.mjs";

const OLDEST = [1, 21];

/** Where Go's own installer puts it, which not every shell has on PATH. */
const OFF_PATH = "/usr/local/go/bin:/opt/homebrew/bin";

export const OLDEST_GO = OLDEST.join(".");

/** One that is installed, or Debian's; undefined where neither is recent enough. */
export async function findGo() {
  const found = await suitableGo();
  if (found || !hasApt() || !atLeast(await aptCandidate("golang-go"))) return found;
  await aptInstall(["golang-go"]);
  return suitableGo();
}

async function suitableGo() {
  const go = which("go") ?? which("go", OFF_PATH);
  if (!go) return undefined;
  const { stdout } = await quietly(go, ["version"], { env: { ...process.env, GOTOOLCHAIN: "local" } });
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  return atLeast([Number(major), Number(minor)]) ? go : undefined;
}

/** @param {number[] | undefined} version */
function atLeast([major = 0, minor = 0] = []) {
  const [wanted = 0, andMinor = 0] = OLDEST;
  return major > wanted || (major === wanted && minor >= andMinor);
}
