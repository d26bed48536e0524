/** Files of raw and Maven repositories are promoted in the same way on the embedded Nexus and on a real Core. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promoteFiles } from "../../src/cli/commands/promote/file-promotion.ts";
import { ContentClient } from "../../src/client/content-client.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { ClientConfig } from "../../src/client-config/client-config.ts";
import { resolveStep } from "../../src/clients/promotion/promotion-step.ts";
import { served } from "../client-config/support.ts";
import type { Server } from "../support/resource-stack.ts";
import { prefix, servers } from "./servers.ts";

const name = (text: string) => `${prefix}-${text}`;
const recipes = { raw: {}, maven: { maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } } };
const formatOf = { raw: "raw", maven: "maven2" };
const kinds = ["raw", "maven"] as const;
const stages = { dev: "ALLOW", uat: "ALLOW_ONCE" };
const POM = `<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>lib</artifactId><version>1.0</version></project>`;
const JAR = "PK\u0003\u0004";

describe.each(servers)("$name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };
  let admin: NexusClient;
  let content: ContentClient;
  let clientConfig: ClientConfig;
  const mover = { username: name("mover"), password: "the password of the mover" };

  const made: string[] = [];
  const make = async (path: string, body: Parameters<NexusClient["send"]>[0]["body"], undo: string) => {
    await admin.send({ method: "POST", path, body: body ?? null });
    made.unshift(undo);
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
        await make(`/v1/repositories/${kind}/hosted`, body, `/v1/repositories/${repository}`);
      }
    const rights = (stage: string, ...actions: string[]) =>
      kinds.flatMap((kind) =>
        actions.map((action) => `nx-repository-view-${formatOf[kind]}-${name(`${kind}-${stage}`)}-${action}`),
      );
    const privileges = [...rights("dev", "browse", "read"), ...rights("uat", "browse", "read", "add", "edit")];
    await make(
      "/v1/security/roles",
      { id: name("mover"), name: name("mover"), description: "moves", privileges, roles: [] },
      `/v1/security/roles/${name("mover")}`,
    );
    const user = { firstName: "M", lastName: "M", emailAddress: "m@example.org", status: "active" };
    await make(
      "/v1/security/users",
      { ...user, userId: mover.username, password: mover.password, roles: [name("mover")] },
      `/v1/security/users/${mover.username}`,
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
    for (const path of made) await admin.send({ method: "DELETE", path });
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
  const promote = async (format: string, what: string, isDry = false) => {
    const step = resolveStep(clientConfig, { from: "dev", to: "uat", formats: [format] });
    const job = { clientConfig, step, login: mover, isDryRun: isDry };
    return promoteFiles(job, what).catch((error: Error) => error.message.replaceAll(prefix, "P"));
  };
  /** Search finds what was uploaded after a moment. */
  const promoted = async (...args: Parameters<typeof promote>) =>
    expect.poll(() => promote(...args), { timeout: 20_000, interval: 500 });

  it("files are promoted by path, one or all below a folder, and what is there stays", async () => {
    for (const [path, text] of [
      ["tools/cli/1.0/cli.txt", "one"],
      ["tools/cli/1.0/read me+%.txt", "two"],
      ["tools/cli-2/x.txt", "no"],
    ] as const)
      await put("raw", path, text);
    await (await promoted("raw", "tools/cli/1.0/cli.txt", true)).toMatchObject({ outcome: "would be promoted" });
    await (await promoted("raw", "tools/cli/1.0/cli.txt")).toMatchObject({
      contents: [{ name: "/tools/cli/1.0/cli.txt", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }],
    });
    await (await promoted("raw", "tools/cli/1.0/")).toMatchObject({
      contents: [{ name: "/tools/cli/1.0/cli.txt" }, { name: "/tools/cli/1.0/read me+%.txt" }],
    });
    expect(await promote("raw", "tools/cli/1.0/")).toMatchObject({ outcome: "already there" });
    expect(await content.exists(name("raw-uat"), "tools/cli/1.0/read me+%.txt")).toBe(true);
    expect(await content.exists(name("raw-uat"), "tools/cli-2/x.txt")).toBe(false);
    await put("raw", "tools/cli/1.0/cli.txt", "another");
    await (await promoted("raw", "tools/cli/1.0/cli.txt")).toContain(
      "/tools/cli/1.0/cli.txt is in P-raw-uat already, with another content",
    );
  });

  it("an artifact is promoted with its classifiers, and Nexus says which versions there are", async () => {
    const at = "com/example/lib/1.0/lib-1.0";
    for (const [ending, text] of [
      [".pom", POM],
      [".jar", JAR],
      ["-sources.jar", `${JAR}s`],
    ] as const)
      await put("maven", at + ending, text);
    await (await promoted("maven2", "com.example:lib:1.0")).toMatchObject({
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

  it("what is not there is told, and what somebody may not write", async () => {
    expect(await promote("maven2", "com.example:other:1.0")).toBe(
      "there is no com.example:other:1.0 in P-maven-dev, or P-mover may not see it",
    );
    await put("raw", "denied.txt", "denied");
    const role = { id: name("mover"), name: name("mover"), description: "moves", roles: [] };
    const privileges = ["dev", "uat"].flatMap((stage) => [`nx-repository-view-raw-${name(`raw-${stage}`)}-read`]);
    await admin.send({ method: "PUT", path: `/v1/security/roles/${role.id}`, body: { ...role, privileges } });
    await (await promoted("raw", "denied.txt")).toMatch(/^PUT \/repository\/P-raw-uat\/denied.txt: 403: /);
  });
});
