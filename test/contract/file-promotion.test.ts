/** Promotion of files of raw and Maven repositories, on the embedded Nexus and on a real Core. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { promoteFiles } from "../../src/cli/commands/promote/file-promotion.ts";
import { ContentClient } from "../../src/client/content-client.ts";
import { BoundCredentials } from "../../src/client/credentials.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { resolveStep } from "../../src/clients/promotion/promotion-step.ts";
import { served } from "../client-config/support.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { createPrefix, describeServers, servers } from "./servers.ts";

const prefix = createPrefix();

const name = (text: string) => `${prefix}-${text}`;
const recipes = { raw: {}, maven: { maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } } };
const formatOf = { raw: "raw", maven: "maven2" };
const kinds = ["raw", "maven"] as const;
const stages = { dev: "ALLOW", uat: "ALLOW_ONCE" };
const POM = `<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>lib</artifactId><version>1.0</version></project>`;
const JAR = "PK\u0003\u0004";

describeServers("$name", servers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let admin: NexusClient;
  let content: ContentClient;
  let clientConfig: ClientConfig;
  const promoter = { username: name("promoter"), password: "the password of the promoter" };

  const deletePaths: string[] = [];
  const create = async (path: string, body: Parameters<NexusClient["send"]>[0]["body"], deletePath: string) => {
    await admin.send({ method: "POST", path, body: body ?? null });
    deletePaths.unshift(deletePath);
  };

  beforeAll(async () => {
    server = await start();
    admin = new NexusClient(server);
    content = new ContentClient(server);
    for (const kind of kinds)
      for (const [stage, writePolicy] of Object.entries(stages)) {
        const repository = name(`${kind}-${stage}`);
        const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy };
        const body = { name: repository, online: true, storage, ...recipes[kind] };
        await create(`/v1/repositories/${kind}/hosted`, body, `/v1/repositories/${repository}`);
      }
    const privilegesFor = (stage: string, ...actions: string[]) =>
      kinds.flatMap((kind) =>
        actions.map((action) => `nx-repository-view-${formatOf[kind]}-${name(`${kind}-${stage}`)}-${action}`),
      );
    const privileges = [
      ...privilegesFor("dev", "browse", "read"),
      ...privilegesFor("uat", "browse", "read", "add", "edit"),
    ];
    await create(
      "/v1/security/roles",
      { id: name("promoter"), name: name("promoter"), description: "promotes", privileges, roles: [] },
      `/v1/security/roles/${name("promoter")}`,
    );
    const user = { firstName: "M", lastName: "M", emailAddress: "m@example.org", status: "active" };
    await create(
      "/v1/security/users",
      { ...user, userId: promoter.username, password: promoter.password, roles: [name("promoter")] },
      `/v1/security/users/${promoter.username}`,
    );
    const repositories = kinds.flatMap((kind) =>
      Object.keys(stages).map((stage) => {
        const url = `${server.url}/repository/${name(`${kind}-${stage}`)}`;
        return { ...served(name(`${kind}-${stage}`)), url, format: formatOf[kind] };
      }),
    );
    const chains = kinds.map((kind) => ({
      ...{ name: kind, format: formatOf[kind] },
      stages: Object.keys(stages).map((stage) => ({ name: stage, repository: name(`${kind}-${stage}`) })),
    }));
    clientConfig = { version: 1, stack: "test", url: server.url, cleanupPolicies: [], repositories, chains };
  });

  afterAll(async () => {
    for (const path of deletePaths) await admin.send({ method: "DELETE", path });
    await Promise.all([admin?.close(), content?.close()]);
    await server?.stop();
  });

  const put = async (kind: (typeof kinds)[number], path: string, text: string) =>
    content.upload(
      name(`${kind}-dev`),
      path,
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
  const promote = async (format: string, name: string, isDryRun = false) => {
    const step = resolveStep(clientConfig, { from: "dev", to: "uat", formats: [format] });
    const job = { clientConfig, step, login: { credentials: new BoundCredentials(promoter, [server.url]) }, isDryRun };
    return promoteFiles(job, name).catch((error: Error) => error.message.replaceAll(prefix, "P"));
  };
  /** Promotes repeatedly: the search finds uploads only after some time. */
  const pollPromotion = async (...args: Parameters<typeof promote>) =>
    expect.poll(() => promote(...args), { timeout: 20_000, interval: 500 });

  it("promotes files by path, one or all of a folder, and keeps existing ones", async () => {
    for (const [path, text] of [
      ["tools/cli/1.0/cli.txt", "one"],
      ["tools/cli/1.0/read me+%.txt", "two"],
      ["tools/cli-2/x.txt", "no"],
    ] as const)
      await put("raw", path, text);
    await (await pollPromotion("raw", "tools/cli/1.0/cli.txt", true)).toMatchObject({ outcome: "would be promoted" });
    await (await pollPromotion("raw", "tools/cli/1.0/cli.txt")).toMatchObject({
      contents: [{ name: "/tools/cli/1.0/cli.txt", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
    });
    await (await pollPromotion("raw", "tools/cli/1.0/")).toMatchObject({
      contents: [{ name: "/tools/cli/1.0/cli.txt" }, { name: "/tools/cli/1.0/read me+%.txt" }],
    });
    expect(await promote("raw", "tools/cli/1.0/")).toMatchObject({ outcome: "already there" });
    expect(await content.exists(name("raw-uat"), "tools/cli/1.0/read me+%.txt")).toBe(true);
    expect(await content.exists(name("raw-uat"), "tools/cli-2/x.txt")).toBe(false);
    await put("raw", "tools/cli/1.0/cli.txt", "another");
    await (await pollPromotion("raw", "tools/cli/1.0/cli.txt")).toContain(
      "P-raw-uat already has /tools/cli/1.0/cli.txt with another content",
    );
  });

  it("promotes an artifact with its classifiers, and Nexus updates the versions in its metadata", async () => {
    const at = "com/example/lib/1.0/lib-1.0";
    for (const [ending, text] of [
      [".pom", POM],
      [".jar", JAR],
      ["-sources.jar", `${JAR}s`],
    ] as const)
      await put("maven", at + ending, text);
    await (await pollPromotion("maven2", "com.example:lib:1.0")).toMatchObject({
      outcome: "promoted",
      contents: ["-sources.jar", ".jar", ".pom"].map((ending) => ({ name: `/${at}${ending}` })),
    });
    expect(await promote("maven2", "com.example:lib:1.0")).toMatchObject({ outcome: "already there" });
    expect(await content.computeHash(name("maven-uat"), `${at}.jar`, "sha1")).toBe(
      await content.computeHash(name("maven-dev"), `${at}.jar`, "sha1"),
    );
    expect(await content.exists(name("maven-uat"), `${at}.jar.sha1`)).toBe(true);
    expect(await content.exists(name("maven-uat"), "com/example/lib/maven-metadata.xml")).toBe(true);
  });

  it("needs no permission to do anything else: the promoter can neither overwrite, delete, upload to dev nor change settings", async () => {
    const client = new NexusClient({ url: server.url, ...promoter });
    const uploads = new ContentClient({ url: server.url, ...promoter });
    const upload = (repository: string, path: string) =>
      uploads.upload(
        repository,
        path,
        (async function* () {
          yield Buffer.from("another");
        })(),
      );
    try {
      const path = "kept.txt";
      await put("raw", path, "first");
      await (await pollPromotion("raw", path)).toMatchObject({ outcome: "promoted" });
      await expect(upload(name("raw-dev"), path)).rejects.toMatchObject({ status: 403 });
      await expect(upload(name("raw-uat"), path)).rejects.toMatchObject({ status: 400 });
      const { items } = (await admin.get(`/v1/assets?repository=${name("raw-uat")}`)).body as {
        items: { id: string; path: string }[];
      };
      const asset = items.find((item) => item.path.endsWith(path));
      for (const forbidden of [
        `/v1/assets/${asset?.id}`,
        `/v1/repositories/${name("raw-uat")}`,
        `/v1/security/users/${promoter.username}`,
      ])
        await expect(client.send({ method: "DELETE", path: forbidden }), forbidden).rejects.toMatchObject({
          status: 403,
        });
      const body = { id: name("own"), name: name("own"), description: "", privileges: ["nx-all"], roles: [] };
      await expect(client.send({ method: "POST", path: "/v1/security/roles", body })).rejects.toMatchObject({
        status: 403,
      });
      expect(await content.computeHash(name("raw-uat"), path, "sha1")).toBe(
        await content.computeHash(name("raw-dev"), path, "sha1"),
      );
    } finally {
      await Promise.all([client.close(), uploads.close()]);
    }
  });

  it("reports content that does not exist, and a missing permission to write", async () => {
    expect(await promote("maven2", "com.example:other:1.0")).toBe(
      "com.example:other:1.0 not found in P-maven-dev, or P-promoter cannot read it",
    );
    await put("raw", "denied.txt", "denied");
    const role = { id: name("promoter"), name: name("promoter"), description: "promotes", roles: [] };
    const privileges = ["dev", "uat"].flatMap((stage) => [`nx-repository-view-raw-${name(`raw-${stage}`)}-read`]);
    await admin.send({ method: "PUT", path: `/v1/security/roles/${role.id}`, body: { ...role, privileges } });
    await (await pollPromotion("raw", "denied.txt")).toMatch(/^PUT \/repository\/P-raw-uat\/denied.txt: 403: /);
  });
});
