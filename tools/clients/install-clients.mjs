/** The clients for tests with real clients: skopeo, registry, Maven and pip from Debian, and crane, built once. npm comes with Node. */
import { hasApt, installAptPackages } from "../support/apt.mjs";
import { CACHE, getCachedFolder } from "../support/cache.mjs";
import { findGo, OLDEST_GO } from "../support/go.mjs";
import { runCaptured, which } from "../support/process.mjs";
import { reportProgress, shortenHome, ToolError } from "../support/report.mjs";
import { fetchMavenPlugins } from "./maven.mjs";

/** @type {Record<string, { package: string, isThere: () => Promise<boolean> }>} */
const PROGRAMS = {
  skopeo: onPath("skopeo", "skopeo"),
  "docker-registry": onPath("docker-registry", "docker-registry"),
  htpasswd: onPath("htpasswd", "apache2-utils"),
  mvn: onPath("mvn", "maven"),
  pip: { package: "python3-pip", isThere: hasPip },
};

const VERSION = "0.20.7";
const MODULE = "github.com/google/go-containerregistry/cmd/crane";

/** Installs missing clients. Returns the folder to put on PATH; undefined if crane is on PATH already. */
export async function installClients() {
  const [crane] = await Promise.all([
    which("crane") ? undefined : buildCrane(),
    installDebianPrograms().then(fetchMavenPlugins),
  ]);
  return crane;
}

async function installDebianPrograms() {
  const findMissing = async () => {
    const isInstalled = await Promise.all(Object.values(PROGRAMS).map(({ isThere }) => isThere()));
    return Object.entries(PROGRAMS).filter((_, index) => !isInstalled[index]);
  };
  const missing = await findMissing();
  if (missing.length > 0 && hasApt()) await installAptPackages(missing.map(([, program]) => program.package));
  const left = await findMissing();
  if (left.length === 0) return;
  throw new ToolError(
    `Tests with real clients need ${left.map(([name]) => name).join(", ")}, which were not found. ` +
      `On Debian or Ubuntu, as root: apt-get install -y ${left.map(([, program]) => program.package).join(" ")}`,
    3,
  );
}

/**
 * @param {string} program
 * @param {string} name the name of its Debian package
 */
function onPath(program, name) {
  return { package: name, isThere: async () => which(program) !== undefined };
}

async function hasPip() {
  return which("python3") !== undefined && (await runCaptured("python3", ["-m", "pip", "--version"])).code === 0;
}

function buildCrane() {
  return getCachedFolder(`crane-${VERSION}-${process.platform}-${process.arch}`, async (into) => {
    const go = await findGo();
    if (!go) {
      const reason = `it is not on PATH, and there is no Go ${OLDEST_GO} or later to build it`;
      throw new ToolError(`Tests with real clients need crane ${VERSION}: ${reason}.`, 3);
    }
    const how = `built from Go modules, about 1 min, once per machine, cached in ${shortenHome(CACHE)}`;
    const env = { ...process.env, GOTOOLCHAIN: "auto", GOWORK: "off", GOFLAGS: "", CGO_ENABLED: "0" };
    const { code, output } = await reportProgress(`crane ${VERSION}`, how, () =>
      runCaptured(go, ["install", "-trimpath", `${MODULE}@v${VERSION}`], { env: { ...env, GOBIN: into } }),
    );
    if (code !== 0) throw new ToolError(`Cannot build crane ${VERSION} from Go modules:\n${output.trim()}`, 3);
  });
}
