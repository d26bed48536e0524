/** Whether Nexus lets people do what src/access says, and refuses them the rest: asked for everybody, one by one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { ResourceStack, type Server } from "../support/resource-stack.ts";
import { ownServers } from "./servers.ts";

const maven = { maven: { versionPolicy: "MIXED", layoutPolicy: "PERMISSIVE" } };
const again = { storage: { writePolicy: "ALLOW" } };
/** As the directory of a path goes by what it is in. */
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
const selected = (contentSelector: SelectorName, repository: string, format: string, ...actions: string[]) =>
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

/** Privileges, by who has them. */
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
  "team-one": [selected("team", "one", "raw", "READ", "EDIT")],
  "team-every": [selected("team", "*", "*", "ALL")],
  "team-group": [selected("team", "group", "raw", "READ")],
  "docs-java": [selected("docs", "java", "maven2", "ALL"), selected("docs", "two", "*", "READ", "DELETE")],
  "team-and-all": [selected("team", "one", "raw", "ALL"), "nx-repository-view-raw-one-read"],
  "settings-one": [admin("one", "raw", "READ")],
  "settings-raw": [admin("*", "raw", "BROWSE", "READ", "EDIT")],
  "settings-all": [admin("*", "*", "ALL")],
  "users-read": [application("users", "READ")],
  "users-add": [application("users", "ADD")],
  "any-read": [application("*", "READ")],
  "selectors-all": [application("selectors", "ALL")],
  ...Object.fromEntries(patterns.map((pattern, index) => [`pattern-${index}`, [wildcard(pattern)]])),
};

const privileges = Object.entries(holders).flatMap(([holder, held]) =>
  held.flatMap((one, index) => (typeof one === "string" ? [] : [named(one, `${holder}-${index}`)])),
);
const roles = Object.entries(holders).map(([holder, held]) =>
  role(
    holder,
    held.map((one, index) => (typeof one === "string" ? one : `${holder}-${index}`)),
  ),
);

function named({ kind, fields }: Declaration, name: string): Declaration {
  return { kind, resource: name, fields: { ...fields, name } };
}

const password = "pass-word";
const user = (userId: string, of: readonly string[], more: Fields = {}) =>
  declare("user", userId, { roles: [...of], password, ...more });

/** In the order in which they can be made. */
const stages: readonly (readonly Declaration[])[] = [
  [raw("one", again), raw("two", again), raw("Cased", again), declare("maven-hosted", "java", { ...maven, ...again })],
  [group("raw-group", "group", "one", "two"), group("maven-group", "javas", "java")],
  [group("raw-group", "outer", "Cased", "group")],
  // Nexus loses sight of some that are made side by side (404, 3.77).
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
const ours = new Map(stages.flat().flatMap((one) => (one.kind.repository ? [[one.resource, one]] : [])));
const users = stages.flat().flatMap(({ kind, resource }) => (kind.name === "user" ? [resource] : []));

describe.each(ownServers)("$name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };

  beforeAll(async () => {
    server = await start();
    for (const stage of stages)
      await Promise.all(stage.map(({ kind, fields }) => new ResourceStack(server, kind).up(fields)));
    const hosted = [...ours.values()].filter(({ kind }) => kind.repository?.type === "hosted");
    for (const { resource } of hosted)
      for (const directory of directories)
        await ask("PUT", `/repository/${resource}/${directory}/${resource}.txt`, server.username, server.password);
  });
  afterAll(() => server?.stop());

  const ask = async (method: string, path: string, userId?: string, word = password): Promise<Response> => {
    const headers = new Headers({ Accept: "application/json" });
    if (userId !== undefined) headers.set("Authorization", `Basic ${btoa(`${userId}:${word}`)}`);
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
  /** Who may do what by our own reckoning, of what Nexus holds now. */
  const reckoned = async () => createAccessMatrix(toSecurityModel(estateOf(await inventory())));

  /** What Nexus lets somebody do otherwise than the cells say, a line each. */
  const differing = async (cells: Readonly<Record<string, AccessCell>>, userId?: string): Promise<string[]> => {
    const wrong: string[] = [];
    const compare = (what: string, says: boolean, status: number, allowed: readonly number[]) => {
      if (![...allowed, 401, 403].includes(status) || says !== allowed.includes(status))
        wrong.push(`${userId ?? "nobody"} ${what}: ${status}, and we say ${says ? "yes" : "no"}`);
    };
    const list = await rest("/v1/repositories", userId);
    const browsed = list.ok ? namesIn(await list.json()) : [];
    for (const [name, { kind }] of ours) {
      const { format = "", type } = kind.repository ?? {};
      const cell = cells[name];
      compare(`lists ${name}`, mayBrowse(cell), browsed.includes(name) ? 200 : 403, [200]);
      const isGroup = type === "group";
      for (const directory of directories) {
        const says = (action: Action) => may(cell, action, directory, format);
        const asked = async (action: Action, method: string, file: string, allowed: readonly number[]) => {
          const path = `/repository/${name}/${directory}/${file}`;
          compare(`${method} ${path}`, says(action), (await ask(method, path, userId)).status, allowed);
        };
        await asked("read", "GET", `${shownBy[name] ?? name}.txt`, [200]);
        // What may be written to a group, or posted to any repository, is told that there is no such method.
        if (!isGroup || directory === "team") await asked("edit", "PUT", `by-${userId}.txt`, [isGroup ? 405 : 201]);
        if (directory === "team") await asked("delete", "DELETE", "not-there.txt", [isGroup ? 405 : 404]);
        if (directory === "team") await asked("add", "POST", "posted.txt", [405]);
      }
    }
    return wrong;
  };

  it("lets each user do with content what we say, and no more", async () => {
    const { rows } = await reckoned();
    const cells = (userId: string) => rows.find(({ type, id }) => type === "user" && id === userId)?.cells ?? {};
    const wrong = await Promise.all(users.map((userId) => differing(cells(userId), userId)));
    expect(wrong.flat()).toEqual([]);
    expect(users.filter((userId) => Object.keys(cells(userId)).length).length).toBeGreaterThan(50);
  });

  it("says of what is declared what it says of what is there", async () => {
    const declared = createAccessMatrix(toSecurityModel(estateOf(stages.flat())));
    const live = await reckoned();
    const cells = ({ rows }: AccessMatrix) =>
      users.map((userId) => {
        const row = rows.find(({ type, id }) => type === "user" && id === userId);
        return [
          userId,
          Object.entries(row?.cells ?? {})
            .filter(([name]) => ours.has(name))
            .sort(),
          row?.rights.duties,
        ];
      });
    expect(cells(declared)).toEqual(cells(live));
  });

  it("shows members through their groups as we say", async () => {
    const { rows } = await reckoned();
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

  it("lets each user into the areas that we say", async () => {
    const { rows } = await reckoned();
    const wrong = await Promise.all(
      users.map(async (userId) => {
        const rights = rows.find(({ type, id }) => type === "user" && id === userId)?.rights;
        const doors = Object.entries(areas).map(async ([area, path]) => {
          const { status } = await rest(path, userId);
          return (status === 200) === mayEnter(rights, area) ? [] : [`${userId} ${area}: ${status}`];
        });
        const settings = await rest("/v1/repositorySettings", userId);
        const shown = settings.ok
          ? namesIn(await settings.json())
              .filter((name) => ours.has(name))
              .sort()
          : [];
        const told = [...ours.keys()].filter((name) => maySet(rights, name)).sort();
        const same = JSON.stringify(shown) === JSON.stringify(told);
        return [
          ...(await Promise.all(doors)).flat(),
          ...(same ? [] : [`${userId} settings: ${shown}, and we say ${told}`]),
        ];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it("knows what each built-in privilege permits", async () => {
    const words = (permission = "") => permission.split(":").map((part) => part.split(",").sort());
    const brought = (await inventory()).filter(
      ({ kind, fields }) =>
        kind.family === "privilege" &&
        fields.readOnly === true &&
        !/-(one|two|Cased|java|javas|group|outer|maven-\w+|nuget\S*)-/.test(String(fields.name)),
    );
    expect(brought.length).toBeGreaterThan(90);
    const both = brought.map(({ kind, fields }) => {
      const name = String(fields.name);
      return [
        name,
        words(findBuiltInPermission(name)),
        words(toPermission(kind.name.replace("privilege-", ""), fields)),
      ];
    });
    expect(both.map(([name, ours]) => [name, ours])).toEqual(both.map(([name, , theirs]) => [name, theirs]));
  });

  it("lets who comes without credentials do what we say", async () => {
    for (const [enabled, userId] of [
      [false, "anonymous"],
      [true, "anonymous"],
      [true, "several"],
      // That nobody can log in as it does not matter.
      [true, "disabled"],
      [true, "nobody-there"],
    ] as const) {
      await set("anonymous-access", { enabled, userId });
      const row = (await reckoned()).rows.find(({ type }) => type === "anonymous");
      expect(row === undefined).toBe(!enabled);
      expect([userId, await differing(row?.cells ?? {})]).toEqual([userId, []]);
    }
    await set("anonymous-access", { enabled: false });
  });

  it("gives the default role to whoever logs in, and to nobody else", async () => {
    const some = ["nothing", "one-edit", "disabled"];
    const check = async () => {
      const { rows } = await reckoned();
      const cells = (userId: string) => rows.find(({ type, id }) => type === "user" && id === userId)?.cells ?? {};
      for (const userId of some) expect(await differing(cells(userId), userId)).toEqual([]);
      return Object.keys(cells("nothing")).sort();
    };
    const active = (...realms: string[]) => set("realms", { active: ["NexusAuthenticatingRealm", ...realms] });
    await set("anonymous-access", { enabled: true, userId: "nothing" });
    await set("capability-defaultrole", { properties: { role: "two-of-them" } });
    await active("DefaultRole");
    expect(await check()).toEqual(["java", "one"]);
    expect(await differing({})).toEqual([]);
    await active();
    expect(await check()).toEqual([]);
    await active("DefaultRole");
    await set("capability-defaultrole", { enabled: false, properties: { role: "two-of-them" } });
    expect(await check()).toEqual([]);
  });
});

/** Groups show files of each member: which one is asked for. */
const shownBy: Readonly<Record<string, string>> = { group: "two", outer: "Cased", javas: "java" };

/** What may be read by who may read that area. */
const areas = {
  users: "/v1/security/users",
  roles: "/v1/security/roles",
  privileges: "/v1/security/privileges",
  selectors: "/v1/security/content-selectors",
  blobstores: "/v1/blobstores",
  settings: "/v1/security/realms/active",
};

function mayEnter(rights: Rights | undefined, wanted: string): boolean {
  const has = (words: readonly string[], word: string) => words.includes("*") || words.includes(word);
  if (rights?.everything) return true;
  return Boolean(rights?.duties.some(({ area, actions }) => has([area], wanted) && has(actions, "read")));
}

function maySet(rights: Rights | undefined, repository: string): boolean {
  if (rights?.everything) return true;
  return Boolean(
    rights?.settings.some(({ actions, on }) => actions.includes("read") && on.repositories.includes(repository)),
  );
}

function mayBrowse(cell: AccessCell | undefined): boolean {
  return Boolean(cell?.all.includes("browse") || cell?.selected.some(({ actions }) => actions.includes("browse")));
}

function may(cell: AccessCell | undefined, action: Action, directory: string, format: string): boolean {
  return Boolean(
    cell?.all.includes(action) ||
      cell?.selected.some(
        ({ selector, actions }) =>
          actions.includes(action) && selectors[selector.name as SelectorName].selects(directory, format),
      ),
  );
}

function namesIn(list: unknown): string[] {
  return (list as { name: string }[]).map(({ name }) => name);
}
