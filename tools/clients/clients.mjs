/** The clients that the embedded Nexus is tested with: Debian's skopeo, registry, Maven and pip, and crane, built once. npm comes with Node. */
import { aptInstall, hasApt } from "../support/apt.mjs";
import { CACHE, cached } from "../support/cache.mjs";
import { findGo, OLDEST_GO } from "../support/go.mjs";
import { quietly, which } from "../support/process.mjs";
import { announced, Stop, tilde } from "../support/report.mjs";
import { mavenPlugins } from "./maven.mjs";

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

/** The folder to put on PATH; undefined where crane is on PATH already. */
export async function clients() {
  const [crane] = await Promise.all([which("crane") ? undefined : buildCrane(), debians().then(mavenPlugins)]);
  return crane;
}

async function debians() {
  const missing = async () => {
    const there = await Promise.all(Object.values(PROGRAMS).map(({ isThere }) => isThere()));
    return Object.entries(PROGRAMS).filter((_, index) => !there[index]);
  };
  const wanted = await missing();
  if (wanted.length > 0 && hasApt()) await aptInstall(wanted.map(([, program]) => program.package));
  const left = await missing();
  if (left.length === 0) return;
  throw new Stop(
    `Tests with real clients need ${left.map(([name]) => name).join(", ")}, not found. ` +
      `On Debian or Ubuntu, as root: apt-get install -y ${left.map(([, program]) => program.package).join(" ")}`,
    3,
  );
}

/**
 * @param {string} program
 * @param {string} name - of its Debian package
 */
function onPath(program, name) {
  return { package: name, isThere: async () => which(program) !== undefined };
}

async function hasPip() {
  return which("python3") !== undefined && (await quietly("python3", ["-m", "pip", "--version"])).code === 0;
}

function buildCrane() {
  return cached(`crane-${VERSION}-${process.platform}-${process.arch}`, async (into) => {
    const go = await findGo();
    if (!go) {
      const need = `no Go ${OLDEST_GO} or later to build it with`;
      throw new Stop(`Tests with real clients need crane ${VERSION}: not on PATH, and ${need}.`, 3);
    }
    const how = `built from Go modules, about 1 min, once a machine, kept in ${tilde(CACHE)}`;
    const env = { ...process.env, GOTOOLCHAIN: "auto", GOWORK: "off", GOFLAGS: "", CGO_ENABLED: "0" };
    const { code, output } = await announced(`crane ${VERSION}`, how, () =>
      quietly(go, ["install", "-trimpath", `${MODULE}@v${VERSION}`], { env: { ...env, GOBIN: into } }),
    );
    if (code !== 0) throw new Stop(`crane ${VERSION} could not be built from Go modules:\n${output.trim()}`, 3);
  });
}
