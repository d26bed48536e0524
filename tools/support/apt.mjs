/** Debian packages, where they can be installed without asking anybody: as root, with apt-get. */
import { quietly, which } from "./process.mjs";
import { announced, Stop } from "./report.mjs";

const NONINTERACTIVE = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };

export const hasApt = () => process.getuid?.() === 0 && which("apt-get") !== undefined;

/** One apt-get at a time: a second would fail on dpkg's lock. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {readonly string[]} names */
export function aptInstall(names) {
  const install = async () => {
    const how = `apt-get install ${names.join(" ")}, about 1 min`;
    const { code, output } = await announced("Debian packages", how, async () => {
      await knowPackages();
      return quietly("apt-get", ["install", "-y", "--no-install-recommends", ...names], NONINTERACTIVE);
    });
    if (code !== 0) throw new Stop(`apt-get install -y ${names.join(" ")} failed:\n${output.trim()}`, 3);
  };
  const turn = queue.then(install);
  queue = turn.catch(() => {});
  return turn;
}

/**
 * The version that apt-get would install, as [major, minor].
 * @param {string} name
 */
export async function aptCandidate(name) {
  await knowPackages();
  const { stdout } = await quietly("apt-cache", ["policy", name], { env: { ...process.env, LC_ALL: "C" } });
  const [, major, minor] = /Candidate: (?:\d+:)?(\d+)\.(\d+)/.exec(stdout) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** A fresh container knows no packages before its first update. @type {Promise<unknown> | undefined} */
let update;
const knowPackages = () => (update ??= quietly("apt-get", ["update", "-qq"], NONINTERACTIVE));
