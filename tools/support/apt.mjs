/** Installs Debian packages without questions: only as root, and if apt-get exists. */
import { runCaptured, which } from "./process.mjs";
import { reportProgress } from "./report.mjs";

const NONINTERACTIVE = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };

export const hasApt = () => process.getuid?.() === 0 && which("apt-get") !== undefined;

/** Runs one apt-get at a time: a second one would fail on the lock of dpkg. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * Returns the output if the installation fails. Does nothing without root or apt-get.
 * @param {readonly string[]} names
 * @returns {Promise<string | undefined>}
 */
export async function installAptPackages(names) {
  if (!hasApt()) return undefined;
  const install = async () => {
    const how = `apt-get install ${names.join(" ")}, about 1 min`;
    const { code, output } = await reportProgress("Debian packages", how, async () => {
      await updatePackageList();
      return runCaptured("apt-get", ["install", "-y", "--no-install-recommends", ...names], NONINTERACTIVE);
    });
    return code === 0 ? undefined : `apt-get install -y ${names.join(" ")} failed:\n${output.trim()}`;
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
