/** The plugins that tests call Maven with. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CACHE, cached } from "../support/cache.mjs";
import { quietly } from "../support/process.mjs";
import { announced, Stop, tilde } from "../support/report.mjs";

export const DEPLOY = "org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file";
export const GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";

/** A local repository of Maven's that has the plugins with all they need, fetched from wherever this site's Maven fetches. */
export function mavenPlugins() {
  return cached("maven-plugins-1", async (into) => {
    const how = `20 MB by Maven, about 20 s, once a machine, kept in ${tilde(CACHE)}`;
    await announced("Maven's deploy and dependency plugins", how, () => fetchPlugins(into));
  });
}

/**
 * They are fetched by being used, on a repository that is a folder.
 * @param {string} into
 */
async function fetchPlugins(into) {
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
  const { code, output } = await quietly("mvn", [...usual, ...args], { cwd: tmpdir() });
  if (code !== 0) throw new Stop(`Maven could not fetch its plugins:\n${output.trim()}`, 3);
}
