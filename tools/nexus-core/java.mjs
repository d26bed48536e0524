/** Java 17, which the real Nexus Core runs on: older and newer ones do not do. */
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { which } from "../support/process.mjs";

/** Where Javas are installed, by Linux packages, macOS and SDKMAN: a folder each. */
const COLLECTIONS = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", join(homedir(), ".sdkman/candidates/java")];

/** The JAVA_HOME of a Java 17 on this machine. */
export function findJava17() {
  const onPath = which("java");
  return [
    process.env.JAVA_HOME,
    onPath && dirname(dirname(realpathSync(onPath))),
    ...COLLECTIONS.flatMap(children).flatMap((home) => [home, join(home, "Contents/Home")]),
  ].find((home) => home && isJava17(home));
}

/** Every Java says what it is in a file, so none needs to be started. @param {string} home */
function isJava17(home) {
  try {
    return readFileSync(join(home, "release"), "utf8").includes('JAVA_VERSION="17.');
  } catch {
    return false;
  }
}

/** @param {string} folder */
function children(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
