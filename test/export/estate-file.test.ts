import { describe, expect, it } from "vitest";
import { type Export, exportEstate } from "../../src/export/export.ts";
import { formatExportReport } from "../../src/export/export-report.ts";
import { parseFamilies } from "../../src/export/families.ts";
import type { ExportScope } from "../../src/export/selection.ts";
import { getIdentity } from "../../src/model/kind.ts";
import type { Fields } from "../../src/util/json.ts";
import { getKind } from "../support/resource-stack.ts";

function exportFrom(...objects: [string, Fields][]): Export {
  return exportScope({}, ...objects);
}

function exportScope(scope: ExportScope, ...objects: [string, Fields][]): Export {
  const declarations = objects.map(([name, fields]) => {
    const kind = getKind(name);
    return { kind, resource: getIdentity(kind, fields), fields };
  });
  const server = { release: "3.94.0", edition: "COMMUNITY" } as const;
  const unreadable = [{ family: "task" as const, reason: "403" }];
  return exportEstate(
    "site",
    { declarations, unreadable },
    server,
    { url: "https://nexus.example", username: "admin" },
    scope,
  );
}

const hosted = (name: string, more: Fields = {}): [string, Fields] => [
  "raw-hosted",
  {
    name,
    online: true,
    storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
    ...more,
  },
];
const view = (name: string, ...actions: string[]) =>
  actions.map((action) => `nx-repository-view-raw-${name}-${action}`);
const role = (roleId: string, privileges: string[], more: Fields = {}): [string, Fields] => [
  "role",
  { roleId, name: roleId, description: `All of ${roleId}`, privileges, roles: [], ...more },
];
const user = (userId: string, roles: string[], more: Fields = {}): [string, Fields] => [
  "user",
  {
    userId,
    firstName: userId,
    lastName: userId,
    emailAddress: `${userId}@localhost`,
    status: "active",
    roles,
    ...more,
  },
];

describe("an exported estate", () => {
  it("writes roles and users with Access and lists of actions", () => {
    const push = ["browse", "read", "add", "edit"];
    const { estate } = exportFrom(
      hosted("apps"),
      hosted("files"),
      hosted("old-files"),
      role("ci", [...view("apps", ...push, "delete"), "nx-search-read"]),
      role("readers", [...view("files", "browse", "read"), ...view("old-files", "browse", "read")], { roles: ["ci"] }),
      role("admins", ["nx-all"]),
      user("bot", ["ci"]),
      user("jane", ["readers", "nx-admin"], { firstName: "Jane", lastName: "O'Neil" }),
    );
    expect(estate).toBe(`/** site, as exported by \`nexus-iac export\`. */
import { Access, estate, pull, push, Role, raw, User } from "nexus-iac";

export default estate({
  declare({ password }) {
    // Repositories: raw
    const apps = new raw.Hosted("apps", {
      storage: { strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [] },
    });
    const files = new raw.Hosted("files", {
      storage: { strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [] },
    });
    const oldFiles = new raw.Hosted("old-files", {
      storage: { strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [] },
    });

    // Roles and users
    new Role("admins", { description: "All of admins", privileges: ["nx-all"] });
    const ci = new Access("ci", {
      description: "All of ci",
      privileges: [...apps.privileges(...push, "delete"), "nx-search-read"],
      users: ["bot"],
      password,
      keepPasswords: true,
    });
    const readers = new Role("readers", {
      description: "All of readers",
      privileges: [files, oldFiles].flatMap((repository) => repository.privileges(...pull)),
      roles: [ci.role.roleId],
    });
    new User("jane", {
      firstName: "Jane",
      lastName: "O'Neil",
      roles: ["nx-admin", readers.roleId],
      password: password("jane"),
      keepPassword: true,
    });
  },
});
`);
  });

  it("moves addresses of upstreams to the configuration, and omits credentials", () => {
    const proxy = (name: string, remoteUrl: string, more: Fields = {}): [string, Fields] => [
      "raw-proxy",
      { name, proxy: { remoteUrl, contentMaxAge: 1440, metadataMaxAge: 1440 }, ...more },
    ];
    const { estate, stack, omissions, secrets } = exportFrom(
      proxy("raw-proxy-tools", "https://tools.example/"),
      proxy("tools-again", "https://tools.example/"),
      proxy("private", "https://private.example", {
        httpClient: { blocked: false, autoBlock: true, authentication: { type: "username", username: "u" } },
      }),
      proxy("worse", "https://u:s3cr3t@worse.example"),
    );
    expect(stack).toContain(
      "  nexus:upstreams:\n    private: https://private.example\n    tools: https://tools.example/\n",
    );
    expect(estate).toContain(
      'new raw.Proxy("tools-again", { cleanup: { policyNames: [] }, proxy: { remoteUrl: upstreams.tools } });',
    );
    expect(estate).toContain(
      'authentication: secrets.privatePassword\n          ? { type: "username", username: "u", password: secrets.privatePassword }\n          : undefined,',
    );
    expect(secrets.map(({ name }) => name)).toEqual(["privatePassword"]);
    expect(omissions).toMatchObject([
      { identity: "worse", reason: expect.stringContaining("must not contain credentials") },
    ]);
    expect(estate + stack + JSON.stringify(omissions)).not.toContain("s3cr3t");
  });

  it("declares a resource that needs a secret only where it is configured, and as existing otherwise", () => {
    const { estate } = exportFrom(
      ["apt-hosted", { name: "debian", apt: { distribution: "bookworm" }, aptSigning: null }],
      role("readers", ["nx-repository-view-apt-debian-read"]),
    );
    expect(estate).toContain('existing.repository("debian", { format: "apt", type: "hosted" });');
    expect(estate).toContain('if (secrets.debianKeypair) {\n      new apt.Hosted("debian", {');
    expect(estate).toContain('privileges: ["nx-repository-view-apt-debian-read"]');
  });

  it.each<[string, [string, Fields][], string]>([
    [
      "two tasks of one type and name",
      [task("a"), task("a")],
      'blobstore.compact task "blobstore.compact a": several objects have this name',
    ],
    [
      "repositories whose names differ only in case",
      [hosted("Files"), hosted("files")],
      'raw hosted repository "Files": several objects have this name',
    ],
    [
      "a group without members",
      [["raw-group", { name: "g", group: { memberNames: [] } }]],
      'raw group repository "g": group.memberNames',
    ],
    ["a user without roles", [user("lost", [])], 'user "lost": roles must be at least one role'],
    [
      "a task with a property that may be a secret",
      [["task", { type: "custom", name: "t", properties: { apiToken: "s3cr3t" } }]],
      'task "custom t": properties.apiToken may be a secret',
    ],
    [
      "realms that lack one that a repository needs",
      [
        ["docker-hosted", { name: "apps", format: "docker", docker: { forceBasicAuth: false, v1Enabled: false } }],
        ["realms", { active: ["DefaultRole"] }],
      ],
      'realms: active does not contain "DockerToken"',
    ],
    ["a licence", [["license", { file: null, contactCompany: "c" }]], "licence: Nexus does not return the file"],
  ])("omits %s, with the reason", (_, objects, message) => {
    const exported = exportFrom(...objects, role("r", ["nx-all"]));
    expect(formatExportReport("site", exported, [])).toContain(message);
    expect(exported.estate).toContain(`    // Not exported (left unchanged in Nexus):\n    // ${message}`);
    expect(exported.estate).not.toContain("s3cr3t");
  });

  it("declares a mail server whose sender has no dot in its domain", () => {
    const server = { enabled: true, host: "mail.example", port: 25, fromAddress: "root@build-host" };
    const { estate } = exportFrom(["email", server]);
    expect(estate).toContain('fromAddress: "root@build-host"');
    expect(estate).not.toContain("Not exported");
  });

  it("declares the fields that protect content or access even where they equal the default", () => {
    const connectors = { forceBasicAuth: true, v1Enabled: false, httpPort: 5000 };
    const { estate } = exportFrom([
      "docker-hosted",
      { ...hosted("apps")[1], format: "docker", docker: connectors, cleanup: null },
    ]);
    expect(estate).toContain(`new docker.Hosted("apps", {
      storage: { strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [] },
      docker: { httpPort: 5000, forceBasicAuth: true },
    });`);
  });

  it("declares every field with --full", () => {
    const { estate } = exportScope(
      { isFull: true },
      hosted("files", { raw: { contentDisposition: "ATTACHMENT" } }),
      role("r", []),
    );
    expect(estate).toContain(`new raw.Hosted("files", {
      online: true,
      storage: { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" },
      cleanup: { policyNames: [] },
      raw: { contentDisposition: "ATTACHMENT" },
    });`);
    expect(estate).toContain('new Role("r", { name: "r", description: "All of r", privileges: [], roles: [] });');
  });

  it("declares only some families with --only, and the others that they refer to as existing", () => {
    const nexus = [hosted("files"), role("readers", view("files", "read")), user("jane", ["readers"])];
    const security = exportScope({ families: ["role", "user"] }, ...nexus);
    expect(security.count).toBe(2);
    expect(security.estate).toContain('existing.repository("files", { format: "raw", type: "hosted" });');
    expect(security.estate).not.toContain("raw.Hosted");
    expect(security.unreadable).toEqual([]);
    const content = exportScope({ families: ["repository"] }, ...nexus);
    expect(content.estate).toMatch(/new raw\.Hosted/);
    expect(content.estate).not.toMatch(/readers|jane|existing/);
  });

  it("declares what Nexus accepts although it is probably a mistake", () => {
    const { estate, omissions } = exportFrom(
      ["npm-hosted", { name: "npm", format: "npm" }],
      ["realms", { active: ["DefaultRole", "NexusAuthenticatingRealm"] }],
      [
        "user",
        {
          userId: "ci",
          firstName: "ci",
          lastName: "ci",
          emailAddress: "ci@build",
          status: "active",
          roles: ["nx-anonymous"],
        },
      ],
    );
    expect(omissions).toEqual([]);
    expect(estate).toContain('new Realms("realms", { active: ["DefaultRole", "NexusAuthenticatingRealm"] });');
    expect(estate).toContain('emailAddress: "ci@build"');
  });

  it("declares missing objects that others refer to as existing, and reports them", () => {
    const { estate, omissions } = exportFrom(
      role("r", ["gone-privilege"], { roles: ["gone-role"] }),
      hosted("files", { cleanup: { policyNames: ["gone-policy"] } }),
    );
    expect(estate).toContain('const gonePolicy = existing.cleanupPolicy("gone-policy", { format: "*" });');
    expect(estate).toContain('const gonePrivilege = existing.privilege("gone-privilege");');
    expect(estate).toContain("roles: [goneRole]");
    expect(omissions.map(({ identity, reason }) => [identity, reason])).toEqual(
      ["gone-policy", "gone-privilege", "gone-role"].map((name) => [
        name,
        "does not exist in Nexus, but another object refers to it",
      ]),
    );
  });

  it("omits an invalid optional field and exports the rest", () => {
    const { estate, omissions } = exportFrom(user("jane", ["nx-admin"], { emailAddress: "no address" }));
    expect(estate).toContain(
      'new User("jane", { roles: ["nx-admin"], password: password("jane"), keepPassword: true });',
    );
    expect(omissions).toMatchObject([{ identity: "jane", path: "emailAddress" }]);
  });

  it("converts values of older releases to upper case", () => {
    const { estate } = exportFrom([
      "maven-hosted",
      { name: "m", maven: { versionPolicy: "mixed", layoutPolicy: "strict" } },
    ]);
    expect(estate).toContain('maven: { versionPolicy: "MIXED" }');
  });
});

function task(name: string): [string, Fields] {
  return [
    "task-blobstore-compact",
    { type: "blobstore.compact", name, enabled: true, properties: { blobstoreName: "default" } },
  ];
}

describe("parseFamilies", () => {
  it("accepts plurals, hyphens and any case", () => {
    expect(parseFamilies("repositories,Blob-Store, cleanup policies,ssrf-protection")).toEqual([
      "repository",
      "blob store",
      "cleanup policy",
      "SSRF protection",
    ]);
  });

  it.each([
    ["repositries", '"repositries" is not a family of objects; did you mean "repositories"?'],
    ["role,", '"" is not a family of objects'],
  ])("refuses %s", (text, message) => expect(() => parseFamilies(text)).toThrow(message));
});
