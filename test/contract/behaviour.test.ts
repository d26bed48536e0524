/** What the provider relies on, asked of each server as it is: where Nexus answers otherwise, the provider must change. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NexusError } from "../../src/client/errors.ts";
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import type { Fields, Json } from "../../src/util/json.ts";
import type { Server } from "../support/resource-stack.ts";
import { prefix, servers } from "./servers.ts";

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

describe.each(servers)("$name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };
  let client: NexusClient;
  const made: string[] = [];

  beforeAll(async () => {
    server = await start();
    client = new NexusClient({ ...server, retry: { maxAttempts: 1, delay: 1 } });
  });
  afterAll(async () => {
    for (const path of made.reverse()) await client.send({ method: "DELETE", path }).catch(() => {});
    await client?.close();
    await server?.stop();
  });

  const send = (method: NexusRequest["method"], path: string, body?: Json) =>
    client.send({ method, path, ...(body !== undefined && { body }) });
  const get = async (path: string) => (await client.get(path)).body as Fields;
  const make = async (path: string, body: Fields, remove: string) => {
    await send("POST", path, body);
    made.push(remove);
  };
  /** Status and words of a refusal. */
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (!(error instanceof NexusError)) throw new Error(`not refused: ${String(error)}`);
    return `${error.status} ${error.details.text}`;
  };

  describe("users", () => {
    it("a duplicate is refused, by whatever status, and changes nothing", async () => {
      await make("/v1/security/users", user("dup"), `/v1/security/users/${name("dup")}`);
      expect(await refusal(send("POST", "/v1/security/users", user("dup", { firstName: "other" })))).toMatch(
        /^(500|400|409) .*already exists/,
      );
      expect(await get(`/v1/security/users?userId=${name("dup")}&source=default`)).toMatchObject([{ firstName: "f" }]);
    });

    it("the filter is a prefix that ignores case; a PUT needs its source; the password goes apart", async () => {
      await make("/v1/security/users", user("pre"), `/v1/security/users/${name("pre")}`);
      await make("/v1/security/users", user("prefix"), `/v1/security/users/${name("prefix")}`);
      const found = (await get(`/v1/security/users?userId=${name("PRE")}`)) as unknown as Fields[];
      expect(found.map(({ userId }) => userId).sort()).toEqual([name("pre"), name("prefix")]);
      const { password, ...fields } = user("pre", { firstName: "changed" });
      expect(await refusal(send("PUT", `/v1/security/users/${name("pre")}`, fields))).toMatch(
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

    it("a disabled user is refused as a wrong password is", async () => {
      await make("/v1/security/users", user("off", { status: "disabled" }), `/v1/security/users/${name("off")}`);
      expect(await client.acceptsCredentials({ username: name("off"), password: "pass-word" })).toBe(false);
    });
  });

  describe("roles and privileges", () => {
    it("duplicates are 400; a role cannot name what is not there", async () => {
      const role = { id: name("role"), name: "r", privileges: [], roles: [] };
      await make("/v1/security/roles", role, `/v1/security/roles/${name("role")}`);
      expect(await refusal(send("POST", "/v1/security/roles", role))).toMatch(/^400 Role '.*' already exists/);
      expect(
        await refusal(send("PUT", `/v1/security/roles/${name("role")}`, { ...role, privileges: ["nosuch"] })),
      ).toMatch(/^400 Privilege 'nosuch' contained in role '.*' not found/);
    });

    it("a repository brings its privileges, and takes them out of roles when it goes", async () => {
      await make("/v1/repositories/raw/hosted", raw("bringer"), `/v1/repositories/${name("bringer")}`);
      const privilege = `nx-repository-view-raw-${name("bringer")}-read`;
      await make(
        "/v1/security/roles",
        { id: name("holder"), name: "h", privileges: [privilege] },
        `/v1/security/roles/${name("holder")}`,
      );
      await send("DELETE", `/v1/repositories/${name("bringer")}`);
      expect(await get(`/v1/security/roles/${name("holder")}`)).toMatchObject({ privileges: [] });
    });

    it("a selector in use cannot be deleted", async () => {
      await make(
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
      await make(
        "/v1/security/privileges/repository-content-selector",
        privilege,
        `/v1/security/privileges/${name("p")}`,
      );
      expect(await refusal(send("DELETE", `/v1/security/content-selectors/${name("sel")}`))).toMatch(/in use/);
    });
  });

  describe("repositories", () => {
    it("a duplicate is refused and harms nothing", async () => {
      await make("/v1/repositories/raw/hosted", raw("one"), `/v1/repositories/${name("one")}`);
      expect(await refusal(send("POST", "/v1/repositories/raw/hosted", raw("one", { online: false })))).toMatch(
        /^400 /,
      );
      expect(await get(`/v1/repositories/raw/hosted/${name("one")}`)).toMatchObject({ online: true, cleanup: null });
    });

    it("a PUT of what GET gives keeps everything but what GET names otherwise", async () => {
      await make(
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
      await make("/v1/repositories/raw/proxy", proxy, `/v1/repositories/${name("proxy")}`);
      const path = `/v1/repositories/raw/proxy/${name("proxy")}`;
      const live = await get(path);
      expect(live.routingRuleName).toBe(name("rule"));
      await send("PUT", path, { ...live, routingRule: name("rule") });
      expect(await get(path)).toEqual(live);
    });

    it("group members keep their order; an unknown one and none at all are refused", async () => {
      for (const one of ["m1", "m2"])
        await make("/v1/repositories/raw/hosted", raw(one), `/v1/repositories/${name(one)}`);
      const group = (...memberNames: string[]) => raw("group", { group: { memberNames } });
      await make("/v1/repositories/raw/group", group(name("m2"), name("m1")), `/v1/repositories/${name("group")}`);
      const path = `/v1/repositories/raw/group/${name("group")}`;
      expect(await get(path)).toMatchObject({ group: { memberNames: [name("m2"), name("m1")] } });
      expect(await refusal(send("PUT", path, group("nosuch")))).toMatch(
        /^400 memberNames: Member repository does not exist: nosuch/,
      );
      expect(await refusal(send("PUT", path, group()))).toMatch(/^400 /);
    });

    it("settings hide from a user what the plain path tells: forbidden, or not there", async () => {
      await make("/v1/repositories/raw/hosted", raw("hidden"), `/v1/repositories/${name("hidden")}`);
      await make(
        "/v1/security/roles",
        { id: name("blind"), name: "b", privileges: [] },
        `/v1/security/roles/${name("blind")}`,
      );
      await make(
        "/v1/security/users",
        user("blind", { roles: [name("blind")] }),
        `/v1/security/users/${name("blind")}`,
      );
      const blind = new NexusClient({ ...server, username: name("blind"), password: "pass-word" });
      const asBlind = (path: string) => blind.get(path);
      expect((await asBlind("/v1/repositorySettings")).body).toEqual([]);
      expect(await refusal(asBlind(`/v1/repositories/raw/hosted/${name("hidden")}`))).toMatch(/^404 /);
      expect(await refusal(asBlind(`/v1/repositories/${name("hidden")}`))).toMatch(/^403 /);
      expect(await refusal(asBlind(`/v1/repositories/${name("nosuch")}`))).toMatch(/^404 /);
      for (const path of [
        "/v1/security/users",
        "/v1/security/roles",
        "/v1/security/privileges",
        "/v1/security/content-selectors",
        "/v1/routing-rules",
        "/v1/blobstores",
        "/internal/cleanup-policies",
      ])
        expect(await refusal(asBlind(path))).toMatch(/^403 /);
      await blind.close();
    });

    it("the blob store cannot change, nor the name", async () => {
      await make(
        "/v1/blobstores/file",
        { name: name("blobs"), path: name("blobs") },
        `/v1/blobstores/${name("blobs")}`,
      );
      await make("/v1/repositories/raw/hosted", raw("fixed"), `/v1/repositories/${name("fixed")}`);
      const path = `/v1/repositories/raw/hosted/${name("fixed")}`;
      expect(
        await refusal(send("PUT", path, raw("fixed", { storage: { ...storage, blobStoreName: name("blobs") } }))),
      ).toMatch(/^400 .*blob store/);
      expect(await refusal(send("PUT", path, raw("other")))).toMatch(/^400 .*[Rr]enaming/);
    });
  });

  it("realms refuse the one that is always on, and keep their order", async () => {
    const active = await get("/v1/security/realms/active");
    expect(
      await refusal(send("PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "NexusAuthorizingRealm"])),
    ).toMatch(/^400 Unknown realmIds: \[NexusAuthorizingRealm\]/);
    expect(await get("/v1/security/realms/active")).toEqual(active);
  });

  it("says what it is in a header, and lets nobody in with a wrong password, on any path", async () => {
    expect(client.server.release).toMatch(/^3\.\d+\.\d+$/);
    expect(await client.acceptsCredentials({ username: server.username, password: "wrong" })).toBe(false);
  });
});
