import { beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedNexus, startNexus } from "../src/index.ts";
import { impliesPermission, parseWildcardPermission } from "../src/security/wildcard-permission.ts";
import { ask, group, hosted, names, userWith } from "./support/nexuses.ts";

/** Which privileges let a user through an endpoint: measured on 3.71.0-06, where everybody else is refused. */
const VIEW = ["nx-repository-view-*-*-*", "nx-repository-view-*-*-browse", "nx-repository-view-*-*-read"];
const ADMIN = "nx-repository-admin";
const one = (domain: string, ...actions: string[]): string[] => actions.map((action) => `nx-${domain}-${action}`);
const readers = (domain: string): string[] => one(domain, "all", "create", "delete", "read", "update");
const adminOf = (name: string, ...actions: string[]): string[] =>
  actions.flatMap((action) => [`${ADMIN}-*-*-${action}`, `${ADMIN}-raw-${name}-${action}`]);

interface Row {
  readonly request: readonly [method: string, path: string, body?: unknown];
  readonly through: readonly string[];
  readonly status: number;
  readonly refused?: number;
}

const someone = { firstName: "a", lastName: "b", emailAddress: "a@b.co", status: "active", roles: ["nx-admin"] };
const TABLE: readonly Row[] = [
  { request: ["GET", "/v1/status/check"], through: one("metrics", "all"), status: 200 },
  { request: ["GET", "/v1/security/users"], through: readers("users"), status: 200 },
  { request: ["GET", "/v1/security/user-sources"], through: readers("users"), status: 200 },
  {
    request: ["POST", "/v1/security/users", { ...someone, userId: "admin", password: "p" }],
    through: one("users", "all", "create"),
    status: 500,
  },
  {
    request: ["PUT", "/v1/security/users/nosuch", { ...someone, userId: "nosuch", source: "default" }],
    through: one("users", "all", "update"),
    status: 404,
  },
  { request: ["DELETE", "/v1/security/users/nosuch"], through: one("users", "all", "delete"), status: 404 },
  { request: ["PUT", "/v1/security/users/nosuch/change-password", "x"], through: [], status: 404 },
  { request: ["GET", "/v1/security/roles"], through: readers("roles"), status: 200 },
  {
    request: ["POST", "/v1/security/roles", { id: "nx-admin", name: "x" }],
    through: one("roles", "all", "create"),
    status: 400,
  },
  { request: ["DELETE", "/v1/security/roles/nosuch"], through: one("roles", "all", "delete"), status: 404 },
  { request: ["GET", "/v1/security/privileges/nosuch"], through: readers("privileges"), status: 404 },
  {
    request: ["PUT", "/v1/security/privileges/wildcard/nosuch", { name: "nosuch", pattern: "x" }],
    through: one("privileges", "all", "update"),
    status: 404,
  },
  { request: ["GET", "/v1/security/content-selectors"], through: readers("selectors"), status: 200 },
  {
    request: ["POST", "/v1/security/content-selectors", { name: "x", expression: "(((" }],
    through: one("selectors", "all", "create"),
    status: 400,
  },
  {
    request: ["GET", "/v1/routing-rules"],
    through: [
      ...adminOf("a", "*", "read"),
      ...adminOf("b", "*", "read"),
      ...adminOf("g", "*", "read"),
      `${ADMIN}-*-*-add`,
    ],
    status: 200,
  },
  { request: ["POST", "/v1/routing-rules", {}], through: [], status: 400 },
  { request: ["GET", "/v1/security/anonymous"], through: one("settings", "all", "read", "update"), status: 200 },
  { request: ["PUT", "/v1/security/realms/active", ["x"]], through: one("settings", "all", "update"), status: 400 },
  { request: ["GET", "/v1/blobstores"], through: readers("blobstores"), status: 200 },
  { request: ["DELETE", "/v1/blobstores/nosuch"], through: one("blobstores", "all", "delete"), status: 404 },
  { request: ["GET", "/internal/cleanup-policies"], through: one("settings", "all", "read", "update"), status: 200 },
  { request: ["GET", "/internal/cleanup-policies/nosuch"], through: [], status: 404 },
  {
    request: ["GET", "/v1/repositories/a"],
    through: [
      ...VIEW,
      ...["a", "g"].flatMap((name) =>
        ["*", "browse", "read"].map((action) => `nx-repository-view-raw-${name}-${action}`),
      ),
    ],
    status: 200,
  },
  { request: ["GET", "/v1/repositories/raw/hosted/a"], through: adminOf("a", "*", "read"), status: 200, refused: 404 },
  {
    request: ["POST", "/v1/repositories/raw/hosted", hosted("a")],
    through: [`${ADMIN}-*-*-*`, `${ADMIN}-*-*-add`, `${ADMIN}-raw-a-*`],
    status: 400,
  },
  { request: ["PUT", "/v1/repositories/raw/hosted/a", hosted("a")], through: adminOf("a", "*", "edit"), status: 204 },
  { request: ["POST", "/v1/repositories/a/rebuild-index"], through: adminOf("a", "*", "edit"), status: 204 },
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
    const wanted = new Set(TABLE.flatMap(({ through }) => through));
    const domains = /^nx-(users|roles|privileges|selectors|settings|blobstores|metrics|search|tasks)/;
    const tried = privileges.filter(
      (name) => domains.test(name) || /-(raw-[abg]|\*-\*)-/.test(name) || wanted.has(name),
    );
    const made = tried.map(async (name, index) => users.set(name, await userWith(nexus, `user${index}`, [name])));
    users.set("nothing", await userWith(nexus, "nothing", []));
    await Promise.all(made);
    return () => nexus.stop();
  });

  test.each(TABLE)(
    "$request.0 $request.1",
    async ({ request: [method, path, body], through, status, refused = 403 }) => {
      const statuses = await Promise.all(
        [...users].map(async ([privilege, as]) => {
          const answer = await ask(nexus, method, path, body, as);
          return [privilege, answer.status] as const;
        }),
      );
      const wanted = [...users.keys()].map((name) => [name, through.includes(name) ? status : refused]);
      expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(wanted));
      expect((await ask(nexus, method, path, body)).status).toBe(status);
    },
  );

  test("lists show what the caller may see, and no more", async () => {
    const seen = async (path: string, privilege: string): Promise<string[]> => {
      const { body } = await ask(nexus, "GET", path, undefined, users.get(privilege));
      return names(body);
    };
    expect(await seen("/v1/repositories", "nothing")).toEqual([]);
    expect(await seen("/v1/repositories", "nx-repository-view-raw-a-read")).toEqual([]);
    expect(await seen("/v1/repositories", "nx-repository-view-raw-a-browse")).toEqual(["a"]);
    expect(await seen("/v1/repositories", "nx-repository-view-raw-g-browse")).toEqual(["g"]);
    expect(await seen("/v1/repositorySettings", "nothing")).toEqual([]);
    expect(await seen("/v1/repositorySettings", `${ADMIN}-raw-b-read`)).toEqual(["b"]);
    expect((await seen("/v1/repositorySettings", `${ADMIN}-*-*-read`)).length).toBe(7);
  });

  test("a read can lie: without the right it is 404, for anonymous callers of old 403", async () => {
    const path = "/v1/repositories/raw/hosted/a";
    const told = { id: "*", message: '"Repository not found"' };
    expect((await ask(nexus, "GET", path, undefined, users.get("nothing"))).body).toEqual(told);
    expect((await ask(nexus, "GET", path, undefined, null)).status).toBe(403);
  });

  test("what a body lacks is told before the permission is asked", async () => {
    expect((await ask(nexus, "POST", "/v1/security/roles", {}, null)).status).toBe(400);
    expect((await ask(nexus, "POST", "/v1/security/roles", { id: "x", name: "x" }, null)).status).toBe(403);
  });

  test("the user interface is told the caller's permissions", async () => {
    const told = async (as?: string): Promise<string[]> => {
      const headers = { "Content-Type": "application/json", ...(as ? { Authorization: `Basic ${btoa(as)}` } : {}) };
      const body = JSON.stringify({ action: "rapture_Security", method: "getPermissions", data: null, tid: 1 });
      const response = await fetch(`${nexus.url}/service/extdirect`, { method: "POST", headers, body });
      const { result } = (await response.json()) as { result: { data: { id: string }[] } };
      return result.data.map(({ id }) => id);
    };
    expect(await told(users.get("nothing"))).toEqual([]);
    expect(await told(users.get("nx-users-update"))).toEqual(["nexus:users:read", "nexus:users:update,read"]);
    expect(await told()).toContain("nexus:repository-view:raw:a:browse");
    expect(await told("admin:admin123")).toContain("nexus:*");
  });

  test("nested roles count, a wrong password is 401 on any path", async () => {
    await ask(nexus, "POST", "/v1/security/roles", { id: "inner", name: "inner", privileges: ["nx-users-read"] });
    const as = await userWith(nexus, "outer", []);
    await ask(nexus, "PUT", "/v1/security/roles/outer", { id: "outer", name: "outer", roles: ["inner"] });
    expect((await ask(nexus, "GET", "/v1/security/users", undefined, as)).status).toBe(200);
    expect((await ask(nexus, "GET", "/v1/nosuch", undefined, "outer:wrong")).status).toBe(401);
    expect((await ask(nexus, "GET", "/v1/status", undefined, "nobody:wrong")).status).toBe(401);
  });
});

/** Measured on 3.71.0-06: whether a wildcard privilege of that pattern grants nexus:users:read. */
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
