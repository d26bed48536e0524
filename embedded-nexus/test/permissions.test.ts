import { beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedNexus, startNexus } from "../src/index.ts";
import { impliesPermission, parseWildcardPermission } from "../src/security/wildcard-permission.ts";
import { ask, createUser, group, hosted, names } from "./support/nexuses.ts";

/** The privileges that allow each request, measured on 3.71.0-06. Users with other privileges are rejected. */
const VIEW = ["nx-repository-view-*-*-*", "nx-repository-view-*-*-browse", "nx-repository-view-*-*-read"];
const ADMIN = "nx-repository-admin";
const privilegesOf = (domain: string, ...actions: string[]): string[] =>
  actions.map((action) => `nx-${domain}-${action}`);
const readers = (domain: string): string[] => privilegesOf(domain, "all", "create", "delete", "read", "update");
const adminOf = (name: string, ...actions: string[]): string[] =>
  actions.flatMap((action) => [`${ADMIN}-*-*-${action}`, `${ADMIN}-raw-${name}-${action}`]);

interface Row {
  readonly request: readonly [method: string, path: string, body?: unknown];
  /** The privileges that allow the request. */
  readonly allowed: readonly string[];
  /** The status with one of them. */
  readonly status: number;
  /** The status without any. Default: 403. */
  readonly rejectedStatus?: number;
}

const user = { firstName: "a", lastName: "b", emailAddress: "a@b.co", status: "active", roles: ["nx-admin"] };
const TABLE: readonly Row[] = [
  { request: ["GET", "/v1/status/check"], allowed: privilegesOf("metrics", "all"), status: 200 },
  { request: ["GET", "/v1/security/users"], allowed: readers("users"), status: 200 },
  { request: ["GET", "/v1/security/user-sources"], allowed: readers("users"), status: 200 },
  {
    request: ["POST", "/v1/security/users", { ...user, userId: "admin", password: "p" }],
    allowed: privilegesOf("users", "all", "create"),
    status: 500,
  },
  {
    request: ["PUT", "/v1/security/users/nosuch", { ...user, userId: "nosuch", source: "default" }],
    allowed: privilegesOf("users", "all", "update"),
    status: 404,
  },
  { request: ["DELETE", "/v1/security/users/nosuch"], allowed: privilegesOf("users", "all", "delete"), status: 404 },
  { request: ["PUT", "/v1/security/users/nosuch/change-password", "x"], allowed: [], status: 404 },
  { request: ["GET", "/v1/security/roles"], allowed: readers("roles"), status: 200 },
  {
    request: ["POST", "/v1/security/roles", { id: "nx-admin", name: "x" }],
    allowed: privilegesOf("roles", "all", "create"),
    status: 400,
  },
  { request: ["DELETE", "/v1/security/roles/nosuch"], allowed: privilegesOf("roles", "all", "delete"), status: 404 },
  { request: ["GET", "/v1/security/privileges/nosuch"], allowed: readers("privileges"), status: 404 },
  {
    request: ["PUT", "/v1/security/privileges/wildcard/nosuch", { name: "nosuch", pattern: "x" }],
    allowed: privilegesOf("privileges", "all", "update"),
    status: 404,
  },
  { request: ["GET", "/v1/security/content-selectors"], allowed: readers("selectors"), status: 200 },
  {
    request: ["POST", "/v1/security/content-selectors", { name: "x", expression: "(((" }],
    allowed: privilegesOf("selectors", "all", "create"),
    status: 400,
  },
  {
    request: ["GET", "/v1/routing-rules"],
    allowed: [
      ...adminOf("a", "*", "read"),
      ...adminOf("b", "*", "read"),
      ...adminOf("g", "*", "read"),
      `${ADMIN}-*-*-add`,
    ],
    status: 200,
  },
  { request: ["POST", "/v1/routing-rules", {}], allowed: [], status: 400 },
  {
    request: ["GET", "/v1/security/anonymous"],
    allowed: privilegesOf("settings", "all", "read", "update"),
    status: 200,
  },
  {
    request: ["PUT", "/v1/security/realms/active", ["x"]],
    allowed: privilegesOf("settings", "all", "update"),
    status: 400,
  },
  { request: ["GET", "/v1/blobstores"], allowed: readers("blobstores"), status: 200 },
  { request: ["DELETE", "/v1/blobstores/nosuch"], allowed: privilegesOf("blobstores", "all", "delete"), status: 404 },
  {
    request: ["GET", "/internal/cleanup-policies"],
    allowed: privilegesOf("settings", "all", "read", "update"),
    status: 200,
  },
  { request: ["GET", "/internal/cleanup-policies/nosuch"], allowed: [], status: 404 },
  {
    request: ["GET", "/v1/repositories/a"],
    allowed: [
      ...VIEW,
      ...["a", "g"].flatMap((name) =>
        ["*", "browse", "read"].map((action) => `nx-repository-view-raw-${name}-${action}`),
      ),
    ],
    status: 200,
  },
  {
    request: ["GET", "/v1/repositories/raw/hosted/a"],
    allowed: adminOf("a", "*", "read"),
    status: 200,
    rejectedStatus: 404,
  },
  {
    request: ["POST", "/v1/repositories/raw/hosted", hosted("a")],
    allowed: [`${ADMIN}-*-*-*`, `${ADMIN}-*-*-add`, `${ADMIN}-raw-a-*`],
    status: 400,
  },
  { request: ["PUT", "/v1/repositories/raw/hosted/a", hosted("a")], allowed: adminOf("a", "*", "edit"), status: 204 },
  { request: ["POST", "/v1/repositories/a/rebuild-index"], allowed: adminOf("a", "*", "edit"), status: 204 },
];

describe("permissions by role", () => {
  let nexus: EmbeddedNexus;
  const users = new Map<string, string>();

  beforeAll(async () => {
    nexus = await startNexus({ release: "3.71.0-06", edition: "CORE" });
    for (const name of ["a", "b"]) await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted(name));
    await ask(nexus, "POST", "/v1/repositories/raw/group", group("g", ["a"]));
    const { body } = await ask(nexus, "GET", "/v1/security/privileges");
    const privileges = names(body).filter((name) => name !== "nx-all");
    const allowing = new Set(TABLE.flatMap(({ allowed }) => allowed));
    const domains = /^nx-(users|roles|privileges|selectors|settings|blobstores|metrics|search|tasks)/;
    const tested = privileges.filter(
      (name) => domains.test(name) || /-(raw-[abg]|\*-\*)-/.test(name) || allowing.has(name),
    );
    const created = tested.map(async (name, index) => users.set(name, await createUser(nexus, `user${index}`, [name])));
    users.set("nothing", await createUser(nexus, "nothing", []));
    await Promise.all(created);
    return () => nexus.stop();
  });

  test.each(TABLE)(
    "$request.0 $request.1",
    async ({ request: [method, path, body], allowed, status, rejectedStatus = 403 }) => {
      const statuses = await Promise.all(
        [...users].map(async ([privilege, as]) => {
          const response = await ask(nexus, method, path, body, as);
          return [privilege, response.status] as const;
        }),
      );
      const expected = [...users.keys()].map((name) => [name, allowed.includes(name) ? status : rejectedStatus]);
      expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(expected));
      expect((await ask(nexus, method, path, body)).status).toBe(status);
    },
  );

  test("lists contain only the repositories that the caller can see", async () => {
    const listed = async (path: string, privilege: string): Promise<string[]> => {
      const { body } = await ask(nexus, "GET", path, undefined, users.get(privilege));
      return names(body);
    };
    expect(await listed("/v1/repositories", "nothing")).toEqual([]);
    expect(await listed("/v1/repositories", "nx-repository-view-raw-a-read")).toEqual([]);
    expect(await listed("/v1/repositories", "nx-repository-view-raw-a-browse")).toEqual(["a"]);
    expect(await listed("/v1/repositories", "nx-repository-view-raw-g-browse")).toEqual(["g"]);
    expect(await listed("/v1/repositorySettings", "nothing")).toEqual([]);
    expect(await listed("/v1/repositorySettings", `${ADMIN}-raw-b-read`)).toEqual(["b"]);
    expect((await listed("/v1/repositorySettings", `${ADMIN}-*-*-read`)).length).toBe(7);
  });

  test("reading a repository's settings without permission is 404, for anonymous callers of 3.71 403", async () => {
    const path = "/v1/repositories/raw/hosted/a";
    const error = { id: "*", message: '"Repository not found"' };
    expect((await ask(nexus, "GET", path, undefined, users.get("nothing"))).body).toEqual(error);
    expect((await ask(nexus, "GET", path, undefined, null)).status).toBe(403);
  });

  test("an invalid body is rejected before the permission is checked", async () => {
    expect((await ask(nexus, "POST", "/v1/security/roles", {}, null)).status).toBe(400);
    expect((await ask(nexus, "POST", "/v1/security/roles", { id: "x", name: "x" }, null)).status).toBe(403);
  });

  test("ExtDirect returns the caller's permissions", async () => {
    const getPermissions = async (as?: string): Promise<string[]> => {
      const headers = { "Content-Type": "application/json", ...(as ? { Authorization: `Basic ${btoa(as)}` } : {}) };
      const body = JSON.stringify({ action: "rapture_Security", method: "getPermissions", data: null, tid: 1 });
      const response = await fetch(`${nexus.url}/service/extdirect`, { method: "POST", headers, body });
      const { result } = (await response.json()) as { result: { data: { id: string }[] } };
      return result.data.map(({ id }) => id);
    };
    expect(await getPermissions(users.get("nothing"))).toEqual([]);
    expect(await getPermissions(users.get("nx-users-update"))).toEqual(["nexus:users:read", "nexus:users:update,read"]);
    expect(await getPermissions()).toContain("nexus:repository-view:raw:a:browse");
    expect(await getPermissions("admin:admin123")).toContain("nexus:*");
  });

  test("permissions of nested roles apply, and a wrong password is 401 on any path", async () => {
    await ask(nexus, "POST", "/v1/security/roles", { id: "inner", name: "inner", privileges: ["nx-users-read"] });
    const as = await createUser(nexus, "outer", []);
    await ask(nexus, "PUT", "/v1/security/roles/outer", { id: "outer", name: "outer", roles: ["inner"] });
    expect((await ask(nexus, "GET", "/v1/security/users", undefined, as)).status).toBe(200);
    expect((await ask(nexus, "GET", "/v1/nosuch", undefined, "outer:wrong")).status).toBe(401);
    expect((await ask(nexus, "GET", "/v1/status", undefined, "unknown:wrong")).status).toBe(401);
  });
});

/** Measured on 3.71.0-06 with wildcard privileges. */
test.each([
  ["nexus:Users:READ", true],
  ["NEXUS:users:read", true],
  ["nexus:users", true],
  ["nexus:users:read:foo", false],
  ["nexus:users,roles:read", true],
  ["*", true],
  ["nexus:users:read:*", true],
  ["nexus::read", false],
  ["nexus: users : read", false],
  ["nexus:*:read", true],
  ["nexus:users:read,update", true],
])("%s grants nexus:users:read: %s", (pattern, expected) => {
  expect(impliesPermission(parseWildcardPermission(pattern), parseWildcardPermission("nexus:users:read"))).toBe(
    expected,
  );
});
