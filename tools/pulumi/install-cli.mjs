/** The Pulumi CLI: the one on PATH, otherwise downloaded from Pulumi, otherwise built from Go modules. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CACHE, getCachedFolder } from "../support/cache.mjs";
import { ROOT, readTextFile } from "../support/checkout.mjs";
import { readChecksums, verifyFolder } from "../support/checksums.mjs";
import { buildGoTool, findGo, OLDEST_GO } from "../support/go.mjs";
import { MissingToolsError } from "../support/missing-tools.mjs";
import { runCaptured, which } from "../support/process.mjs";
import { report, reportProgress, shortenHome, ToolError } from "../support/report.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The version of the CLI is the locked version of the SDK. go.mod pins the same version; a test compares the two. */
const VERSION = JSON.parse(readTextFile(join(ROOT, "package.json"))).dependencies["@pulumi/pulumi"];

const NAME = `Pulumi CLI ${VERSION}`;

const PLATFORM = `${process.platform}-${process.arch}`;
const ARCHIVE = `pulumi-v${VERSION}-${PLATFORM}.tar.gz`;
const SITE = "https://get.pulumi.com/releases/sdk";

const CHECKSUMS = readChecksums(join(HERE, "checksums.txt"));

/** The first version in which refresh and destroy accept --run-program for inline programs too. */
const OLDEST = [3, 183];

/** The time limit of a download. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Installs the CLI. Returns the folder to put first on PATH; undefined if a recent `pulumi` is on PATH already. */
export async function installPulumi() {
  if (await isOnPath()) return undefined;
  const home = await getCachedFolder(
    `pulumi-${VERSION}-${PLATFORM}`,
    (into) =>
      reportProgress(
        NAME,
        `not on PATH; downloading it from Pulumi, once per machine, into ${shortenHome(CACHE)}`,
        async () => {
          const failure = await download(into);
          if (failure) await build(into, failure);
        },
      ),
    // The language host of this checkout may be newer.
    (folder) => (existsSync(join(folder, "bin/language-host.mjs")) ? addLanguageHost(folder) : []),
  );
  const bin = join(home, "bin");
  // The record in the cache could be changed together with the program, the one in the checkout not.
  if (existsSync(join(bin, "language-host.mjs"))) await verifyBuild(bin);
  return bin;
}

/**
 * Throws if the built program has another hash than the recorded one. The build is reproducible, so each machine gets the same.
 * Platforms without a recorded hash have only the hashes of the sources, in go.sum.
 * @param {string} bin
 */
async function verifyBuild(bin) {
  const pulumi = CHECKSUMS.hashes[`${PLATFORM}/pulumi`];
  if (pulumi) await verifyFolder(bin, { ...CHECKSUMS, hashes: { pulumi } }, (path) => path === "pulumi");
}

async function isOnPath() {
  const found = which("pulumi");
  if (!found) return false;
  const { stdout } = await runCaptured(found, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(stdout) ?? [];
  if (Number(major) === OLDEST[0] && Number(minor) >= Number(OLDEST[1])) return true;
  report(
    `${shortenHome(found)} is ${stdout.trim() || "broken"}; ${OLDEST.join(".")} or later is needed. Another CLI is used.`,
  );
  return false;
}

/**
 * Downloads, verifies and unpacks the CLI. Returns the reason if it cannot be downloaded.
 * @param {string} into
 */
async function download(into) {
  if (!CHECKSUMS.hashes[ARCHIVE]) return `${CHECKSUMS.record} has no hash for ${PLATFORM}`;
  const node = which("node", join(ROOT, "node_modules/.bin")) ?? process.execPath;
  const { code, output } = await runCaptured(
    node,
    [join(HERE, "download.mjs"), `${SITE}/${ARCHIVE}`, join(into, ARCHIVE)],
    { env: { ...process.env, NODE_USE_ENV_PROXY: "1" }, timeout: DOWNLOAD_TIMEOUT_MS },
  );
  if (code !== 0) {
    rmSync(join(into, ARCHIVE), { force: true });
    return output.trim().split("\n").at(-1) || "timeout";
  }
  await verifyFolder(into, CHECKSUMS, (path) => path === ARCHIVE);
  await unpack(join(into, ARCHIVE), join(into, "bin"));
  rmSync(join(into, ARCHIVE));
  return undefined;
}

/**
 * Unpacks the programs of the archive.
 * @param {string} archive
 * @param {string} bin
 */
async function unpack(archive, bin) {
  mkdirSync(bin);
  const { code, output } = await runCaptured("tar", ["-xzf", archive, "-C", bin, "--strip-components=1"]);
  if (code !== 0) throw new ToolError(`Cannot unpack ${shortenHome(archive)}:\n${output.trim()}`, 3);
}

/**
 * @param {string} into
 * @param {string} failure why it could not be downloaded
 */
async function build(into, failure) {
  const bin = join(into, "bin");
  const go = await findGo();
  if (!go) {
    throw new MissingToolsError({
      tool: "pulumi",
      reason: `it is not on PATH, cannot be downloaded (${failure}), and there is no Go ${OLDEST_GO} or later to build it`,
      remedy: `install the Pulumi CLI ${VERSION}, or Go ${OLDEST_GO} or later`,
    });
  }
  report(`${NAME}: the download failed; building it from Go modules, about 2 min on 2 cores`);
  const { code, output } = await buildGoTool(go, {
    module: HERE,
    tool: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    into: bin,
    linkerFlags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSION}`,
  });
  if (code !== 0) {
    throw new MissingToolsError({
      tool: "pulumi",
      reason: `it can neither be downloaded (${failure}) nor built from Go modules`,
      remedy: `put the Pulumi CLI ${VERSION} on PATH, or make Pulumi's site or a Go module proxy (GOPROXY) reachable`,
      output,
    });
  }
  addLanguageHost(into);
}

/**
 * Adds the programs for Node that Pulumi's download contains beside the CLI, and the Go modules do not. Returns their paths.
 * @param {string} folder
 */
function addLanguageHost(folder) {
  const programs = {
    "pulumi-language-nodejs": "language-host.mjs",
    "pulumi-resource-pulumi-nodejs": "dynamic-provider.mjs",
  };
  return Object.entries(programs).flatMap(([name, script]) => [
    put(folder, `bin/${script}`, readTextFile(join(HERE, script))),
    put(folder, `bin/${name}`, `#!/bin/sh\nexec node "$(dirname "$0")/${script}" "$@"\n`),
  ]);
}

/**
 * Writes a program if it differs, atomically, because another run may be starting it. Returns its path in the folder.
 * @param {string} folder
 * @param {string} name
 * @param {string} text
 */
function put(folder, name, text) {
  const file = join(folder, name);
  if (readTextFile(file) === text) return name;
  writeFileSync(`${file}.${process.pid}`, text, { mode: 0o755 });
  renameSync(`${file}.${process.pid}`, file);
  return name;
}
