/** The access matrix of src/access compared with Nexus: each user tries each action, allowed or not. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AccessCell, type AccessMatrix, createAccessMatrix } from "../../src/access/access-matrix.ts";
import { toPermission } from "../../src/access/privilege-permissions.ts";
import type { Rights } from "../../src/access/rights.ts";
import type { Action } from "../../src/access/security-model.ts";
import { toSecurityModel } from "../../src/estate/declared-security.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { findBuiltInPermission } from "../../src/model/nexus-defaults.ts";
import { takeInventory } from "../../src/provider/inventory.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import type { Fields } from "../../src/util/json.ts";
import { declare, estateOf, group, raw, role } from "../estate/support.ts";
import { ResourceStack, type ServerLogin } from "../support/resource-stack.ts";
import { describeServers, ownServers } from "./servers.ts";

const maven = { maven: { versionPolicy: "MIXED", layoutPolicy: "PERMISSIVE" } };
const allowAlways = { storage: { writePolicy: "ALLOW" } };
/** The content selectors, and the directories of each format that they select. */
const selectors = {
  team: { expression: 'path =^ "/team/"', selects: (directory: string) => directory === "team" },
  docs: {
    expression: 'format == "raw" and path =~ ".*/(open|docs)/.*"',
    selects: (directory: string, format: string) => directory === "open" && format === "raw",
  },
};
type SelectorName = keyof typeof selectors;
const directories = ["team", "open"];

const view = (repository: string, format: string, ...actions: string[]) =>
  declare("privilege-repository-view", "", { repository, format, actions });
const admin = (repository: string, format: string, ...actions: string[]) =>
  declare("privilege-repository-admin", "", { repository, format, actions });
const viewSelected = (contentSelector: SelectorName, repository: string, format: string, ...actions: string[]) =>
  declare("privilege-repository-content-selector", "", { contentSelector, repository, format, actions });
const application = (domain: string, ...actions: string[]) => declare("privilege-application", "", { domain, actions });
const wildcard = (pattern: string) => declare("privilege-wildcard", "", { pattern });

const patterns = [
  "*",
  "nexus",
  "nexus:*",
  "nexus:repository-view:*:*:read",
  "nexus:repository-view:*:*:*",
  "nexus:repository-view",
  "nexus:repository-view:",
  "nexus:repository-view:raw",
  "nexus:repository-view:raw:one",
  "nexus:repository-view:raw:*:browse,delete",
  "nexus:repository-view:raw,maven2:one,java:read,edit",
  "nexus:repository-view:raw:one, two:read",
  " nexus:repository-view:raw:one:read ",
  "nexus:repository-view:raw: one:read",
  "nexus:repository-view:raw:o*:read",
  "nexus:repository-view::one:read",
  "nexus:repository-view:raw:one:read:*",
  "nexus:repository-view:raw:one:read:more",
  "nexus:repository-view:raw:one:create,update",
  "NEXUS:Repository-View:RAW:One:READ",
  "nexus:repository-view:raw:cased:read",
  "nexus:*:*:*:read",
  "nexus:*:raw:one:read",
  "nexus:*:read",
  "nexus:**",
  "nexus:repository-content-selector",
  "nexus:repository-content-selector:TEAM:*:*:read",
  "nexus:repository-content-selector:team,docs:raw:two:*",
  "nexus:repository-content-selector:*:maven2",
  "nexus:*:team:raw:one:read",
  "nexus:repository-view,repository-content-selector:raw:one",
  "nexus:repository-admin:raw:one:read",
  "nexus:repository-admin:*",
  "nexus:users,roles:read",
  "nexus:blobstores",
  "other:repository-view:raw:one:read",
];

/** The privileges of each user. */
const holders: Readonly<Record<string, readonly (string | Declaration)[]>> = {
  nothing: [],
  ...Object.fromEntries(
    ["browse", "read", "add", "edit", "delete", "*"].map((action) => [
      `one-${action === "*" ? "all" : action}`,
      [`nx-repository-view-raw-one-${action}`],
    ]),
  ),
  "two-of-them": ["nx-repository-view-raw-one-read", "nx-repository-view-maven2-java-edit"],
  "all-of-raw": ["nx-repository-view-raw-*-read"],
  everything: ["nx-all"],
  "group-read": ["nx-repository-view-raw-group-read"],
  "group-all": ["nx-repository-view-raw-group-*"],
  "outer-read": ["nx-repository-view-raw-outer-read"],
  "members-alone": ["nx-repository-view-raw-one-read", "nx-repository-view-raw-two-read"],
  "by-case": [view("Cased", "raw", "READ", "EDIT")],
  "any-format": [view("one", "*", "READ"), view("java", "*", "DELETE")],
  "every-one": [view("*", "*", "BROWSE", "ADD")],
  "every-maven": [view("*", "maven2", "ALL")],
  "team-one": [viewSelected("team", "one", "raw", "READ", "EDIT")],
  "team-every": [viewSelected("team", "*", "*", "ALL")],
  "team-group": [viewSelected("team", "group", "raw", "READ")],
  "docs-java": [viewSelected("docs", "java", "maven2", "ALL"), viewSelected("docs", "two", "*", "READ", "DELETE")],
  "team-and-all": [viewSelected("team", "one", "raw", "ALL"), "nx-repository-view-raw-one-read"],
  "settings-one": [admin("one", "raw", "READ")],
  "settings-raw": [admin("*", "raw", "BROWSE", "READ", "EDIT")],
  "settings-all": [admin("*", "*", "ALL")],
  "users-read": [application("users", "READ")],
  "users-add": [application("users", "ADD")],
  "any-read": [application("*", "READ")],
  "selectors-all": [application("selectors", "ALL")],
  ...Object.fromEntries(patterns.map((pattern, index) => [`pattern-${index}`, [wildcard(pattern)]])),
};

const privileges = Object.entries(holders).flatMap(([holder, privileges]) =>
  privileges.flatMap((privilege, index) =>
    typeof privilege === "string" ? [] : [withName(privilege, `${holder}-${index}`)],
  ),
);
const roles = Object.entries(holders).map(([holder, privileges]) =>
  role(
    holder,
    privileges.map((privilege, index) => (typeof privilege === "string" ? privilege : `${holder}-${index}`)),
  ),
);

function withName({ kind, fields }: Declaration, name: string): Declaration {
  return { kind, resource: name, fields: { ...fields, name } };
}

const password = "pass-word";
const user = (userId: string, roles: readonly string[], more: Fields = {}) =>
  declare("user", userId, { roles: [...roles], password, ...more });

/** All declarations, in the order in which they can be created. */
const stages: readonly (readonly Declaration[])[] = [
  [
    raw("one", allowAlways),
    raw("two", allowAlways),
    raw("Cased", allowAlways),
    declare("maven-hosted", "java", { ...maven, ...allowAlways }),
  ],
  [group("raw-group", "group", "one", "two"), group("maven-group", "javas", "java")],
  [group("raw-group", "outer", "Cased", "group")],
  // One after another: with parallel creations, Nexus answers 404 to some (3.77).
  ...Object.entries(selectors).map(([name, { expression }]) => [declare("content-selector", name, { expression })]),
  privileges,
  roles,
  [role("inside", ["nx-repository-view-raw-two-read"], ["one-edit"])],
  [role("outside", [], ["inside", "team-group"])],
  [
    ...Object.keys(holders).map((holder) => user(holder, [holder])),
    user("nested", ["outside"]),
    user("several", ["one-read", "outside", "every-maven"]),
    user("reader", ["nx-anonymous"]),
    user("boss", ["nx-admin"]),
    user("locked", ["everything"], { status: "locked" }),
    user("disabled", ["nx-anonymous"], { status: "disabled" }),
    user("newcomer", ["one-read"], { status: "changepassword" }),
  ],
];
const repositories = new Map(
  stages.flat().flatMap((declaration) => (declaration.kind.repository ? [[declaration.resource, declaration]] : [])),
);
const users = stages.flat().flatMap(({ kind, resource }) => (kind.name === "user" ? [resource] : []));

describeServers("$name", ownServers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };

  beforeAll(async () => {
    server = await start();
    for (const stage of stages)
      await Promise.all(stage.map(({ kind, fields }) => new ResourceStack(server, kind).up(fields)));
    const hosted = [...repositories.values()].filter(({ kind }) => kind.repository?.type === "hosted");
    for (const { resource } of hosted)
      for (const directory of directories)
        await ask("PUT", `/repository/${resource}/${directory}/${resource}.txt`, server.username, server.password);
  });
  afterAll(() => server?.stop());

  const ask = async (method: string, path: string, userId?: string, credential = password): Promise<Response> => {
    const headers = new Headers({ Accept: "application/json" });
    if (userId !== undefined) headers.set("Authorization", `Basic ${btoa(`${userId}:${credential}`)}`);
    return fetch(server.url + path, { method, headers, ...(method === "PUT" && { body: "x" }) });
  };
  const rest = (path: string, userId?: string) => ask("GET", `/service/rest${path}`, userId);
  const set = (kind: string, fields: Fields) => new ResourceStack(server, kind).up(fields);
  const inventory = async (): Promise<readonly Declaration[]> => {
    const { url, username } = server;
    const session = new Session(resolveSettings({ url, username, password: server.password }, {}), () => {});
    try {
      return (await takeInventory(session)).declarations;
    } finally {
      await session.client.close();
    }
  };
  /** Returns our access matrix of the current objects in Nexus. */
  const computeMatrix = async () => createAccessMatrix(toSecurityModel(estateOf(await inventory())));

  /** Tries all actions and returns the differences between Nexus and the cells of the matrix, one a line. */
  const findDifferences = async (cells: Readonly<Record<string, AccessCell>>, userId?: string): Promise<string[]> => {
    const differences: string[] = [];
    const compare = (action: string, expected: boolean, status: number, allowed: readonly number[]) => {
      if (![...allowed, 401, 403].includes(status) || expected !== allowed.includes(status))
        differences.push(
          `${userId ?? "no user"} ${action}: status ${status}, expected ${expected ? "allowed" : "forbidden"}`,
        );
    };
    const list = await rest("/v1/repositories", userId);
    const listed = list.ok ? listNames(await list.json()) : [];
    for (const [name, { kind }] of repositories) {
      const { format = "", type } = kind.repository ?? {};
      const cell = cells[name];
      compare(`lists ${name}`, canBrowse(cell), listed.includes(name) ? 200 : 403, [200]);
      const isGroup = type === "group";
      for (const directory of directories) {
        const isExpected = (action: Action) => isAllowed(cell, action, directory, format);
        const tryAction = async (action: Action, method: string, file: string, allowed: readonly number[]) => {
          const path = `/repository/${name}/${directory}/${file}`;
          compare(`${method} ${path}`, isExpected(action), (await ask(method, path, userId)).status, allowed);
        };
        await tryAction("read", "GET", `${memberShownByGroup[name] ?? name}.txt`, [200]);
        // With the permission, a write to a group and a POST to any repository are 405.
        if (!isGroup || directory === "team") await tryAction("edit", "PUT", `by-${userId}.txt`, [isGroup ? 405 : 201]);
        if (directory === "team") await tryAction("delete", "DELETE", "not-there.txt", [isGroup ? 405 : 404]);
        if (directory === "team") await tryAction("add", "POST", "posted.txt", [405]);
      }
    }
    return differences;
  };

  it("Nexus allows each user the content actions of the matrix, and no others", async () => {
    const { rows } = await computeMatrix();
    const cells = (userId: string) => rows.find(({ type, id }) => type === "user" && id === userId)?.cells ?? {};
    const differences = await Promise.all(users.map((userId) => findDifferences(cells(userId), userId)));
    expect(differences.flat()).toEqual([]);
    expect(users.filter((userId) => Object.keys(cells(userId)).length).length).toBeGreaterThan(50);
  });

  it("the matrix of the declarations equals the matrix of the objects in Nexus", async () => {
    const declared = createAccessMatrix(toSecurityModel(estateOf(stages.flat())));
    const live = await computeMatrix();
    const cells = ({ rows }: AccessMatrix) =>
      users.map((userId) => {
        const row = rows.find(({ type, id }) => type === "user" && id === userId);
        return [
          userId,
          Object.entries(row?.cells ?? {})
            .filter(([name]) => repositories.has(name))
            .sort(),
          row?.rights.duties,
        ];
      });
    expect(cells(declared)).toEqual(cells(live));
  });

  it("members are readable through their groups as in the matrix", async () => {
    const { rows } = await computeMatrix();
    const through = rows.flatMap(({ type, id, cells }) =>
      type !== "user" || !users.includes(id)
        ? []
        : Object.entries(cells).flatMap(([member, cell]) => cell.through.map((group) => ({ id, member, group }))),
    );
    expect(through.length).toBeGreaterThan(5);
    for (const { id, member, group } of through) {
      const status = async (repository: string) =>
        (await ask("GET", `/repository/${repository}/open/${member}.txt`, id)).status;
      expect([id, member, group, await status(group), await status(member)]).toEqual([id, member, group, 200, 403]);
    }
  });

  it("Nexus allows each user the areas of the matrix", async () => {
    const { rows } = await computeMatrix();
    const differences = await Promise.all(
      users.map(async (userId) => {
        const rights = rows.find(({ type, id }) => type === "user" && id === userId)?.rights;
        const areaDifferences = Object.entries(areas).map(async ([area, path]) => {
          const { status } = await rest(path, userId);
          return (status === 200) === canReadArea(rights, area) ? [] : [`${userId} ${area}: ${status}`];
        });
        const settings = await rest("/v1/repositorySettings", userId);
        const shown = settings.ok
          ? listNames(await settings.json())
              .filter((name) => repositories.has(name))
              .sort()
          : [];
        const expected = [...repositories.keys()].filter((name) => canReadSettings(rights, name)).sort();
        const same = JSON.stringify(shown) === JSON.stringify(expected);
        return [
          ...(await Promise.all(areaDifferences)).flat(),
          ...(same ? [] : [`${userId} settings: ${shown}, expected ${expected}`]),
        ];
      }),
    );
    expect(differences.flat()).toEqual([]);
  });

  it("the permissions of built-in privileges are those of Nexus", async () => {
    const toParts = (permission = "") => permission.split(":").map((part) => part.split(",").sort());
    const builtIn = (await inventory()).filter(
      ({ kind, fields }) =>
        kind.family === "privilege" &&
        fields.readOnly === true &&
        !/-(one|two|Cased|java|javas|group|outer|maven-\w+|nuget\S*)-/.test(String(fields.name)),
    );
    expect(builtIn.length).toBeGreaterThan(90);
    const pairs = builtIn.map(({ kind, fields }) => {
      const name = String(fields.name);
      return [
        name,
        toParts(findBuiltInPermission(name)),
        toParts(toPermission(kind.name.replace("privilege-", ""), fields)),
      ];
    });
    expect(pairs.map(([name, expected]) => [name, expected])).toEqual(pairs.map(([name, , actual]) => [name, actual]));
  });

  it("Nexus allows callers without credentials the actions of the anonymous user in the matrix", async () => {
    for (const [enabled, userId] of [
      [false, "anonymous"],
      [true, "anonymous"],
      [true, "several"],
      // Users that cannot log in or do not exist work as the anonymous user, too.
      [true, "disabled"],
      [true, "missing-user"],
    ] as const) {
      await set("anonymous-access", { enabled, userId });
      const row = (await computeMatrix()).rows.find(({ type }) => type === "anonymous");
      expect(row === undefined).toBe(!enabled);
      expect([userId, await findDifferences(row?.cells ?? {})]).toEqual([userId, []]);
    }
    await set("anonymous-access", { enabled: false });
  });

  it("the default role applies to logged-in users only", async () => {
    const someUsers = ["nothing", "one-edit", "disabled"];
    const check = async () => {
      const { rows } = await computeMatrix();
      const cells = (userId: string) => rows.find(({ type, id }) => type === "user" && id === userId)?.cells ?? {};
      for (const userId of someUsers) expect(await findDifferences(cells(userId), userId)).toEqual([]);
      return Object.keys(cells("nothing")).sort();
    };
    const active = (...realms: string[]) => set("realms", { active: ["NexusAuthenticatingRealm", ...realms] });
    await set("anonymous-access", { enabled: true, userId: "nothing" });
    await set("capability-defaultrole", { properties: { role: "two-of-them" } });
    await active("DefaultRole");
    expect(await check()).toEqual(["java", "one"]);
    expect(await findDifferences({})).toEqual([]);
    await active();
    expect(await check()).toEqual([]);
    await active("DefaultRole");
    await set("capability-defaultrole", { enabled: false, properties: { role: "two-of-them" } });
    expect(await check()).toEqual([]);
  });
});

/** The member whose file is read through each group. */
const memberShownByGroup: Readonly<Record<string, string>> = { group: "two", outer: "Cased", javas: "java" };

/** A path that is readable with the permission to read each area. */
const areas = {
  users: "/v1/security/users",
  roles: "/v1/security/roles",
  privileges: "/v1/security/privileges",
  selectors: "/v1/security/content-selectors",
  blobstores: "/v1/blobstores",
  settings: "/v1/security/realms/active",
};

function canReadArea(rights: Rights | undefined, searched: string): boolean {
  const has = (values: readonly string[], value: string) => values.includes("*") || values.includes(value);
  if (rights?.everything) return true;
  return Boolean(rights?.duties.some(({ area, actions }) => has([area], searched) && has(actions, "read")));
}

function canReadSettings(rights: Rights | undefined, repository: string): boolean {
  if (rights?.everything) return true;
  return Boolean(
    rights?.settings.some(({ actions, on }) => actions.includes("read") && on.repositories.includes(repository)),
  );
}

function canBrowse(cell: AccessCell | undefined): boolean {
  return Boolean(cell?.all.includes("browse") || cell?.selected.some(({ actions }) => actions.includes("browse")));
}

function isAllowed(cell: AccessCell | undefined, action: Action, directory: string, format: string): boolean {
  return Boolean(
    cell?.all.includes(action) ||
      cell?.selected.some(
        ({ selector, actions }) =>
          actions.includes(action) && selectors[selector.name as SelectorName].selects(directory, format),
      ),
  );
}

function listNames(list: unknown): string[] {
  return (list as { name: string }[]).map(({ name }) => name);
}
