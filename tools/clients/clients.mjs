/** The clients of registries that the embedded Nexus is tested with: Debian's skopeo and registry, and crane, built once. */
import { aptInstall, hasApt } from "../support/apt.mjs";
import { CACHE, cached } from "../support/cache.mjs";
import { findGo, OLDEST_GO } from "../support/go.mjs";
import { quietly, which } from "../support/process.mjs";
import { announced, Stop, tilde } from "../support/report.mjs";
import { packageClients } from "./packages.mjs";

/** Each program, and the Debian package that has it. */
const DEBIAN = { skopeo: "skopeo", "docker-registry": "docker-registry", htpasswd: "apache2-utils" };

const VERSION = "0.20.7";
const MODULE = "github.com/google/go-containerregistry/cmd/crane";

/** The folder to put on PATH; undefined where crane is on PATH already. */
export async function clients() {
  const [crane] = await Promise.all([which("crane") ? undefined : buildCrane(), debians(), packageClients()]);
  return crane;
}

async function debians() {
  const missing = () => Object.entries(DEBIAN).filter(([program]) => !which(program));
  const packages = missing().map(([, name]) => name);
  if (packages.length > 0 && hasApt()) await aptInstall(packages);
  const left = missing();
  if (left.length === 0) return;
  throw new Stop(
    `Tests with real clients need ${left.map(([program]) => program).join(", ")}, not found on PATH. ` +
      `On Debian or Ubuntu, as root: apt-get install -y ${left.map(([, name]) => name).join(" ")}`,
    3,
  );
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
