/** Installs the real Nexus Core that tests run against. Maven downloads it from the repository that it is configured for. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aptInstall, hasApt } from "../support/apt.mjs";
import { CACHE, cached } from "../support/cache.mjs";
import { quietly, which } from "../support/process.mjs";
import { announced, Stop, tilde } from "../support/report.mjs";
import { findJava17 } from "./java.mjs";

/** The last release whose Core is a zip on Maven Central. */
export const VERSION = "3.71.0-06";

const POM = fileURLToPath(new URL("pom.xml", import.meta.url));
const DEBIAN = ["openjdk-17-jdk-headless", "maven"];

/**
 * Returns the folder of the Core, installed first if necessary, and the JAVA_HOME to start it with.
 * @returns {Promise<{ home: string, java: string }>}
 */
export async function installCore() {
  const folder = await cached(`nexus-core-${VERSION}`, async (into) => {
    const { mvn, java } = await tools();
    const how = `134 MB by Maven, about 20 s, once a machine, kept in ${tilde(CACHE)}`;
    await announced(`Nexus Core ${VERSION}`, how, () => unpack(mvn, java, into));
  });
  const java = findJava17() ?? (await tools()).java;
  return { home: join(folder, `nexus-base-template-${VERSION}`), java };
}

/**
 * @param {string} mvn
 * @param {string} java
 * @param {string} into
 */
async function unpack(mvn, java, into) {
  const { code, output } = await quietly(
    mvn,
    [
      ...["--batch-mode", "--quiet", "--strict-checksums", "-Dstyle.color=never", "--file", POM],
      ...[`-Dnexus.version=${VERSION}`, `-Dnexus.into=${into}`],
      "org.apache.maven.plugins:maven-dependency-plugin:unpack",
    ],
    { env: { ...process.env, JAVA_HOME: java } },
  );
  if (code !== 0) throw new Stop(`Maven could not fetch the Nexus Core ${VERSION}:\n${output.trim()}`, 3);
}

async function tools() {
  const missing = () => !(findJava17() && which("mvn"));
  if (missing() && hasApt()) await aptInstall(DEBIAN);
  const java = findJava17();
  const mvn = which("mvn");
  if (java && mvn) return { java, mvn };
  throw new Stop(
    "Tests against the real Nexus Core need Java 17 and Maven: " +
      `${[java ? "" : "Java 17", mvn ? "" : "mvn"].filter(Boolean).join(" and ")} not found. ` +
      `On Debian or Ubuntu, as root: apt-get install -y ${DEBIAN.join(" ")}`,
    3,
  );
}
