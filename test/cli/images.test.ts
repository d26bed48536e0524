/** `nexus-iac images`, started as a command with a saved client configuration. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { ask, createUser, docker, hosted } from "../../embedded-nexus/test/support/nexuses.ts";
import { pushImage } from "../../src/client/push-image.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { imagesReportSchema } from "../../src/clients/images/images-report.ts";
import { served } from "../client-config/support.ts";
import { list, pod, rules } from "../clients/images/support.ts";
import { type CommandOptions, runNexusIac } from "../support/nexus-iac-command.ts";

const clientConfig: ClientConfig = { ...rules.clientConfig, runtime: rules.runtime };

/** Creates a folder with these files and the client configuration; `run` starts the command in it. */
function folder(files: Record<string, string> = {}, config = clientConfig) {
  const path = mkdtempSync(join(tmpdir(), "nexus-iac-images-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "client-config.json": JSON.stringify(config), ...files })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const run = (args: readonly string[], options?: CommandOptions) =>
    runNexusIac(["images", "--client-config", "client-config.json", ...args], { cwd: path, ...options });
  return { path, run };
}

const allowed = list(pod("web", "demo", { containers: [{ name: "web", image: "apps.example/demo/web:build-1" }] }));
const foreign = list(pod("web", "demo", { containers: [{ name: "web", image: "vendor.example/tool:1" }] }));

describe.concurrent("nexus-iac images", () => {
  it("exits with 0 if all images are allowed, with 2 if one is not", async () => {
    const { run } = folder({ "lab.json": allowed, "uat.json": foreign });
    expect(await run(["--cluster", "lab.json"])).toEqual({
      status: 0,
      stdout: "lab: 1 image: 1 covered; Nexus was not asked\n",
      stderr: "",
    });
    const { status, stdout } = await run(["--cluster", "lab.json", "uat.json"]);
    expect(status).toBe(2);
    expect(stdout).toContain("uat: 1 image: 1 uncovered");
    expect(stdout).toMatch(/^ {2}uncovered {2}vendor\.example\/tool:1 {2}not in the allowlist +in demo$/m);
  });

  it("prints a list if the table is wider than the terminal", async () => {
    const image = `vendor.example/${"a-long-name/".repeat(8)}tool:latest`;
    const { run } = folder({ "uat.json": list(pod("web", "demo", { containers: [{ name: "web", image }] })) });
    const { stdout } = await run(["--cluster", "uat.json"]);
    expect(stdout.split("\n").slice(1)).toEqual([
      `  uncovered    ${image}`,
      ...["not in the allowlist", "mutable tag", "in demo"].map((line) => `${" ".repeat(15)}${line}`),
      "",
    ]);
  });

  it("exits with 0 while an exception covers the image", async () => {
    const excuse = (ends: string) => `- { image: vendor.example/, reason: until it is mirrored, ends: ${ends} }\n`;
    const { run } = folder({
      "uat.json": foreign,
      "now.yaml": excuse("2999-12-31"),
      "then.yaml": excuse("2020-12-31"),
    });
    expect((await run(["--cluster", "uat.json", "--exceptions", "now.yaml"])).status).toBe(0);
    const { status, stdout } = await run(["--cluster", "uat.json", "--exceptions", "then.yaml"]);
    expect(status).toBe(2);
    expect(stdout).toContain("ended on 2020-12-31 (until it is mirrored)\n");
  });

  it("reads several files of a cluster, folders and standard input, and writes a report for each cluster", async () => {
    const sets =
      "kind: ImageTagMirrorSet\nmetadata: { name: t }\nspec: { imageTagMirrors: [{ source: vendor.example, mirrors: [apps.example/v], mirrorSourcePolicy: NeverContactSource }] }\n";
    const files = {
      "a.json": foreign,
      "sets.yaml": sets,
      "site/deep/x.yml": "kind: List\nitems: []\n",
      "site/p.json": allowed,
      "site/README.md": "# no",
    };
    const { path, run } = folder({ ...files, "site/values.yaml": "replicas: 1\n" });
    const { status, stdout } = await run(["--cluster", "uat=a.json", "uat=sets.yaml", "site", "--out", "out"]);
    expect(status, stdout).toBe(0);
    expect(readdirSync(join(path, "out")).sort()).toEqual(["site.json", "site.md", "uat.json", "uat.md"]);
    const report = imagesReportSchema.parse(JSON.parse(readFileSync(join(path, "out/uat.json"), "utf8")));
    expect(report.clusters.map(({ cluster }) => cluster)).toEqual(["uat"]);
    expect(report.clusters[0]?.images[0]).toMatchObject({ verdict: "covered", pulledFrom: "apps.example/v/tool:1" });
    const piped = await run(["--cluster", "lab=-", "--json"], { input: foreign });
    expect(imagesReportSchema.parse(JSON.parse(piped.stdout)).clusters[0]?.cluster).toBe("lab");
    expect(piped.status).toBe(2);
  });

  it("reports an error in one line", async () => {
    const files = {
      "bad.json": '{\n  "kind": List\n}',
      "bad.yaml": "a: [\n",
      "values.yaml": "replicas: 1\n",
      "other/lab.json": allowed,
      "lab.json": allowed,
      "e.yaml": "- { image: x, reason: r, ends: 2027-13-01 }\n",
      "silent.json": JSON.stringify(rules.clientConfig),
    };
    const { run } = folder(files);
    const refused = async (args: readonly string[], code = 1) => {
      const { status, stdout, stderr } = await run(args);
      expect([status, stdout, stderr.trimEnd().split("\n").length]).toEqual([code, "", 1]);
      return stderr;
    };
    expect(await refused(["--cluster", "bad.json"])).toContain("bad.json:2:11: not valid JSON");
    expect(await refused(["--cluster", "bad.yaml"])).toContain("bad.yaml:2:1: not valid YAML");
    expect(await refused(["--cluster", "values.yaml"])).toContain("No images in values.yaml. Supported:");
    expect(await refused(["--cluster", "nowhere.json"], 64)).toContain("Cannot read nowhere.json: ");
    expect(await refused(["--cluster", "lab.json", "other/lab.json"], 64)).toContain(
      "lab.json and other/lab.json would both be the cluster lab. Name the clusters: NAME=FILE",
    );
    expect(await refused(["--cluster", "lab.json", "--exceptions", "e.yaml"])).toContain(
      "e.yaml: [0].ends: must be the last day",
    );
    expect(await refused(["--cluster", "lab.json", "--client-config", "silent.json"])).toContain(
      "lab declares no rules for running images. Declare clientConfig.runtime.allow in its estate",
    );
    expect((await run([])).status).toBe(64);
    expect(await refused(["--cluster", "lab.json", "--as", "x"], 64)).toContain("--as needs --look");
    expect(await refused(["--cluster", "lab.json", "--client-config", "values.yaml"], 64)).toContain(
      "Cannot read values.yaml: ",
    );
  });
});

/** Starts a Nexus with an image in a repository that only `puller` can read. */
async function withImage(): Promise<{ nexus: EmbeddedNexus; registry: string }> {
  const nexus = await startNexus({ builtinRepositories: false });
  onTestFinished(() => nexus.stop());
  await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("apps", docker({ httpPort: 5002 })));
  await createUser(nexus, "puller", ["nx-repository-view-docker-apps-read", "nx-repository-view-docker-apps-browse"]);
  await createUser(nexus, "no-rights", []);
  const registry = `127.0.0.1:${nexus.connectorPort("apps")}`;
  const client = new RegistryClient({ url: `http://${registry}`, username: "admin", password: "admin123" });
  await pushImage(client, "demo/web", "build-1", [Buffer.alloc(512)]);
  await client.close();
  return { nexus, registry };
}

it("looks up images in Nexus with --look, as the given user", async () => {
  const { nexus, registry } = await withImage();
  const config = {
    ...clientConfig,
    url: nexus.url,
    repositories: [served("apps", { registry, insecure: true })],
    runtime: { allow: ["repository:apps"] },
  };
  const images = [`${registry}/demo/web:build-1`, `${registry}/demo/web:build-2`, "quay.example/demo/web:build-1"];
  const { run } = folder({ "images.txt": images.join("\n") }, config);
  const looked = async (username: string, password = "secret") => {
    const environment = { NEXUS_USERNAME: username, NEXUS_PASSWORD: password };
    const { stdout, stderr } = await run(
      ["--cluster", "images.txt", "--look", "--json", "--send-credentials-to", `http://${registry}`],
      {
        environment,
      },
    );
    expect(stderr).toBe("");
    const [cluster] = imagesReportSchema.parse(JSON.parse(stdout)).clusters;
    return Object.fromEntries(
      cluster?.images.map(({ image, nexus, copy, notSeen }) => [image, [nexus, copy ?? notSeen]]) ?? [],
    );
  };
  expect(await looked("puller")).toEqual({
    [images[0] ?? ""]: ["present", undefined],
    [images[1] ?? ""]: ["absent", undefined],
    [images[2] ?? ""]: ["copied", images[0]],
  });
  const refused = await looked("no-rights");
  expect(refused[images[0] ?? ""]).toEqual(["unknown", expect.stringContaining("40")]);
  const wrong = JSON.stringify(await looked("puller", "wr0ng-secret"));
  expect(wrong).toContain("unknown");
  expect(wrong).not.toContain("wr0ng-secret");
});

it.each([
  ["deep.json", '{"kind":"List","items":['.repeat(20_000) + "]}".repeat(20_000)],
  ["deep.yaml", "[".repeat(20_000) + "]".repeat(20_000)],
  ["own.yaml", "kind: List\nitems: &a\n  - kind: List\n    items: *a\n"],
])("refuses %s as nested too deeply", async (file, text) => {
  const { run } = folder({ [file]: text });
  expect(await run(["--cluster", file])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^.*\bnested too deeply\n$/),
  });
});
