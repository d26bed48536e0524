/** `nexus-iac access` of a running Nexus, started as a command. */

import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, createUser, hosted, group as showing } from "../../embedded-nexus/test/support/nexuses.ts";
import { explainAccess } from "../../src/access/access-explanation.ts";
import { createAccessMatrix } from "../../src/access/access-matrix.ts";
import { formatPrincipal } from "../../src/access/rights-text.ts";
import {
  formatExplanations,
  formatMatrix,
  formatPrincipalRights,
  formatWhoCan,
} from "../../src/cli/commands/access/access-formatter.ts";
import { repositories, securityWith, selected, selector, user } from "../access/support.ts";
import { declare, group, role, viewing } from "../estate/support.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

const team = selector("team", 'path =^ "/team/"');
const security = securityWith(
  ...repositories,
  group("docker-group", "all", "apps", "mirror"),
  team,
  selected("in-team", "team", "files", "READ", "EDIT"),
  role("reader", viewing("docker", "all", "read")),
  role("outer", ["nx-users-read"], ["inner"]),
  role("inner", ["in-team", ...viewing("docker", "apps", "*")]),
  user("one", "reader"),
  user("two", "reader"),
  declare("user", "off", { roles: ["outer"], status: "locked" }),
);
const matrix = createAccessMatrix(security);
const rowOf = (name: string) =>
  matrix.rows.filter((one) => formatPrincipal(one) === name).map(formatPrincipalRights)[0];

describe("at the terminal", () => {
  it("lists users and roles with their rights if the table is too wide", () => {
    const text = formatMatrix(matrix, 60);
    expect(text).toContain("user admin, role nx-admin\n  everything\n\n");
    expect(text).toContain(
      "user one, user two, role reader\n  read on all\n  read on apps and mirror, through the group all\n\n",
    );
    expect(formatMatrix(matrix, 200)).toMatch(/^role outer +----- {2}BRAED {2}-r-e- {2}----- {3}users: read$/m);
  });

  it("shows the roles of a user, and the roles in a role", () => {
    expect(rowOf("role outer")).toBe(
      [
        "role outer: contains inner",
        "  everything on apps",
        '  read, edit on files, limited to the content selector team (`path =^ "/team/"`)',
        "  users: read",
      ].join("\n"),
    );
    expect(rowOf("user off")).toBe("user off (cannot log in)\n  nothing");
  });

  it("shows each path of roles and privileges to a repository", () => {
    expect(formatExplanations(explainAccess(security, "files", undefined, [{ type: "role", id: "outer" }]))).toContain(
      [
        "-r-e-  role outer",
        '       read, edit limited by content selector team: path =^ "/team/"',
        "       read, edit: outer > inner > in-team (nexus:repository-content-selector:team:*:files:read,edit)",
        "",
      ].join("\n"),
    );
    expect(formatExplanations([])).toBe("No user or role has access to its content.");
    expect(formatWhoCan("delete", "apps", ["delete"], [])).toBe("No user or role can delete apps.");
  });
});

let nexus: EmbeddedNexus;

beforeAll(async () => {
  nexus = await startNexus({ builtinRepositories: false });
  for (const name of ["apps", "mirror"]) await ask(nexus, "POST", "/v1/repositories/raw/hosted", hosted(name));
  await ask(nexus, "POST", "/v1/repositories/raw/group", showing("all", ["apps", "mirror"]));
  await createUser(
    nexus,
    "ci",
    ["browse", "read", "add", "edit"].map((action) => `nx-repository-view-raw-apps-${action}`),
  );
  await createUser(nexus, "reader", ["nx-repository-view-raw-all-read"]);
  await createUser(nexus, "uploader", ["nx-repository-view-raw-apps-edit", "nx-users-read"]);
  await createUser(nexus, "blind", []);
});
afterAll(() => nexus.stop());

const login = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };

const access = (args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}) =>
  runNexusIac(["access", ...args], { environment: { ...login, ...environment } });

const there = (...args: string[]) => access(["--url", nexus.url, ...args]);

describe.concurrent("nexus-iac access", () => {
  it("prints the matrix as a table", async () => {
    const { status, stdout, stderr } = await there();
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").slice(0, 8)).toEqual([
      "                   all    apps   mirror  OTHER RIGHTS",
      "anonymous          BR---  BR---  BR---   health check: read; search: read",
      "user admin         BRAED  BRAED  BRAED   everything",
      "user anonymous     BR---  BR---  BR---   health check: read; search: read",
      "user blind         -----  -----  -----",
      "user ci            -----  BRAE-  -----",
      "user reader        -R---  -g---  -g---",
      "user uploader      -----  ---E-  -----   users: read",
    ]);
  });

  it("lists the users and roles that can do an operation, fully or partially", async () => {
    const { status, stdout } = await there("--who-can", "push", "apps");
    const [can = "", partly = ""] = stdout.split("Partially:");
    expect(status).toBe(0);
    expect(can).toMatch(/^Can push apps \(add, edit\):\n/);
    expect([...can.matchAll(/(?:user|role) \w[\w-]*$/gm)].map(String)).toEqual([
      "user admin",
      "user ci",
      "role ci",
      "role nx-admin",
    ]);
    expect([...partly.matchAll(/(?:user|role) \w+$/gm)].map(String)).toEqual(["user uploader", "role uploader"]);
  });

  it("prints JSON", async () => {
    expect(JSON.parse((await there("--user", "ci", "--json")).stdout)).toMatchObject({
      repositories: [{ name: "all" }, { name: "apps" }, { name: "mirror" }],
      rows: [{ type: "user", id: "ci", cells: { apps: { all: ["browse", "read", "add", "edit"] } } }],
    });
    expect(JSON.parse((await there("--who-can", "edit", "apps", "--user", "ci", "--json")).stdout)).toMatchObject([
      { type: "user", id: "ci", decisions: [{ action: "edit", extent: "all", ways: [{ roles: ["ci"] }] }] },
    ]);
  });

  it("reads the Nexus at NEXUS_URL if no stack is named", async () => {
    const { stdout } = await access(["--user", "ci"], { NEXUS_URL: nexus.url });
    expect(stdout).toBe("user ci: has ci\n  browse, read, add, edit on apps\n");
  });

  it("reports what these credentials cannot read", async () => {
    const { status, stderr } = await access(["--url", nexus.url], { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: "secret" });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Not read: (user|role|privilege): /m);
  });

  it.each([
    [["--user", "uploder"], 'Unknown user "uploder"; did you mean "uploader"?'],
    [["--who-can", "push", "app"], 'Unknown repository "app"; did you mean "apps"?'],
    [["--who-can", "psh", "apps"], 'Unknown action "psh"; did you mean "push"?'],
    [["--who-can", "push"], "--who-can needs an action and a repository: --who-can push docker-dev"],
    [["--user", "x\u001b[2J"], 'Unknown user "x\\u001b[2J"'],
  ])("exits with 64 for %j", async (args, message) => {
    expect(await there(...args)).toEqual({ status: 64, stdout: "", stderr: `${message}\n` });
  });

  it("exits with 64 for conflicting options, with 1 if Nexus is unreachable", async () => {
    expect((await there("--stack", "lab")).status).toBe(64);
    const gone = await access(["--url", "http://127.0.0.1:9"]);
    expect([gone.status, gone.stdout]).toEqual([1, ""]);
  });
});
