import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../src/client/digest.ts";
import { pushImage } from "../../src/client/image.ts";
import { RegistryClient } from "../../src/client/registry.ts";
import { type EmbeddedNexus, startNexus } from "../../src/embedded/index.ts";
import { nexusIac } from "../support/command.ts";
import { program } from "./support/scene.ts";
import { Workspace } from "./support/workspace.ts";

const body = `
  const password = (userId: string) => "the password of " + userId;
  export default estate({
    handbook: {
      naming: [
        { repositories: ["images-dev"], images: ["orchestrator/<project>"], tags: ["<version>", "latest"] },
        { repositories: ["images-uat", "images-prod"], images: ["orchestrator/<project>"], tags: ["<version>"] },
      ],
    },
    declare() {
      new PromotionChain("images", {
        format: docker,
        stages: {
          dev: { docker: { httpPort: 18443 }, retainDays: 30 },
          uat: { docker: { pathEnabled: true } },
          prod: { docker: { pathEnabled: true } },
          unreached: {},
        },
        group: { docker: { httpPort: 18444 } },
        writers: ["ci"],
        promoters: ["promoter"],
        password,
      });
      const apps = new docker.Hosted("apps", { docker: { pathEnabled: true }, storage: { writePolicy: "ALLOW_ONCE" } });
      PromotionChain.of("tags", { build: apps, tested: { repository: apps, suffix: "-tested" } });
      new Access("tagger", { description: "tags", privileges: apps.privileges(...push), users: ["tagger"], password });
      new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
      return { passwords: { promoter: password("promoter"), tagger: password("tagger"), ci: password("ci") } };
    },
  })();
`;

let nexus: EmbeddedNexus;
let stack: Workspace;
let handbook: string;
let folder: string;

/** Runs `nexus-iac` with the stack's handbook, as a user. */
async function run(user: string, ...args: string[]) {
  const environment = { ...stack.environment, NEXUS_USERNAME: user, NEXUS_PASSWORD: `the password of ${user}` };
  const { status, stdout, stderr } = await nexusIac([...args, "--handbook", handbook], { cwd: folder, environment });
  return { status, output: stdout + stderr };
}

const promote = (...args: string[]) => run("promoter", "promote", ...args);

/** A registry's client, where the images of a repository are, and what stands before their names. */
function registryOf(repository: string, user: string): { registry: RegistryClient; prefix: string } {
  const port = nexus.connectorPort(repository);
  const url = port === undefined ? nexus.url : `http://127.0.0.1:${port}`;
  const registry = new RegistryClient({ url, username: user, password: `the password of ${user}` });
  return { registry, prefix: port === undefined ? `${repository}/` : "" };
}

async function pushed(repository: string, user: string, image: string, tag: string, content: string): Promise<string> {
  const { registry, prefix } = registryOf(repository, user);
  try {
    return await pushImage(registry, prefix + image, tag, [Buffer.from(content)]);
  } finally {
    await registry.close();
  }
}

/** What a tag is there; nothing where it is not. */
async function digestAt(repository: string, user: string, image: string, tag: string): Promise<string | undefined> {
  const { registry, prefix } = registryOf(repository, user);
  try {
    return await registry.digest(prefix + image, tag);
  } finally {
    await registry.close();
  }
}

beforeAll(async () => {
  nexus = await startNexus();
  stack = await Workspace.open({
    program: program(body),
    config: { url: nexus.url, username: "admin" },
    secrets: { password: "admin123" },
  });
  folder = stack.folder;
  handbook = join(folder, "handbook.json");
  const { code, output } = await stack.up();
  if (code !== 0) throw new Error(output);
  const registries = { "images-dev": `http://127.0.0.1:${nexus.connectorPort("images-dev")}` };
  await stack.configure({ clients: { registries } });
  const written = await nexusIac(["handbook", "--stack", stack.stack, "--out", handbook], {
    cwd: folder,
    environment: stack.environment,
  });
  if (written.status !== 0) throw new Error(written.stderr);
});

afterAll(async () => {
  stack?.close();
  await nexus?.stop();
});

describe("an image", () => {
  it("is promoted by its digest, stage by stage, and noted; a second time it is there already", async () => {
    const digest = await pushed("images-dev", "ci", "orchestrator/server", "1.0.0", "first");
    const before = await promote("orchestrator/server:1.0.0", "--from", "dev", "--to", "uat", "--dry-run");
    expect(before).toMatchObject({
      status: 0,
      output: expect.stringContaining("would be promoted: orchestrator/server:1.0.0"),
    });
    expect(await digestAt("images-uat", "promoter", "orchestrator/server", "1.0.0")).toBeUndefined();

    const record = join(folder, "promotions.jsonl");
    for (const [from, to] of [
      ["dev", "uat"],
      ["uat", "prod"],
    ] as const) {
      const done = await promote("orchestrator/server:1.0.0", "--from", from, "--to", to, "--record", record);
      expect(done).toEqual({
        status: 0,
        output: `promoted: orchestrator/server:1.0.0 from ${from} (images-${from}) to ${to} (images-${to}): ${digest}\n`,
      });
      expect(await digestAt(`images-${to}`, "promoter", "orchestrator/server", "1.0.0")).toBe(digest);
    }
    const again = await promote("orchestrator/server:1.0.0", "--from", "dev", "--to", "uat", "--record", record);
    expect(again).toMatchObject({ status: 0, output: expect.stringContaining("already there: ") });
    const lines = readFileSync(record, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        by: expect.stringMatching(/^nexus-iac \d/),
        ...{
          user: "promoter",
          outcome: "promoted",
          chain: "images",
          format: "docker",
          what: "orchestrator/server:1.0.0",
        },
        from: { stage: "dev", repository: "images-dev" },
        to: { stage: "uat", repository: "images-uat", name: "orchestrator/server:1.0.0" },
        contents: [{ name: "orchestrator/server:1.0.0", digest }],
      },
      { outcome: "promoted", to: { stage: "prod" } },
      { outcome: "already there", to: { stage: "uat" } },
    ]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("nexus-iac-promote-"))).toEqual([]);
  });

  it("is promoted with all its platforms", async () => {
    const { registry } = registryOf("images-dev", "ci");
    const platforms = ["amd64", "arm64"];
    const manifests = [];
    for (const architecture of platforms) {
      const digest = await pushImage(registry, "orchestrator/many", architecture, [Buffer.from(architecture)]);
      const { bytes, mediaType } = await registry.manifest("orchestrator/many", digest);
      manifests.push({ mediaType, digest, size: bytes.length, platform: { architecture, os: "linux" } });
    }
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    await registry.pushManifest("orchestrator/many", "1.0.0", { mediaType, bytes });
    await registry.close();
    const { status, output } = await promote("orchestrator/many:1.0.0", "--from", "dev", "--to", "uat", "--json");
    expect(status, output).toBe(0);
    expect(JSON.parse(output).contents.map(({ digest }: { digest: string }) => digest)).toEqual([
      digestOf(bytes),
      ...manifests.map(({ digest }) => digest),
    ]);
    for (const { digest } of manifests)
      expect(await digestAt("images-uat", "promoter", "orchestrator/many", digest)).toBe(digest);
  });

  it("is promoted by its tag's ending, where the stages are one repository", async () => {
    const digest = await pushed("apps", "tagger", "demo/web", "1.0.0", "tagged");
    const { status, output } = await run("tagger", "promote", "demo/web:1.0.0", "--from", "build", "--to", "tested");
    expect(status, output).toBe(0);
    expect(output).toContain("as demo/web:1.0.0-tested");
    expect(await digestAt("apps", "tagger", "demo/web", "1.0.0-tested")).toBe(digest);
  });

  it("is refused where it would skip a stage, go back, overwrite, or be called as it may not be there", async () => {
    await pushed("images-dev", "ci", "orchestrator/refused", "1.0.0", "one");
    await pushed("images-dev", "ci", "orchestrator/refused", "latest", "one");
    const said = async (...args: string[]) => {
      const { status, output } = await promote(...args);
      expect(status, output).toBe(1);
      return output;
    };
    expect(await said("orchestrator/refused:1.0.0", "--from", "dev", "--to", "prod")).toContain(
      "promote from dev to uat first",
    );
    expect(await said("orchestrator/refused:1.0.0", "--from", "uat", "--to", "dev")).toContain("nothing goes back");
    expect(await said("orchestrator/refused:latest", "--from", "dev", "--to", "uat")).toContain(
      "only images-dev takes it",
    );
    expect(await said("orchestrator/refused:1.0.1", "--from", "dev", "--to", "uat")).toContain('did you mean "1.0.0"?');
    expect(await said("orchestrator/refused:1.0.0", "--from", "prod", "--to", "unreached")).toContain(
      "clients of images do not reach images-unreached: give it docker.pathEnabled (Nexus 3.83.0 or later)",
    );
    expect((await promote("orchestrator/refused:1.0.0", "--from", "dev", "--to", "uat")).status).toBe(0);
    await pushed("images-dev", "ci", "orchestrator/refused", "1.0.0", "two");
    expect(await said("orchestrator/refused:1.0.0", "--from", "dev", "--to", "uat")).toContain(
      "is in images-uat already, and is another",
    );
    const { status, output } = await run("ci", "promote", "orchestrator/refused:1.0.0", "--from", "dev", "--to", "uat");
    expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining("403") });
  });

  it("is promoted by the one user of the stack who may, whose password it knows", async () => {
    await pushed("images-dev", "ci", "orchestrator/stack", "1.0.0", "stack");
    const { status, stdout, stderr } = await nexusIac(
      ["promote", "orchestrator/stack:1.0.0", "--from", "dev", "--to", "uat", "--json", "--stack", stack.stack],
      { cwd: folder, environment: { ...stack.environment, NEXUS_USERNAME: undefined, NEXUS_PASSWORD: undefined } },
    );
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ user: "promoter", outcome: "promoted" });
  });
});
