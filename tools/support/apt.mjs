/** Installs Debian packages without questions: only as root, and if apt-get exists. */
import { runCaptured, which } from "./process.mjs";
import { reportProgress, ToolError } from "./report.mjs";

const NONINTERACTIVE = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };

export const hasApt = () => process.getuid?.() === 0 && which("apt-get") !== undefined;

/** Runs one apt-get at a time: a second one would fail on the lock of dpkg. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {readonly string[]} names */
export function installAptPackages(names) {
  const install = async () => {
    const how = `apt-get install ${names.join(" ")}, about 1 min`;
    const { code, output } = await reportProgress("Debian packages", how, async () => {
      await updatePackageList();
      return runCaptured("apt-get", ["install", "-y", "--no-install-recommends", ...names], NONINTERACTIVE);
    });
    if (code !== 0) throw new ToolError(`apt-get install -y ${names.join(" ")} failed:\n${output.trim()}`, 3);
  };
  const turn = queue.then(install);
  queue = turn.catch(() => {});
  return turn;
}

/**
 * Returns the version that apt-get would install, as [major, minor].
 * @param {string} name
 */
export async function findAptVersion(name) {
  await updatePackageList();
  const { stdout } = await runCaptured("apt-cache", ["policy", name], { env: { ...process.env, LC_ALL: "C" } });
  const [, major, minor] = /Candidate: (?:\d+:)?(\d+)\.(\d+)/.exec(stdout) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** The package list of a new container is empty before its first update. @type {Promise<unknown> | undefined} */
let update;
const updatePackageList = () => (update ??= runCaptured("apt-get", ["update", "-qq"], NONINTERACTIVE));
