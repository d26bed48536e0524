/**
 * `npm run nexus-api -- 3.96.3`: updates the facts about Nexus's API in `embedded-nexus/src/facts` from this version of the
 * TypeScript client that Sonatype publishes, and prints the differences to the former facts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiFactsFile } from "../../embedded-nexus/src/facts.ts";
import { UsageError, UserError, usageExitCode } from "../../src/util/user-error.ts";
import { compareFacts, formatDifferences } from "./differences.ts";
import { formatFacts, formatReleases } from "./fact-files.ts";
import { addKnownFacts } from "./known-facts.ts";
import { type KnownReleases, recordDocument } from "./known-releases.ts";
import { readClient } from "./read-client.ts";

const CLIENT = "@sonatype/nexus-repo-api-client";
const facts = join(import.meta.dirname, "../../embedded-nexus/src/facts");
const [factsFile, releasesFile] = [join(facts, "nexus-api.json"), join(facts, "nexus-api-since.json")];

function update(version: string): void {
  const former: ApiFactsFile = JSON.parse(readFileSync(factsFile, "utf8"));
  const known: KnownReleases = JSON.parse(readFileSync(releasesFile, "utf8"));
  const current = addKnownFacts(downloadFacts(version), former);
  const differences = compareFacts(former, current);
  writeFileSync(factsFile, formatFacts(current));
  writeFileSync(releasesFile, formatReleases(recordDocument(known, differences, current, former)));
  console.log(formatDifferences(differences));
}

function downloadFacts(version: string): ApiFactsFile {
  const folder = mkdtempSync(join(tmpdir(), "nexus-api-"));
  try {
    const { status } = spawnSync("npm", ["pack", "--loglevel=error", `${CLIENT}@${version}`], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0)
      throw new UserError(
        `npm cannot fetch version ${version} of ${CLIENT}. To list its versions: npm view ${CLIENT} versions`,
      );
    execFileSync("tar", ["-xzf", `sonatype-nexus-repo-api-client-${version}.tgz`], { cwd: folder });
    const origin = `npm ${CLIENT}@${version} (Apache-2.0); bounds and statuses: the API document of 3.94.0-12`;
    return readClient(join(folder, "package"), origin);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [version = ""] = process.argv.slice(2);
try {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new UsageError(`Name the version of ${CLIENT}, for example: npm run nexus-api -- 3.96.3`);
  update(version);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? usageExitCode : 1;
}
