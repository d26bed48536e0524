import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContentClient } from "../../src/client/content-client.ts";
import { pushImage } from "../../src/client/push-image.ts";
import { computeDigest } from "../../src/client/registry-client.ts";
import { createCliEnvironment, createProgram, ManualClient } from "../support/stack/test-environment.ts";
import { getPassword, PromotionEnvironment } from "./support/promotion-environment.ts";

const body = `
  const password = (userId: string) => "the password of " + userId;
  export default estate({
    clientConfig: {
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
      for (const [name, format] of Object.entries({ npm, pypi, yum }))
        new PromotionChain(name, { format, stages: { dev: {}, uat: {} }, writers: [name + "-ci"], promoters: [name + "-promoter"], password });
      new Realms("realms", { active: ["NexusAuthenticatingRealm", "DockerToken", "NpmToken"] });
      return { passwords: { promoter: password("promoter"), tagger: password("tagger"), ci: password("ci") } };
    },
  })();
`;

let at: PromotionEnvironment;

const promote = (...args: string[]) => at.run("promoter", "promote", ...args);

beforeAll(async () => {
  at = await PromotionEnvironment.open(body, ["images-dev"]);
});

afterAll(() => at?.close());

it("a chain declares its repositories with growing immutability, and a group with the last stage first", async () => {
  const manual = new ManualClient(at.nexus);
  const all = ["dev", "uat", "prod", "unreached"];
  const policies = await Promise.all(
    all.map(async (stage) => (await manual.get(`/v1/repositories/docker/hosted/images-${stage}`)).storage),
  );
  const writePolicies = ["ALLOW", "ALLOW_ONCE", "ALLOW_ONCE", "ALLOW_ONCE"];
  expect(policies).toMatchObject(writePolicies.map((writePolicy) => ({ writePolicy })));
  expect((await manual.get("/v1/repositories/docker/group/images")).group).toMatchObject({
    memberNames: all.toReversed().map((stage) => `images-${stage}`),
  });
  const of = (stage: string, ...actions: string[]) =>
    actions.map((action) => `nx-repository-view-docker-images-${stage}-${action}`);
  const { privileges } = await manual.get("/v1/security/roles/images-promoters");
  expect(new Set(privileges as string[])).toEqual(
    new Set([
      ...of("dev", "browse", "read"),
      ...all.slice(1).flatMap((stage) => of(stage, "browse", "read", "add", "edit")),
    ]),
  );
});

describe("an image", { tags: ["skopeo"] }, () => {
  it("is promoted by digest, stage by stage, with a record; a second promotion is a no-op", async () => {
    const digest = await at.push("images-dev", "ci", "orchestrator/server", "1.0.0", "first");
    const before = await promote("orchestrator/server:1.0.0", "--from", "dev", "--to", "uat", "--dry-run");
    expect(before).toMatchObject({
      status: 0,
      output: expect.stringContaining("would be promoted: orchestrator/server:1.0.0"),
    });
    expect(await at.findDigest("images-uat", "promoter", "orchestrator/server", "1.0.0")).toBeUndefined();

    const record = join(at.folder, "promotions.jsonl");
    for (const [from, to] of [
      ["dev", "uat"],
      ["uat", "prod"],
    ] as const) {
      const done = await promote("orchestrator/server:1.0.0", "--from", from, "--to", to, "--record", record);
      expect(done).toEqual({
        status: 0,
        output: `promoted: orchestrator/server:1.0.0 from ${from} (images-${from}) to ${to} (images-${to}): ${digest}\n`,
      });
      expect(await at.findDigest(`images-${to}`, "promoter", "orchestrator/server", "1.0.0")).toBe(digest);
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
    expect(readdirSync(at.temporary)).toEqual([]);
  });

  it("is promoted if Nexus stores it and answers with an error", async () => {
    const digest = await at.push("images-dev", "ci", "orchestrator/answered", "1.0.0", "answered");
    const removeFault = at.nexus.injectFault({
      method: "PUT",
      path: /answered\/manifests/,
      times: 20,
      replaceResponse: { status: 500 },
    });
    const { status, output } = await promote("orchestrator/answered:1.0.0", "--from", "dev", "--to", "uat");
    removeFault();
    expect(status, output).toBe(0);
    expect(output).toMatch(/^promoted: /);
    expect(await at.findDigest("images-uat", "promoter", "orchestrator/answered", "1.0.0")).toBe(digest);
  });

  it("is promoted with all its platforms", async () => {
    const { registry } = at.openRegistry("images-dev", "ci");
    const platforms = ["amd64", "arm64"];
    const manifests = [];
    for (const architecture of platforms) {
      const digest = await pushImage(registry, "orchestrator/many", architecture, [Buffer.from(architecture)]);
      const { bytes, mediaType } = await registry.getManifest("orchestrator/many", digest);
      manifests.push({ mediaType, digest, size: bytes.length, platform: { architecture, os: "linux" } });
    }
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    await registry.pushManifest("orchestrator/many", "1.0.0", { mediaType, bytes });
    await registry.close();
    const { status, output } = await promote("orchestrator/many:1.0.0", "--from", "dev", "--to", "uat", "--json");
    expect(status, output).toBe(0);
    expect(JSON.parse(output).contents.map(({ digest }: { digest: string }) => digest)).toEqual([
      computeDigest(bytes),
      ...manifests.map(({ digest }) => digest),
    ]);
    for (const { digest } of manifests)
      expect(await at.findDigest("images-uat", "promoter", "orchestrator/many", digest)).toBe(digest);
  });

  it("is promoted by the tag's suffix if the stages share a repository", async () => {
    const digest = await at.push("apps", "tagger", "demo/web", "1.0.0", "tagged");
    const { status, output } = await at.run("tagger", "promote", "demo/web:1.0.0", "--from", "build", "--to", "tested");
    expect(status, output).toBe(0);
    expect(output).toContain("as demo/web:1.0.0-tested");
    expect(await at.findDigest("apps", "tagger", "demo/web", "1.0.0-tested")).toBe(digest);
  });

  it("is refused if it would skip a stage, go back, overwrite, or violate the naming rules", async () => {
    await at.push("images-dev", "ci", "orchestrator/refused", "1.0.0", "one");
    await at.push("images-dev", "ci", "orchestrator/refused", "latest", "one");
    const expectFailure = async (...args: string[]) => {
      const { status, output } = await promote(...args);
      expect(status, output).toBe(1);
      return output;
    };
    expect(await expectFailure("orchestrator/refused:1.0.0", "--from", "dev", "--to", "prod")).toContain(
      "promote from dev to uat first",
    );
    expect(await expectFailure("orchestrator/refused:1.0.0", "--from", "uat", "--to", "dev")).toContain(
      "cannot promote backwards",
    );
    expect(await expectFailure("orchestrator/refused:latest", "--from", "dev", "--to", "uat")).toContain(
      "only images-dev accepts this tag",
    );
    expect(await expectFailure("orchestrator/refused:1.0.1", "--from", "dev", "--to", "uat")).toContain(
      'did you mean "1.0.0"?',
    );
    expect(await expectFailure("orchestrator/refused:1.0.0", "--from", "prod", "--to", "unreached")).toContain(
      "Docker clients cannot reach images-unreached: configure docker.pathEnabled (Nexus 3.83.0 or later)",
    );
    expect((await promote("orchestrator/refused:1.0.0", "--from", "dev", "--to", "uat")).status).toBe(0);
    await at.push("images-dev", "ci", "orchestrator/refused", "1.0.0", "two");
    expect(await expectFailure("orchestrator/refused:1.0.0", "--from", "dev", "--to", "uat")).toContain(
      "images-uat already has orchestrator/refused:1.0.0 with another digest",
    );
    const { status, output } = await at.run(
      "ci",
      "promote",
      "orchestrator/refused:1.0.0",
      "--from",
      "dev",
      "--to",
      "uat",
    );
    expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining("403") });
  });

  it("never shows its user's password, and removes it after a signal, also after a SIGKILL of an earlier promotion", async () => {
    await at.push("images-dev", "ci", "orchestrator/ended", "1.0.0", "ended");
    const [programs, seen] = [join(at.folder, "programs"), join(at.folder, "seen.txt")];
    mkdirSync(programs);
    // Replaces skopeo: writes its arguments and credentials to a file, then waits.
    const script = `#!/bin/sh
for argument; do
  echo "$argument"
  case "$argument" in --src-authfile=*) stat -c "mode %a" "\${argument#*=}"; cat "\${argument#*=}"; echo; esac
done > ${seen}.part
mv ${seen}.part ${seen}
exec sleep 60
`;
    writeFileSync(join(programs, "skopeo"), script, { mode: 0o755 });
    const promoteUntil = (signal: NodeJS.Signals) => {
      rmSync(seen, { force: true });
      return at.stack.nexusIac(
        ["promote", "orchestrator/ended:1.0.0", "--from", "dev", "--to", "uat", ...at.clientConfigOptions],
        {
          environment: { ...at.getEnvironment("promoter"), PATH: `${programs}:${process.env.PATH}` },
          onStart: (child) =>
            void expect
              .poll(() => existsSync(seen), { timeout: 60_000 })
              .toBe(true)
              .then(() => child.kill(signal)),
        },
      );
    };
    expect((await promoteUntil("SIGKILL")).status).toBe(null);
    expect(readdirSync(at.temporary)).toHaveLength(1);
    // The next promotion removes the file of the killed one.
    const { status } = await promoteUntil("SIGTERM");
    expect(status).toBe(143);
    const recorded = readFileSync(seen, "utf8");
    expect(recorded).toContain("mode 600\n");
    expect(recorded).toContain(btoa("promoter:the password of promoter"));
    expect(recorded.replace(/^\{.*\}$/m, "")).not.toMatch(/password|cHJvbW90ZXI/);
    expect(readdirSync(at.temporary)).toEqual([]);
  });

  it("is promoted by the stack's only promoter, with the password from the state", async () => {
    await at.push("images-dev", "ci", "orchestrator/stack", "1.0.0", "stack");
    const { status, stdout, stderr } = await at.stack.nexusIac(
      ["promote", "orchestrator/stack:1.0.0", "--from", "dev", "--to", "uat", "--json", "--stack", at.stack.stack],
      { environment: { NEXUS_USERNAME: undefined, NEXUS_PASSWORD: undefined } },
    );
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ user: "promoter", outcome: "promoted" });
  });
});

/** Returns a compressed tar archive of a folder with one file. */
function packTar(path: string, text: string): Buffer {
  const place = join(mkdtempSync(join(at.folder, "pack-")), path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
  const [top = ""] = path.split("/");
  return execFileSync("tar", ["-czf", "-", "-C", place.slice(0, -path.length), top]);
}

/** Returns the magic number of an RPM, then the text. */
function createRpm(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xed, 0xab, 0xee, 0xdb]), Buffer.from(text)]);
}

async function* toStream(bytes: Uint8Array) {
  yield bytes;
}

describe("files", () => {
  const manifest = (name: string) => packTar("package/package.json", JSON.stringify({ name, version: "1.0.0" }));
  const asset = (name: string, file: string, bytes: Uint8Array) => [{ name, file, open: () => toStream(bytes) }];

  it.each([
    [
      "npm",
      "@team/lib@1.0.0",
      "/@team/lib/-/lib-1.0.0.tgz",
      () => asset("npm.asset", "lib.tgz", manifest("@team/lib")),
    ],
    ["npm", "lib@1.0.0", "/lib/-/lib-1.0.0.tgz", () => asset("npm.asset", "lib.tgz", manifest("lib"))],
    [
      "pypi",
      "tool==1.0",
      "/packages/tool/1.0/tool-1.0.tar.gz",
      () => asset("pypi.asset", "tool-1.0.tar.gz", packTar("tool-1.0/PKG-INFO", "Name: tool\nVersion: 1.0\n")),
    ],
  ] as const)("of %s are promoted: %s", async (format, what, path, parts) => {
    const as = (username: string) =>
      new ContentClient({ url: at.nexus.url, username, password: getPassword(username) });
    const [ci, promoter] = [as(`${format}-ci`), as(`${format}-promoter`)];
    try {
      await ci.publishComponent(`${format}-dev`, parts());
      const done = await at.run(
        `${format}-promoter`,
        "promote",
        what,
        "--format",
        format,
        "--from",
        "dev",
        "--to",
        "uat",
        "--json",
      );
      expect(done.status, done.output).toBe(0);
      expect(JSON.parse(done.output)).toMatchObject({ what, format, contents: [{ name: path }] });
      expect(await promoter.computeHash(`${format}-uat`, path, "sha256")).toBe(
        await promoter.computeHash(`${format}-dev`, path, "sha256"),
      );
    } finally {
      await Promise.all([ci.close(), promoter.close()]);
    }
  });

  it("of yum are promoted by path with everything below a folder", async () => {
    const ci = new ContentClient({ url: at.nexus.url, username: "yum-ci", password: "the password of yum-ci" });
    try {
      for (const name of ["a-1.0-1", "b-2.0-1"])
        await ci.upload("yum-dev", `8/x86_64/${name}.x86_64.rpm`, toStream(createRpm(name)));
    } finally {
      await ci.close();
    }
    const done = await at.run("yum-promoter", "promote", "8/", "--format", "yum", "--from", "dev", "--to", "uat");
    expect(done).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^promoted: 8\/ from dev \(yum-dev\) to uat \(yum-uat\): 2 digests, sha256:/),
    });
  });
});

describe("keep-alive", () => {
  it("pulls the listed images and reports missing ones", async () => {
    for (const image of ["kept", "aged"]) await at.push("images-dev", "ci", `orchestrator/${image}`, "1.0.0", image);
    const host = `127.0.0.1:${at.nexus.connectorPort("images-dev")}`;
    const list = join(at.folder, "keep.txt");
    writeFileSync(list, `# what production runs\n${host}/orchestrator/kept:1.0.0\n\n`);
    at.nexus.clock.advance({ days: 25 });
    const first = await runAsPromoter("keep-alive", list);
    expect(first).toMatchObject({
      status: 0,
      output: expect.stringContaining(`pulled  ${host}/orchestrator/kept:1.0.0: sha256:`),
    });
    at.nexus.clock.advance({ days: 10 });
    await runCleanup();
    expect(await at.findDigest("images-dev", "ci", "orchestrator/kept", "1.0.0")).toBeDefined();
    writeFileSync(list, `${host}/orchestrator/kept:1.0.0\n${host}/orchestrator/aged:1.0.0\n`);
    const then = await runAsPromoter("keep-alive", list);
    expect(then).toMatchObject({
      status: 2,
      output: expect.stringContaining(`gone    ${host}/orchestrator/aged:1.0.0: missing: 1.0.0\n`),
    });
    writeFileSync(list, "registry.other.example/team/app:1\n");
    expect(await runAsPromoter("keep-alive", list)).toMatchObject({ status: 1 });
  });
});

const runAsPromoter = (...args: string[]) => at.run("promoter", ...args);

/** Runs the cleanup task, which Nexus runs every night. */
async function runCleanup(): Promise<void> {
  const manual = new ManualClient(at.nexus);
  const { items } = await manual.get("/v1/tasks?type=repository.cleanup");
  const [task] = items as { id: string }[];
  await manual.send("POST", `/v1/tasks/${task?.id}/run`);
  await expect.poll(() => at.findDigest("images-dev", "ci", "orchestrator/aged", "1.0.0")).toBeUndefined();
}

it("a chain over existing repositories changes none of them", async () => {
  const made = `
    const dev = new docker.Hosted("dev", { storage: { writePolicy: "ALLOW" } });
    const prod = new docker.Hosted("prod", { storage: { writePolicy: "ALLOW_ONCE" } });`;
  const over = await createCliEnvironment({ program: made });
  expect((await over.stack.up()).code).toBe(0);
  over.stack.program(createProgram(`${made} PromotionChain.of("images", { dev, prod });`));
  const requests = await over.recordRequests(async () => {
    expect((await over.stack.up()).counts).toEqual({ unchanged: 3 });
  });
  expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
});
