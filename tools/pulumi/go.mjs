/** A Go that can build the Pulumi CLI: 1.21 and later fetch the toolchain that go.mod asks for by themselves. */
import { aptCandidate, aptInstall, hasApt } from "../support/apt.mjs";
import { quietly, which } from "../support/process.mjs";
import { Stop } from "../support/report.mjs";

const OLDEST = [1, 21];

/** Where Go's own installer puts it, which not every shell has on PATH. */
const OFF_PATH = "/usr/local/go/bin:/opt/homebrew/bin";

/**
 * @param {string} version the Pulumi CLI that is to be built
 * @param {string} failure why it could not be downloaded
 */
export async function goCommand(version, failure) {
  const found = await suitableGo();
  if (found) return found;
  if (hasApt() && atLeast(await aptCandidate("golang-go"))) {
    await aptInstall(["golang-go"]);
    const installed = await suitableGo();
    if (installed) return installed;
  }
  throw new Stop(
    `The Pulumi CLI is not on PATH, could not be downloaded (${failure}), ` +
      `and there is no Go ${OLDEST.join(".")} or later to build it with.\n` +
      `Install the Pulumi CLI ${version}, or Go ${OLDEST.join(".")} or later.`,
    3,
  );
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
