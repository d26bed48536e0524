/** The Pulumi CLI: the one on PATH, or Pulumi's own download, or built from Go modules where that is not reachable. */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CACHE, cached } from "../support/cache.mjs";
import { contents, ROOT } from "../support/checkout.mjs";
import { findGo, OLDEST_GO } from "../support/go.mjs";
import { quietly, which } from "../support/process.mjs";
import { announced, Stop, say, tilde } from "../support/report.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The CLI has the version of the SDK that is locked: go.mod pins the same, and a test holds the two together. */
const VERSION = JSON.parse(contents(join(ROOT, "package.json"))).dependencies["@pulumi/pulumi"];

const NAME = `Pulumi CLI ${VERSION}`;

/** Refresh and destroy take --run-program for inline programs too since this one. */
const OLDEST = [3, 183];

/** A download that has started but does not come to its end is given up after this. */
const DOWNLOAD_MS = 300_000;

/** The folder to put first on PATH; undefined where `pulumi` is on PATH already. */
export async function pulumi() {
  if (await onPath()) return undefined;
  const home = await cached(`pulumi-${VERSION}-${process.platform}-${process.arch}`, (into) =>
    announced(NAME, `not on PATH; downloading it from Pulumi, once a machine, into ${tilde(CACHE)}`, async () => {
      const failure = await download(into);
      if (failure) await build(into, failure);
    }),
  );
  const bin = join(home, "bin");
  if (existsSync(join(bin, "language-host.mjs"))) addLanguageHost(bin); // This checkout's may be newer.
  return bin;
}

async function onPath() {
  const found = which("pulumi");
  if (!found) return false;
  const { stdout } = await quietly(found, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(stdout) ?? [];
  if (Number(major) === OLDEST[0] && Number(minor) >= Number(OLDEST[1])) return true;
  say(`${tilde(found)} is ${stdout.trim() || "broken"}; ${OLDEST.join(".")} or later is needed: another is used.`);
  return false;
}

/**
 * Gives the reason where it fails.
 * @param {string} into
 */
async function download(into) {
  const node = which("node", join(ROOT, "node_modules/.bin")) ?? process.execPath;
  const { code, output } = await quietly(node, [join(HERE, "download.mjs"), into], {
    env: { ...process.env, NODE_USE_ENV_PROXY: "1" },
    timeout: DOWNLOAD_MS,
  });
  return code === 0 ? undefined : output.trim().split("\n").at(-1) || "it took too long";
}

/**
 * @param {string} into
 * @param {string} failure why it could not be downloaded
 */
async function build(into, failure) {
  const bin = join(into, "bin");
  const go = await findGo();
  if (!go) {
    throw new Stop(
      `The Pulumi CLI is not on PATH, could not be downloaded (${failure}), ` +
        `and there is no Go ${OLDEST_GO} or later to build it with.\n` +
        `Install the Pulumi CLI ${VERSION}, or Go ${OLDEST_GO} or later.`,
      3,
    );
  }
  say(`${NAME}: no download from there, so it is built from Go modules, about 2 min on 2 cores`);
  const { code, output } = await quietly(
    go,
    [
      ...["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", join(bin, "pulumi")],
      ...["-ldflags", `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSION}`],
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ],
    // The Go toolchain that go.mod asks for may be newer than the one installed; a C compiler is not needed.
    { cwd: HERE, env: { ...process.env, GOTOOLCHAIN: "auto", GOWORK: "off", CGO_ENABLED: "0", GOTMPDIR: into } },
  );
  if (code !== 0) {
    throw new Stop(
      `The Pulumi CLI could neither be downloaded (${failure}) nor be built from Go modules:\n${output.trim()}\n` +
        `Put the Pulumi CLI ${VERSION} on PATH, or make Pulumi's site or a Go module proxy (GOPROXY) reachable.`,
      3,
    );
  }
  addLanguageHost(bin);
}

/**
 * What Pulumi's own download has beside the CLI for Node, and the Go modules have not.
 * @param {string} bin
 */
function addLanguageHost(bin) {
  put(bin, "language-host.mjs", contents(join(HERE, "language-host.mjs")));
  put(bin, "pulumi-language-nodejs", `#!/bin/sh\nexec node "$(dirname "$0")/language-host.mjs" "$@"\n`);
  put(bin, "pulumi-resource-pulumi-nodejs", contents(join(HERE, "dynamic-provider.sh")));
}

/**
 * Writes a program where it is not there already; in one go, as others may be starting it.
 * @param {string} folder
 * @param {string} name
 * @param {string} text
 */
function put(folder, name, text) {
  const file = join(folder, name);
  if (contents(file) === text) return;
  writeFileSync(`${file}.${process.pid}`, text, { mode: 0o755 });
  renameSync(`${file}.${process.pid}`, file);
}
