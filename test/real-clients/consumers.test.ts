/** Reads generated consumer files with skopeo, Maven, npm and pip. The passwords contain special characters. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, docker as connector, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import type { Consumers } from "../../src/client-config/consumers.ts";
import { ConsumerContext } from "../../src/clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../src/clients/consumers/consumer-file-generators.ts";
import { createClientConfig } from "../../src/estate/declared-client-config.ts";
import { toSecurityModel } from "../../src/estate/declared-security.ts";
import { DEPLOY, fetchMavenPlugins } from "../../tools/clients/maven.mjs";
import { declare, estateOf } from "../estate/support.ts";
import { Home } from "./support/home.ts";

const username = "ci";
const password = `p"a's\\s <&> $HOME %41 %(x)s #;= \`x\` é𝄞: @/?`;
/** Maven substitutes `$` and braces, so its password has none. */
const mavenPassword = password.replace("$HOME", "HOME");
/** pip sends Latin-1, so its password has only ASCII characters. */
const pipPassword = password.replace(/[^ -~]/gu, "");

const repositories = {
  apps: "docker-hosted",
  "maven-hosted": "maven-hosted",
  "npm-hosted": "npm-hosted",
  "pypi-hosted": "pypi-hosted",
} as const;
const consumersAs = (user: string): Consumers => ({
  docker: { user, repositories: ["apps"] },
  maven: { user, mirror: "maven-hosted", releases: "maven-hosted" },
  npm: { user, read: "npm-hosted", publish: "npm-hosted" },
  pip: { user, read: "pypi-hosted", publish: "pypi-hosted" },
});

let nexus: EmbeddedNexus;
const home = new Home();

beforeAll(async () => {
  nexus = await startNexus();
  const create = async (path: string, body: object) => expect((await ask(nexus, "POST", path, body)).status).toBe(201);
  await create("/v1/repositories/docker/hosted", hosted("apps", connector({ httpPort: 5002 })));
  await create("/v1/repositories/maven/hosted", {
    ...hosted("maven-hosted"),
    maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" },
  });
  await create("/v1/repositories/npm/hosted", hosted("npm-hosted"));
  await create("/v1/repositories/pypi/hosted", hosted("pypi-hosted"));
  const userFields = {
    firstName: "c",
    lastName: "i",
    emailAddress: "ci@localhost",
    status: "active",
    roles: ["nx-admin"],
  };
  for (const [userId, secret] of [
    [username, password],
    ["maven", mavenPassword],
    ["pip", pipPassword],
  ])
    expect((await ask(nexus, "POST", "/v1/security/users", { ...userFields, userId, password: secret })).status).toBe(
      200,
    );
});

afterAll(async () => {
  await nexus.stop();
  home.remove();
});

/** Writes the files of a consumer to a folder and returns its path. */
function writeConsumerFiles(kind: ConsumerKind, user = username): string {
  const estate = estateOf([
    ...Object.entries(repositories).map(([name, kind]) =>
      declare(kind, name, kind === "docker-hosted" ? { docker: { httpPort: 5002 } } : {}),
    ),
    declare("user", user, { roles: ["nx-admin"] }),
  ]);
  const registries = { apps: `http://127.0.0.1:${nexus.connectorPort("apps")}` };
  const parts = { consumers: consumersAs(user) };
  const clientConfig = createClientConfig("test", nexus.url, estate, {
    clients: { registries },
    clientConfig: parts,
    chains: [],
  });
  const context = new ConsumerContext(clientConfig, toSecurityModel(estate), {
    ci: password,
    maven: mavenPassword,
    pip: pipPassword,
  });
  for (const { path, text } of consumerFileGenerators[kind](context)) write(join(kind, path), text);
  return home.file(kind);
}

function write(path: string, text: string): string {
  const file = home.file(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Runs a client, expects that it succeeds, and returns its output. */
async function runClient(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const { code, output } = await home.run(program, args, environment);
  expect(code, output).toBe(0);
  return output;
}

describe("generated files", () => {
  it("let skopeo push and pull with config.json", { tags: ["skopeo"] }, async () => {
    const config = join(writeConsumerFiles("docker"), "config.json");
    const image = home.file("image");
    // An image without layers in skopeo's folder format.
    const layout = {
      config: "e30=",
      digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    };
    write("image/version", "Directory Transport Version: 1.1\n");
    write(`image/${layout.digest.slice("sha256:".length)}`, "{}");
    const manifest = {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: layout.digest, size: 2 },
      layers: [],
    };
    write("image/manifest.json", JSON.stringify(manifest));
    const reference = `docker://127.0.0.1:${nexus.connectorPort("apps")}/orchestrator/server:1.0.0`;
    const common = ["--authfile", config];
    await runClient("skopeo", ["copy", "--dest-tls-verify=false", ...common, `dir:${image}`, reference]);
    const raw = await runClient("skopeo", ["inspect", "--raw", "--tls-verify=false", ...common, reference]);
    expect(JSON.parse(raw)).toMatchObject({ config: { digest: layout.digest } });
  });

  it("let Maven deploy and resolve a parent with settings.xml", { tags: ["maven"] }, async () => {
    const settings = join(writeConsumerFiles("maven", "maven"), "settings.xml");
    // The plugins are in the local repository already.
    cpSync(await fetchMavenPlugins(), home.file("m2"), { recursive: true });
    const project = (text: string) =>
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>${text}<packaging>pom</packaging></project>`;
    const maven = (pom: string, goal: string) => {
      const common = ["--batch-mode", "--legacy-local-repository", "--settings", settings, "--file", pom];
      return runClient("mvn", [...common, `-Dmaven.repo.local=${home.file("m2")}`, goal]);
    };
    const parent = "<groupId>com.example</groupId><artifactId>parent</artifactId><version>1.0</version>";
    const deploy = DEPLOY.replace("deploy-file", "deploy");
    expect(await maven(write("parent/pom.xml", project(parent)), deploy)).toContain("Uploaded to maven-hosted");
    const child = project(`<parent>${parent}<relativePath/></parent><artifactId>child</artifactId>`);
    expect(await maven(write("child/pom.xml", child), "validate")).toContain("Downloaded from maven-hosted");
  });

  it("let npm publish and install with .npmrc", async () => {
    const userconfig = join(writeConsumerFiles("npm"), ".npmrc");
    write("package/package.json", JSON.stringify({ name: "@example/thing", version: "1.0.0" }));
    const [, registry = ""] = /npm publish (--registry \S+)/.exec(readFileSync(userconfig, "utf8")) ?? [];
    const common = ["--userconfig", userconfig, "--cache", home.file("npm-cache"), "--no-update-notifier"];
    const own = { npm_config_registry: "", npm_config_userconfig: "" };
    const [option = "", url = ""] = registry.split(" ");
    await runClient("npm", ["publish", "./package", option, url, "--access", "public", ...common], own);
    const into = ["--prefix", home.file("installed"), "--no-fund", "--no-audit"];
    await runClient("npm", ["install", "@example/thing", ...into, ...common], own);
    expect(existsSync(home.file("installed/node_modules/@example/thing/package.json"))).toBe(true);
  });

  it("let pip download with pip.conf what twine uploads with .pypirc", { tags: ["pip"] }, async () => {
    const at = writeConsumerFiles("pip", "pip");
    // Twine reads the file with Python's configparser, which is used here too.
    const read = `import configparser, json; c = configparser.RawConfigParser(); c.read("${at}/.pypirc", encoding="utf-8"); print(json.dumps(dict(c["nexus"])))`;
    const found = JSON.parse(await runClient("python3", ["-c", read])) as Record<string, string>;
    expect(found).toEqual({
      repository: `${nexus.url}/repository/pypi-hosted/`,
      username: "pip",
      password: pipPassword,
    });
    const wheel = "thing-1.0-py3-none-any.whl";
    const pack = `import zipfile
with zipfile.ZipFile("${wheel}", "w") as z:
    z.writestr("thing.py", "")
    z.writestr("thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: thing\\nVersion: 1.0\\n")
    z.writestr("thing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr("thing-1.0.dist-info/RECORD", "")`;
    await runClient("python3", ["-c", pack]);
    const form = new FormData();
    const fields = {
      ":action": "file_upload",
      protocol_version: "1",
      name: "thing",
      version: "1.0",
      metadata_version: "2.1",
    };
    for (const [name, value] of Object.entries({ ...fields, filetype: "bdist_wheel", pyversion: "py3" }))
      form.append(name, value);
    form.append("content", new Blob([readFileSync(home.file(wheel))]), wheel);
    const basic = Buffer.from(`${found.username}:${found.password}`).toString("base64");
    const posted = await fetch(found.repository ?? "", {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: form,
    });
    expect(posted.status).toBe(200);
    const into = home.file("downloaded");
    await runClient("python3", ["-m", "pip", "download", "--no-deps", "--no-cache-dir", "--dest", into, "thing==1.0"], {
      PIP_CONFIG_FILE: join(at, "pip.conf"),
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIP_INDEX_URL: "",
      PIP_EXTRA_INDEX_URL: "",
    });
    expect(readFileSync(join(into, wheel)).length).toBeGreaterThan(0);
  });
});
