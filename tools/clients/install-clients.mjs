/** The clients for tests with real clients: skopeo, registry, Maven and pip from Debian, and crane, built once. npm comes with Node. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installAptPackages } from "../support/apt.mjs";
import { CACHE, getCachedFolder } from "../support/cache.mjs";
import { readChecksums, verifyFolder } from "../support/checksums.mjs";
import { buildGoTool, findGo, OLDEST_GO } from "../support/go.mjs";
import { describeInstallation, MissingToolsError } from "../support/missing-tools.mjs";
import { runCaptured, which } from "../support/process.mjs";
import { reportProgress, shortenHome } from "../support/report.mjs";

/**
 * @typedef {object} Program
 * @property {import("../support/missing-tools.mjs").MissingTool["tool"]} tool
 * @property {string} command
 * @property {string} debian its package in Debian
 * @property {string} [macos] how to install it on macOS
 * @property {() => Promise<boolean> | boolean} isInstalled
 */

/** @type {readonly Program[]} */
const PROGRAMS = [
  onPath("skopeo", "skopeo", "skopeo", "brew install skopeo"),
  onPath("docker-registry", "docker-registry", "docker-registry"),
  onPath("htpasswd", "htpasswd", "apache2-utils"),
  onPath("maven", "mvn", "maven", "brew install maven"),
  { tool: "pip", command: "python3 -m pip", debian: "python3-pip", isInstalled: hasPip },
];

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The version that crane/go.mod names. */
const VERSION = "0.20.7";
const PLATFORM = `${process.platform}-${process.arch}`;

/** Installs missing programs with Debian's packages. */
export async function installClientPrograms() {
  const missing = await findMissing();
  const output = missing.length > 0 ? await installAptPackages(missing.map(({ debian }) => debian)) : undefined;
  const left = (await findMissing()).map(({ tool, command, debian, macos }) => ({
    tool,
    reason: `${command} not found`,
    remedy: describeInstallation([debian], macos),
    ...(output && { output }),
  }));
  if (left.length > 0) throw new MissingToolsError(...left);
}

async function findMissing() {
  const isInstalled = await Promise.all(PROGRAMS.map((program) => program.isInstalled()));
  return PROGRAMS.filter((_, index) => !isInstalled[index]);
}

/**
 * @param {Program["tool"]} tool
 * @param {string} command
 * @param {string} debian
 * @param {string} [macos]
 * @returns {Program}
 */
function onPath(tool, command, debian, macos) {
  return { tool, command, debian, ...(macos && { macos }), isInstalled: () => which(command) !== undefined };
}

async function hasPip() {
  return which("python3") !== undefined && (await runCaptured("python3", ["-m", "pip", "--version"])).code === 0;
}

/** Builds crane. Returns the folder to put on PATH; undefined if crane is on PATH already. */
export async function installCrane() {
  if (which("crane")) return undefined;
  const folder = await getCachedFolder(`crane-v${VERSION}-${PLATFORM}`, async (into) => {
    const go = await findGo();
    const remedy = `install crane ${VERSION}, or Go ${OLDEST_GO} or later, which builds it from Go modules (GOPROXY)`;
    if (!go) throw new MissingToolsError({ tool: "crane", reason: "neither crane nor Go is on PATH", remedy });
    const how = `built from Go modules, about 1 min, once per machine, cached in ${shortenHome(CACHE)}`;
    const source = { module: join(HERE, "crane"), tool: "github.com/google/go-containerregistry/cmd/crane", into };
    const { code, output } = await reportProgress(`crane ${VERSION}`, how, () => buildGoTool(go, source));
    if (code !== 0)
      throw new MissingToolsError({ tool: "crane", reason: "it cannot be built from Go modules", remedy, output });
  });
  await verifyCrane(folder);
  return folder;
}

/** @param {string} folder */
async function verifyCrane(folder) {
  const { record, hashes } = readChecksums(join(HERE, "crane-checksums.txt"));
  const crane = hashes[`${PLATFORM}/crane`];
  // Platforms without a recorded hash have only the hashes of the sources, in go.sum.
  await verifyFolder(
    folder,
    { record, hashes: { ...(crane && { crane }) } },
    (path) => path !== "crane" || Boolean(crane),
  );
}
