/** Installs the real Nexus Core that tests run against. Maven downloads it from the repository that it is configured for. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLUGIN_CHECKSUMS } from "../clients/maven.mjs";
import { installAptPackages } from "../support/apt.mjs";
import { CACHE, getCachedFolder } from "../support/cache.mjs";
import { readChecksums, verifyFolder } from "../support/checksums.mjs";
import { describeInstallation, MissingToolsError } from "../support/missing-tools.mjs";
import { runCaptured, which } from "../support/process.mjs";
import { reportProgress, shortenHome } from "../support/report.mjs";
import { findJava17 } from "./java.mjs";

/** The last release whose Core is a zip on Maven Central. */
export const VERSION = "3.71.0-06";

const CHECKSUMS = fileURLToPath(new URL("checksums.txt", import.meta.url));
const POM = fileURLToPath(new URL("pom.xml", import.meta.url));
const ARTIFACT = `org.sonatype.nexus.assemblies:nexus-base-template:${VERSION}:zip`;
const DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
const DEBIAN = ["openjdk-17-jdk-headless", "maven"];

/**
 * Returns the folder of the Core, installed first if necessary, and the JAVA_HOME to start it with.
 * @returns {Promise<{ home: string, java: string }>}
 */
export async function installCore() {
  const folder = await getCachedFolder(`nexus-core-${VERSION}`, async (into) => {
    const { mvn, java } = await findTools();
    const how = `134 MB by Maven, about 20 s, once per machine, cached in ${shortenHome(CACHE)}`;
    await reportProgress(`Nexus Core ${VERSION}`, how, () => unpack(mvn, java, into));
  });
  const java = findJava17() ?? (await findTools()).java;
  return { home: join(folder, `nexus-base-template-${VERSION}`), java };
}

/**
 * Fetches the zip in a Maven repository of its own, verifies it, and unpacks it from there without the network.
 * @param {string} mvn
 * @param {string} java
 * @param {string} into
 */
async function unpack(mvn, java, into) {
  const repository = join(into, ".m2");
  const run = async (/** @type {string[]} */ ...args) => {
    const usual = ["--batch-mode", "--quiet", "--strict-checksums", "-Dstyle.color=never"];
    const { code, output } = await runCaptured(mvn, [...usual, `-Dmaven.repo.local=${repository}`, ...args], {
      cwd: into,
      env: { ...process.env, JAVA_HOME: java },
    });
    if (code === 0) return;
    const reason = `Maven cannot fetch version ${VERSION}`;
    const remedy = "name a mirror of Maven Central in the settings.xml of Maven";
    throw new MissingToolsError({ tool: "core", reason, remedy, output });
  };
  const place = ["--file", POM, `-Dnexus.version=${VERSION}`, `-Dnexus.into=${into}`];
  await run(`${DEPENDENCY_PLUGIN}:get`, `-Dartifact=${ARTIFACT}`, "-Dtransitive=false");
  const { record, hashes } = readChecksums(CHECKSUMS);
  const expected = {
    record: `${record} or ${PLUGIN_CHECKSUMS.record}`,
    hashes: { ...PLUGIN_CHECKSUMS.hashes, ...hashes },
  };
  await verifyFolder(repository, expected, (path) => /\.(jar|zip)$/.test(path));
  await run("--offline", ...place, `${DEPENDENCY_PLUGIN}:unpack`);
  rmSync(repository, { recursive: true });
}

async function findTools() {
  const missing = () => [...(findJava17() ? [] : ["Java 17"]), ...(which("mvn") ? [] : ["mvn"])];
  const output = missing().length > 0 ? await installAptPackages(DEBIAN) : undefined;
  const java = findJava17();
  const mvn = which("mvn");
  if (java && mvn) return { java, mvn };
  const reason = `${missing().join(" and ")} not found`;
  const remedy = describeInstallation(DEBIAN, "brew install openjdk@17 maven");
  throw new MissingToolsError({ tool: "core", reason, remedy, ...(output && { output }) });
}
