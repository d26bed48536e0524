/** The behaviour of Nexus that the provider relies on. If a Nexus responds differently, the provider must change. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NexusError } from "../../src/client/errors.ts";
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import { isEmailAddress } from "../../src/model/email-address.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { createPrefix, describeServers, servers } from "./servers.ts";

const prefix = createPrefix();

const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW" };
const name = (text: string) => `${prefix}-${text}`;
const raw = (text: string, more: Fields = {}) => ({ name: name(text), online: true, storage, ...more });
const user = (userId: string, more: Fields = {}) => ({
  userId: name(userId),
  firstName: "f",
  lastName: "l",
  emailAddress: "a@localhost",
  password: "pass-word",
  status: "active",
  roles: ["nx-anonymous"],
  ...more,
});

describeServers("$name", servers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let client: NexusClient;
  const deletePaths: string[] = [];

  beforeAll(async () => {
    server = await start();
    client = new NexusClient({ ...server, retry: { retryFor: 0 } });
  });
  afterAll(async () => {
    for (const path of deletePaths.reverse()) await client.send({ method: "DELETE", path }).catch(() => {});
    await client?.close();
    await server?.stop();
  });

  const send = (method: NexusRequest["method"], path: string, body?: Json) =>
    client.send({ method, path, ...(body !== undefined && { body }) });
  const get = async (path: string) => (await client.get(path)).body as Fields;
  const create = async (path: string, body: Fields, deletePath: string) => {
    await send("POST", path, body);
    deletePaths.push(deletePath);
  };
  /** Returns status and message of the error that a request must end with. */
  const getError = async (request: Promise<unknown>) => {
    const error = await request.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (!(error instanceof NexusError)) throw new Error(`not rejected: ${String(error)}`);
    return `${error.status} ${error.details.text}`;
  };

  describe("users", () => {
    it("a duplicate is rejected with 500, 400 or 409 and changes nothing", async () => {
      await create("/v1/security/users", user("dup"), `/v1/security/users/${name("dup")}`);
      expect(await getError(send("POST", "/v1/security/users", user("dup", { firstName: "other" })))).toMatch(
        /^(500|400|409) .*already exists/,
      );
      expect(await get(`/v1/security/users?userId=${name("dup")}&source=default`)).toMatchObject([{ firstName: "f" }]);
    });

    it("e-mail addresses follow Hibernate's rule, like the provider's", async () => {
      const addresses = [
        ...[
          "ci@build",
          "x@local",
          "root@build-host",
          "a_b@x_y",
          '"a b"@x',
          "ü@x.y",
          "a@ü.de",
          "a@[127.0.0.1]",
          "a@x-y.z",
        ],
        ...["a'b@x", "a@x#y", `${"l".repeat(64)}@x`],
        ...["a@-x", "a@x-", "a@x-.y", "a.@x", ".a@x", "a..b@x", "a@x..y", "a@x.", "a b@x", "a@@x", "a", "@x", "a@"],
        ...["a@b c", "a,b@x", "a(b)@x", "a\\@x", `${"l".repeat(65)}@x`],
      ];
      for (const [index, emailAddress] of addresses.entries()) {
        const id = `mail-${index}`;
        const created = await create("/v1/security/users", user(id, { emailAddress }), `/v1/security/users/${name(id)}`)
          .then(() => true)
          .catch(() => false);
        expect([emailAddress, created]).toEqual([emailAddress, isEmailAddress(emailAddress)]);
      }
    });

    it("the filter is a prefix ignoring case; a PUT needs the source; the password has its own path", async () => {
      await create("/v1/security/users", user("pre"), `/v1/security/users/${name("pre")}`);
      await create("/v1/security/users", user("prefix"), `/v1/security/users/${name("prefix")}`);
      const found = (await get(`/v1/security/users?userId=${name("PRE")}`)) as unknown as Fields[];
      expect(found.map(({ userId }) => userId).sort()).toEqual([name("pre"), name("prefix")]);
      const { password, ...fields } = user("pre", { firstName: "changed" });
      expect(await getError(send("PUT", `/v1/security/users/${name("pre")}`, fields))).toMatch(
        /^400 source: must not be/,
      );
      await send("PUT", `/v1/security/users/${name("pre")}`, { ...fields, source: "default" });
      expect(await client.acceptsCredentials({ username: name("pre"), password: String(password) })).toBe(true);
      await client.send({
        method: "PUT",
        path: `/v1/security/users/${name("pre")}/change-password`,
        text: "other-word",
      });
      expect(await client.acceptsCredentials({ username: name("pre"), password: "other-word" })).toBe(true);
    });

    it("a disabled user is rejected like a wrong password", async () => {
      await create("/v1/security/users", user("off", { status: "disabled" }), `/v1/security/users/${name("off")}`);
      expect(await client.acceptsCredentials({ username: name("off"), password: "pass-word" })).toBe(false);
    });
  });

  describe("roles and privileges", () => {
    it("duplicates are 400; a role cannot contain unknown privileges", async () => {
      const role = { id: name("role"), name: "r", privileges: [], roles: [] };
      await create("/v1/security/roles", role, `/v1/security/roles/${name("role")}`);
      expect(await getError(send("POST", "/v1/security/roles", role))).toMatch(/^400 Role '.*' already exists/);
      expect(
        await getError(send("PUT", `/v1/security/roles/${name("role")}`, { ...role, privileges: ["nosuch"] })),
      ).toMatch(/^400 Privilege 'nosuch' contained in role '.*' not found/);
    });

    it("a repository has privileges of its own, which are removed from roles when it is deleted", async () => {
      await create("/v1/repositories/raw/hosted", raw("owner"), `/v1/repositories/${name("owner")}`);
      const privilege = `nx-repository-view-raw-${name("owner")}-read`;
      await create(
        "/v1/security/roles",
        { id: name("holder"), name: "h", privileges: [privilege] },
        `/v1/security/roles/${name("holder")}`,
      );
      await send("DELETE", `/v1/repositories/${name("owner")}`);
      expect(await get(`/v1/security/roles/${name("holder")}`)).toMatchObject({ privileges: [] });
    });

    it("script tasks are offered only while scripts are accepted", async () => {
      const types = (await get("extdirect:coreui_Task.readTypes")) as unknown as Fields[];
      const accepted = await create(
        "/v1/script",
        { name: name("script"), type: "groovy", content: "1" },
        `/v1/script/${name("script")}`,
      ).then(
        () => true,
        () => false,
      );
      expect(types.find(({ id }) => id === "script")).toMatchObject({ exposed: accepted });
    });

    it("a selector in use cannot be deleted", async () => {
      await create(
        "/v1/security/content-selectors",
        { name: name("sel"), expression: 'format == "raw"' },
        `/v1/security/content-selectors/${name("sel")}`,
      );
      const privilege = {
        name: name("p"),
        description: "",
        format: "raw",
        repository: "*",
        contentSelector: name("sel"),
        actions: ["READ"],
      };
      await create(
        "/v1/security/privileges/repository-content-selector",
        privilege,
        `/v1/security/privileges/${name("p")}`,
      );
      expect(await getError(send("DELETE", `/v1/security/content-selectors/${name("sel")}`))).toMatch(/in use/);
    });
  });

  describe("repositories", () => {
    it("a duplicate is rejected and changes nothing", async () => {
      await create("/v1/repositories/raw/hosted", raw("one"), `/v1/repositories/${name("one")}`);
      expect(await getError(send("POST", "/v1/repositories/raw/hosted", raw("one", { online: false })))).toMatch(
        /^400 /,
      );
      expect(await get(`/v1/repositories/raw/hosted/${name("one")}`)).toMatchObject({ online: true, cleanup: null });
    });

    it("a PUT of GET's response keeps everything, except fields with another name in GET", async () => {
      await create(
        "/v1/routing-rules",
        { name: name("rule"), description: "", mode: "BLOCK", matchers: ["a"] },
        `/v1/routing-rules/${name("rule")}`,
      );
      const proxy = {
        ...raw("proxy"),
        proxy: { remoteUrl: "https://files.example", contentMaxAge: 1440, metadataMaxAge: 1440 },
        negativeCache: { enabled: true, timeToLive: 1440 },
        httpClient: { blocked: false, autoBlock: true },
        routingRule: name("rule"),
        routingRuleName: name("rule"),
      };
      await create("/v1/repositories/raw/proxy", proxy, `/v1/repositories/${name("proxy")}`);
      const path = `/v1/repositories/raw/proxy/${name("proxy")}`;
      const live = await get(path);
      expect(live.routingRuleName).toBe(name("rule"));
      await send("PUT", path, { ...live, routingRule: name("rule") });
      expect(await get(path)).toEqual(live);
    });

    it("group members keep their order; an unknown member and an empty list are rejected", async () => {
      for (const member of ["m1", "m2"])
        await create("/v1/repositories/raw/hosted", raw(member), `/v1/repositories/${name(member)}`);
      const group = (...memberNames: string[]) => raw("group", { group: { memberNames } });
      await create("/v1/repositories/raw/group", group(name("m2"), name("m1")), `/v1/repositories/${name("group")}`);
      const path = `/v1/repositories/raw/group/${name("group")}`;
      expect(await get(path)).toMatchObject({ group: { memberNames: [name("m2"), name("m1")] } });
      expect(await getError(send("PUT", path, group("nosuch")))).toMatch(
        /^400 memberNames: Member repository does not exist: nosuch/,
      );
      expect(await getError(send("PUT", path, group()))).toMatch(/^400 /);
    });

    it("without permission, the settings of a repository are 404 but its plain path is 403, or 404 if it does not exist", async () => {
      await create("/v1/repositories/raw/hosted", raw("hidden"), `/v1/repositories/${name("hidden")}`);
      await create(
        "/v1/security/roles",
        { id: name("unprivileged"), name: "b", privileges: [] },
        `/v1/security/roles/${name("unprivileged")}`,
      );
      await create(
        "/v1/security/users",
        user("unprivileged", { roles: [name("unprivileged")] }),
        `/v1/security/users/${name("unprivileged")}`,
      );
      const unprivileged = new NexusClient({ ...server, username: name("unprivileged"), password: "pass-word" });
      const getUnprivileged = (path: string) => unprivileged.get(path);
      expect((await getUnprivileged("/v1/repositorySettings")).body).toEqual([]);
      expect(await getError(getUnprivileged(`/v1/repositories/raw/hosted/${name("hidden")}`))).toMatch(/^404 /);
      expect(await getError(getUnprivileged(`/v1/repositories/${name("hidden")}`))).toMatch(/^403 /);
      expect(await getError(getUnprivileged(`/v1/repositories/${name("nosuch")}`))).toMatch(/^404 /);
      for (const path of [
        "/v1/security/users",
        "/v1/security/roles",
        "/v1/security/privileges",
        "/v1/security/content-selectors",
        "/v1/routing-rules",
        "/v1/blobstores",
        "/internal/cleanup-policies",
      ])
        expect(await getError(getUnprivileged(path))).toMatch(/^403 /);
      await unprivileged.close();
    });

    it("neither the blob store nor the name can be changed", async () => {
      await create(
        "/v1/blobstores/file",
        { name: name("blobs"), path: name("blobs") },
        `/v1/blobstores/${name("blobs")}`,
      );
      await create("/v1/repositories/raw/hosted", raw("fixed"), `/v1/repositories/${name("fixed")}`);
      const path = `/v1/repositories/raw/hosted/${name("fixed")}`;
      expect(
        await getError(send("PUT", path, raw("fixed", { storage: { ...storage, blobStoreName: name("blobs") } }))),
      ).toMatch(/^400 .*blob store/);
      expect(await getError(send("PUT", path, raw("other")))).toMatch(/^400 .*[Rr]enaming/);
    });
  });

  it("a file blob store needs a writable path, and is not one in S3", async () => {
    const file = { name: name("files"), path: name("files") };
    await create("/v1/blobstores/file", file, `/v1/blobstores/${file.name}`);
    const unwritable = /^400 .*could not be written because the path \/proc\/files could not be written to/;
    expect(await getError(send("POST", "/v1/blobstores/file", { name: name("other"), path: "/proc/files" }))).toMatch(
      unwritable,
    );
    expect(await getError(send("PUT", `/v1/blobstores/file/${file.name}`, { path: "/proc/files" }))).toMatch(
      unwritable,
    );
    const bucket = { name: "bucket", region: "us-east-1", expiration: 3 };
    const s3 = { name: file.name, bucketConfiguration: { bucket } };
    expect(await getError(send("PUT", `/v1/blobstores/s3/${file.name}`, s3))).toMatch(
      new RegExp(`^400 .*Blob store ${file.name} is not an S3 blob store`),
    );
  });

  it("the node has an id", async () => {
    const { nodeId } = await get("/v1/system/node");
    expect(nodeId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/i);
  });

  it("realms reject NexusAuthorizingRealm, which is always active, and keep their order", async () => {
    const active = await get("/v1/security/realms/active");
    expect(
      await getError(send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "NexusAuthorizingRealm"])),
    ).toMatch(/^400 Unknown realmIds: \[NexusAuthorizingRealm\]/);
    expect(await get("/v1/security/realms/active")).toEqual(active);
  });

  it("a header contains the release, and a wrong password is rejected on any path", async () => {
    expect(client.server.release).toMatch(/^3\.\d+\.\d+$/);
    expect(await client.acceptsCredentials({ username: server.username, password: "wrong" })).toBe(false);
  });
});
