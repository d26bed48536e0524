/** Finds Java 17. The real Nexus Core runs neither on older nor on newer releases. */
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { which } from "../support/process.mjs";

/** The folders with installed Javas, of Linux packages, macOS, Homebrew and SDKMAN. */
const INSTALLATION_FOLDERS = [
  "/usr/lib/jvm",
  "/Library/Java/JavaVirtualMachines",
  "/opt/homebrew/opt/openjdk@17/libexec",
  "/usr/local/opt/openjdk@17/libexec",
  join(homedir(), ".sdkman/candidates/java"),
];

/** Returns the JAVA_HOME of a Java 17 on this machine; undefined if there is none. */
export function findJava17() {
  const onPath = which("java");
  return [
    process.env.JAVA_HOME,
    onPath && dirname(dirname(realpathSync(onPath))),
    ...INSTALLATION_FOLDERS.flatMap(listChildren).flatMap((home) => [home, join(home, "Contents/Home")]),
  ].find((home) => home && isJava17(home));
}

/** Reads the version from Java's `release` file, so that Java is not started for it. @param {string} home */
function isJava17(home) {
  try {
    return readFileSync(join(home, "release"), "utf8").includes('JAVA_VERSION="17.');
  } catch {
    return false;
  }
}

/** @param {string} folder */
function listChildren(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
