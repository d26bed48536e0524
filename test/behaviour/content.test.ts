import type { EmbeddedNexus } from "nexus-embedded";
import { describe, expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";

const estate = (more = "") => `
  const store = new blobStore.File("fast");
  const files = new raw.Hosted("files", { ${more} });
  const group = new raw.Group("all", { group: { memberNames: [files.name] } });
  new Role("reader", { privileges: files.privileges("read") });`;

describe("content", () => {
  it("is kept when its resource is removed, and the preview announces it", async () => {
    const { stack, manual } = await createTestEnvironment({ program: estate() });
    await stack.up();
    stack.program(createProgram(""));
    expect((await stack.preview()).output).toMatch(/raw:Hosted files delete\[retain\]/);
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
    expect(await manual.exists("/v1/blobstores/file/fast")).toBe(true);
    expect(await manual.exists("/v1/repositories/raw/group/all")).toBe(false);
    expect(await manual.exists("/v1/security/roles/reader")).toBe(false);
  });

  it("is deleted by a destroy with nexus:deleteContent", async () => {
    const { stack, manual } = await createTestEnvironment({ program: estate() });
    await stack.up();
    await stack.configure({ deleteContent: true });
    const run = await stack.destroy("--run-program");
    expect(run.code, run.output).toBe(0);
    expect(run.output).not.toContain("[retain]");
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(false);
    expect(await manual.exists("/v1/blobstores/file/fast")).toBe(false);
  });

  it("is deleted with its resource if the resource has allowContentLoss", async () => {
    const { stack, manual } = await createTestEnvironment({ program: estate("allowContentLoss: true") });
    await stack.up();
    stack.program(createProgram('new blobStore.File("fast");'));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(false);
  });
});

describe("the setting of the run that deletes decides, and not that of an earlier run:", () => {
  it.each([
    ["nothing else is declared", ""],
    ["others are still declared", 'new Role("other");'],
  ])("content is kept if nexus:deleteContent became false with the removal, and %s", async (_, rest) => {
    const { stack, manual } = await createTestEnvironment(
      { program: `${estate()} new Role("other");` },
      { config: { deleteContent: true } },
    );
    await stack.up();
    await stack.configure({ deleteContent: false });
    stack.program(createProgram(rest));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain(
      'raw hosted repository "files": kept in Nexus with its content: neither nexus:deleteContent nor its allowContentLoss is true',
    );
    expect(run.output).toContain('file blob store "fast": kept in Nexus with its content');
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
    expect(await manual.exists("/v1/blobstores/file/fast")).toBe(true);
    expect(await manual.exists("/v1/repositories/raw/group/all")).toBe(false);
  });

  it("a destroy keeps content if nexus:deleteContent became false after the last up", async () => {
    const { stack, manual } = await createTestEnvironment({ program: estate() }, { config: { deleteContent: true } });
    await stack.up();
    await stack.configure({ deleteContent: false });
    const run = await stack.destroy("--run-program");
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
  });

  it("a former repository is kept if allowContentLoss is removed with its renaming", async () => {
    const named = (name: string, more = "") => `new raw.Hosted("files", { name: "${name}"${more} });`;
    const { stack, manual } = await createTestEnvironment({ program: named("before", ", allowContentLoss: true") });
    await stack.up();
    stack.program(createProgram(named("after")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain('raw hosted repository "before": kept in Nexus with its content');
    expect(await manual.exists("/v1/repositories/raw/hosted/before")).toBe(true);
  });

  it("content of an additional Nexus is deleted with nexus:deleteContent, and kept without", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: "" }, { config: { deleteContent: true } });
    const declare = (...names: string[]) =>
      createProgram(`
        const provider = new Provider("more", { url: "${nexus.url}", username: "admin", password: "admin123" });
        ${names.map((name) => `new raw.Hosted("${name}", {}, { provider });`).join("\n")}`);
    stack.program(declare("a", "b"));
    await stack.up();
    stack.program(declare("a"));
    await stack.up();
    expect(await manual.exists("/v1/repositories/raw/hosted/b")).toBe(false);
    await stack.configure({ deleteContent: false });
    stack.program(declare());
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/raw/hosted/a")).toBe(true);
  });
});

describe("a blob store that may be deleted, with a repository that is kept", () => {
  const program = (more: string) => `
    const store = new blobStore.File("fast", { allowContentLoss: true });
    new raw.Hosted("files", { storage: { blobStoreName: store.name }${more} });`;

  it("is refused before anything is changed, unless the stack allows to delete all content", async () => {
    const { stack, recordRequests } = await createTestEnvironment({ program: program("") });
    const requests = await recordRequests(async () => {
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code).not.toBe(0);
        expect(run.output).toContain(
          "fast (blobStore:File) allowContentLoss: is true, but the content of files (raw:Hosted) in this blob store is kept: Nexus refuses to delete a blob store that is in use. Set allowContentLoss on both or on neither",
        );
      }
    });
    expect(requests).toEqual([]);
    await stack.configure({ deleteContent: true });
    expect((await stack.up()).code).toBe(0);
    stack.program(createProgram(program(", allowContentLoss: true")));
    await stack.configure({ deleteContent: undefined });
    expect((await stack.up()).code).toBe(0);
  });

  it("stays with the repository, and the destroy succeeds", async () => {
    const { stack, manual } = await createTestEnvironment(
      { program: program("") },
      { config: { deleteContent: true } },
    );
    await stack.up();
    stack.program(createProgram(`${program("").replace(/\}\);$/, "}, { retainOnDelete: true });")}`));
    await stack.up();
    const run = await stack.destroy("--run-program");
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain('file blob store "fast": kept in Nexus, because it is in use by files');
    expect(await manual.exists("/v1/repositories/raw/hosted/files")).toBe(true);
    expect(await manual.exists("/v1/blobstores/file/fast")).toBe(true);
  });
});

describe("a change that loses content", () => {
  it("is refused with the reason before anything is changed", async () => {
    const { stack, recordRequests } = await createTestEnvironment({
      program: estate('storage: { blobStoreName: "default" }'),
    });
    await stack.up();
    const refused = async (text: string, reason: string) => {
      stack.program(createProgram(text));
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.code).not.toBe(0);
        expect(run.output).toContain(reason);
      }
    };
    const requests = await recordRequests(async () => {
      await refused(
        estate("storage: { blobStoreName: store.name }"),
        'storage.blobStoreName cannot change from "default" to "fast": Nexus cannot move a repository to another blob store. allowContentLoss: true allows the change, which deletes the content',
      );
      await refused(
        estate().replace("raw.Hosted", "maven.Hosted").replace("raw.Group", "maven.Group"),
        'Nexus has a raw hosted repository "files", which cannot become a maven hosted repository without losing its content',
      );
    });
    expect(requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });

  it("is detected for a field that is declared for the first time", async () => {
    const { stack } = await createTestEnvironment({ program: estate() });
    await stack.up();
    stack.program(createProgram(estate("storage: { blobStoreName: store.name }")));
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.code).not.toBe(0);
      expect(run.output).toContain("Nexus cannot move a repository to another blob store");
    }
  });

  /** Uploads files to the raw repository `files`. */
  async function upload(nexus: EmbeddedNexus, count: number): Promise<void> {
    const authorization = `Basic ${Buffer.from("admin:admin123").toString("base64")}`;
    for (let number = 0; number < count; number++) {
      const address = `${nexus.url}/repository/files/${number}.txt`;
      const { status } = await fetch(address, { method: "PUT", body: `content ${number}`, headers: { authorization } });
      expect(status).toBe(201);
    }
  }

  it.each([
    [
      "for another blob store",
      'new raw.Hosted("files", { storage: { blobStoreName: "fast" }, allowContentLoss: true }, { dependsOn: store });',
      'raw hosted repository "files": loses its content (12 components): storage.blobStoreName changes from "default" to "fast": Nexus cannot move a repository to another blob store, so it is deleted and created again',
    ],
    [
      "for another format",
      'new maven.Hosted("files", { allowContentLoss: true });',
      'maven hosted repository "files": loses its content (12 components): Nexus has another kind of repository with this name, which is deleted and created again',
    ],
  ])("is announced in the preview with the number of components: %s", async (_, files, notice) => {
    const store = 'const store = new blobStore.File("fast");';
    const { stack, nexus } = await createTestEnvironment({ program: `${store} new raw.Hosted("files");` });
    await stack.up();
    await upload(nexus, 12);
    stack.program(createProgram(`${store} ${files}`));
    const preview = await stack.preview();
    expect(preview.code, preview.output).toBe(0);
    expect(preview.output).toContain(notice);
  });

  it("is announced with a lower bound for an adopted repository with much content, and without a number if Nexus gives none", async () => {
    const { stack, nexus, manual } = await createTestEnvironment({ program: "" });
    await manual.send("POST", "/v1/blobstores/file", { name: "fast", path: "fast" });
    await manual.send("POST", "/v1/repositories/raw/hosted", {
      ...{
        name: "files",
        online: true,
        storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" },
      },
    });
    await upload(nexus, 205);
    stack.program(
      createProgram(
        'existing.blobStore("fast"); new raw.Hosted("files", { storage: { blobStoreName: "fast" }, allowContentLoss: true });',
      ),
    );
    const counted = await stack.preview();
    expect(counted.output).toContain('raw hosted repository "files": loses its content (at least 200 components)');
    nexus.injectFault({ method: "GET", path: /v1\/components/, times: 99, response: { status: 403 } });
    expect((await stack.preview()).output).toContain(
      'raw hosted repository "files": loses its content: storage.blobStoreName',
    );
  });

  it("is announced with the number of blobs for a blob store whose folder changes", async () => {
    const program = (path: string) => `
      const store = new blobStore.File("fast", { path: "${path}", allowContentLoss: true });
      new raw.Hosted("files", { storage: { blobStoreName: store.name }, allowContentLoss: true });`;
    const { stack, nexus } = await createTestEnvironment({ program: program("one") });
    await stack.up();
    await upload(nexus, 2);
    stack.program(createProgram(program("two")));
    expect((await stack.preview()).output).toContain(
      'file blob store "fast": loses its content (2 blobs): path changes from "one" to "two": Nexus does not move the content to the new folder',
    );
  });

  it("is applied with allowContentLoss; groups and roles keep their references", async () => {
    const { stack, manual } = await createTestEnvironment({ program: estate() });
    await stack.up();
    stack.program(createProgram(estate("storage: { blobStoreName: store.name }, allowContentLoss: true")));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain(
      'raw hosted repository "files" is deleted and created again as raw hosted repository, without its content',
    );
    expect(await manual.get("/v1/repositories/raw/hosted/files")).toMatchObject({ storage: { blobStoreName: "fast" } });
    expect(await manual.get("/v1/repositories/raw/group/all")).toMatchObject({ group: { memberNames: ["files"] } });
    expect(await manual.get("/v1/security/roles/reader")).toMatchObject({
      privileges: ["nx-repository-view-raw-files-read"],
    });
    expect((await stack.refresh()).counts).toEqual({ unchanged: 5 });
  });

  it("is applied for another repository type; deleting the old resource keeps the new repository", async () => {
    const { stack, manual } = await createTestEnvironment({
      program: 'new raw.Hosted("files", { allowContentLoss: true });',
    });
    await stack.up();
    stack.program(createProgram('new maven.Hosted("files", { allowContentLoss: true });'));
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.exists("/v1/repositories/maven/hosted/files")).toBe(true);
    expect((await stack.refresh()).counts).toEqual({ unchanged: 2 });
  });
});

it("recreates a privilege of another type and restores it in the roles that had it", async () => {
  const { stack, manual } = await createTestEnvironment({
    program: `const p = new privilege.Application("p", { domain: "users", actions: ["READ"] }); new Role("r", { privileges: [p.name] });`,
  });
  await stack.up();
  stack.program(
    createProgram(
      `const p = new privilege.Wildcard("p", { pattern: "nexus:users:read" }); new Role("r", { privileges: [p.name] });`,
    ),
  );
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(await manual.get("/v1/security/privileges/p")).toMatchObject({ type: "wildcard" });
  expect(await manual.get("/v1/security/roles/r")).toMatchObject({ privileges: ["p"] });
});
