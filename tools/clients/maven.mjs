/** The Maven plugins for tests with real clients. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CACHE, getCachedFolder } from "../support/cache.mjs";
import { readChecksums, verifyFolder } from "../support/checksums.mjs";
import { MissingToolsError } from "../support/missing-tools.mjs";
import { runCaptured } from "../support/process.mjs";
import { reportProgress, shortenHome } from "../support/report.mjs";

export const DEPLOY = "org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file";
export const GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";

/** The hashes of the libraries of the plugins. Which of them Maven loads follows from POM files, so these need none. */
export const PLUGIN_CHECKSUMS = readChecksums(fileURLToPath(new URL("maven-checksums.txt", import.meta.url)));

/** Returns a local Maven repository with the plugins and their dependencies, fetched from the upstream that Maven is configured with. */
export async function fetchMavenPlugins() {
  const folder = await getCachedFolder("maven-plugins-1", async (into) => {
    const how = `20 MB by Maven, about 20 s, once per machine, cached in ${shortenHome(CACHE)}`;
    await reportProgress("Maven's deploy and dependency plugins", how, () => runPlugins(into));
  });
  await verifyFolder(folder, PLUGIN_CHECKSUMS, isLibrary);
  return folder;
}

/** @param {string} path */
const isLibrary = (path) => path.endsWith(".jar");

/**
 * Fetches the plugins by using them, with a folder as the remote repository.
 * @param {string} into
 */
async function runPlugins(into) {
  const folder = mkdtempSync(join(tmpdir(), "maven-plugins-"));
  try {
    const file = join(folder, "file.jar");
    writeFileSync(file, "PK\u0003\u0004");
    const url = pathToFileURL(join(folder, "repository")).href;
    const artifact = ["-DgroupId=nexus-iac.made", "-DartifactId=made", "-Dversion=1", "-Dpackaging=jar"];
    await maven(into, [DEPLOY, `-Durl=${url}`, `-Dfile=${file}`, ...artifact]);
    await maven(into, [GET, "-Dartifact=nexus-iac.made:made:1", `-DremoteRepositories=made::default::${url}`]);
    rmSync(join(into, "nexus-iac"), { recursive: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} repository
 * @param {readonly string[]} args
 */
async function maven(repository, args) {
  const usual = ["--batch-mode", "--quiet", "-Dstyle.color=never", `-Dmaven.repo.local=${repository}`];
  const { code, output } = await runCaptured("mvn", [...usual, ...args], { cwd: tmpdir() });
  if (code === 0) return;
  const remedy = "name a mirror of Maven Central in the settings.xml of Maven";
  throw new MissingToolsError({ tool: "maven", reason: "Maven cannot fetch its plugins", remedy, output });
}
