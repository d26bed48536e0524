/** `nexus-iac status`: a Nexus and the rights of its user, and what is still shown if a part cannot be read. */
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "../../embedded-nexus/test/support/nexuses.ts";
import { evaluateConfigurationAccess } from "../../src/access/configuration-access.ts";
import { statusReportSchema } from "../../src/cli/commands/status/status-report.ts";
import { findBuiltInPermission } from "../../src/model/nexus-defaults.ts";
import { previewPattern, previewPrivileges } from "../../src/resources/components/preview-role.ts";
import { createCommandFolder } from "../support/command-folder.ts";
import { runNexusIac } from "../support/nexus-iac-command.ts";

let nexus: EmbeddedNexus;
beforeAll(async () => {
  nexus = await startNexus({ release: "3.94.0-01", edition: "PRO" });
  await createUser(nexus, "reader", ["nx-users-all", "nx-roles-read", "nx-blobstores-update"]);
});
afterAll(() => nexus.stop());

const admin = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };
const status = (args: readonly string[], environment = {}) =>
  runNexusIac(["status", ...args], { environment: { ...admin, ...environment } });

describe.concurrent("of a URL", () => {
  it("shows the release, the edition and the rights of an administrator", async () => {
    const { status: code, stdout, stderr } = await status(["--url", nexus.url]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["Nexus", nexus.url],
      ["Release", "3.94.0 PRO"],
      ["User", "admin"],
      ["Rights", "read and change: everything"],
      [""],
    ]);
  });

  it("groups areas by what a user with few privileges may do there", async () => {
    const { status: code, stdout } = await status([], {
      NEXUS_URL: nexus.url,
      NEXUS_USERNAME: "reader",
      NEXUS_PASSWORD: "secret",
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Rights {3}no access: settings of repositories, capabilities, LDAP, /m);
    for (const line of ["read and change (partly): blob stores", "read: roles", "read and change: users"])
      expect(stdout).toContain(`         ${line}\n`);
  });

  it("prints JSON of its schema", async () => {
    const { stdout } = await status(["--url", nexus.url, "--json"]);
    const { nexus: shown, problems } = statusReportSchema.parse(JSON.parse(stdout));
    expect([shown?.release, shown?.edition, shown?.user, problems]).toEqual(["3.94.0", "PRO", "admin", []]);
    expect(shown?.access).toContainEqual({ area: "users", read: "all", write: "all" });
  });

  it("shows the release, and names user and server, if Nexus refuses the password", async () => {
    const { status: code, stdout } = await status(["--url", nexus.url], { NEXUS_PASSWORD: "wrong" });
    expect(code).toBe(1);
    expect(stdout).toContain("Release  3.94.0 PRO\nUser     admin\n");
    expect(stdout).toMatch(/^Not known: .*401: Invalid credentials \(user "admin" at http:\/\/127.0.0.1:\d+\)$/m);
  });

  it("says which settings are missing, or that nothing listens", async () => {
    const missing = await status(["--url", nexus.url], { NEXUS_USERNAME: "", NEXUS_PASSWORD: "" });
    expect(missing.status).toBe(1);
    expect(missing.stdout).toMatch(/^Not known: nexus:username and nexus:password are not set\. .*NEXUS_PASSWORD$/m);
    const down = await status(["--url", "http://127.0.0.1:9"]);
    expect([down.status, down.stdout.split("\n")[0]]).toEqual([1, "Nexus  http://127.0.0.1:9"]);
    expect(down.stdout).toContain("Not known: GET /service/rest/v1/status: Connection refused");
  });
});

describe("of a stack", () => {
  const history = [
    { kind: "refresh", startTime: "2026-11-30T20:00:00.000Z", result: "succeeded" },
    {
      kind: "update",
      startTime: "2026-11-30T10:00:00.000Z",
      result: "failed",
      resourceChanges: { create: 2, same: 1 },
    },
  ];

  /** Runs the command with a program in place of Pulumi, which fails for the commands whose file is missing. */
  function ofStack(files: Readonly<Record<string, unknown>>, args: readonly string[] = ["--stack", "lab"]) {
    const cwd = createCommandFolder(nexus.url, "site");
    const pulumi = `#!${process.execPath}
      const answer = JSON.parse(require("node:fs").readFileSync(__dirname + "/answers.json"))[process.argv[process.argv[2] === "stack" ? 3 : 2]];
      if (answer === undefined) { console.error("error: no stack named 'lab' found"); process.exit(255); }
      console.log(typeof answer === "string" ? answer : JSON.stringify(answer));`;
    writeFileSync(join(cwd, "bin/pulumi"), pulumi);
    writeFileSync(join(cwd, "Pulumi.labs.yaml"), "");
    writeFileSync(join(cwd, "bin/answers.json"), JSON.stringify(files));
    return runNexusIac(["status", ...args], {
      cwd,
      environment: { ...admin, PATH: `${join(cwd, "bin")}${delimiter}${process.env.PATH}` },
    });
  }
  const whoami = { user: "ci", url: "postgres://pulumi:secret@db.example/state" };
  const config = () => ({ "nexus:url": { value: nexus.url } });

  it("shows the Nexus, the backend without its password, and the last up", async () => {
    const { status: code, stdout } = await ofStack({ whoami, config: config(), history });
    expect(code, stdout).toBe(0);
    expect(stdout.trimEnd().split("\n").slice(2)).toEqual([
      "User      admin",
      "Rights    read and change: everything",
      "Stack     lab",
      "Backend   postgres://pulumi@db.example/state",
      "Last run  up failed at 2026-11-30 10:00:00 UTC (2 create, 1 same)",
    ]);
    expect((await ofStack({ whoami, config: config(), history: [] })).stdout).toContain("\nLast run  none\n");
  });

  it("shows what is known of a stack that does not exist, and says why the rest is not", async () => {
    expect(await ofStack({ whoami })).toEqual({
      status: 1,
      stdout: [
        "Stack    lab",
        "Backend  postgres://pulumi@db.example/state",
        "Not known: pulumi config failed: no stack named 'lab' found; did you mean \"labs\"?",
        "",
      ].join("\n"),
      stderr: "",
    });
    expect((await ofStack({ whoami }, [])).stdout).toContain("Not known: No stack is selected. Name one with --stack");
  });
});

it("counts the permissions of PreviewRole as reading everything, and changing nothing", () => {
  const granted = [previewPattern, ...previewPrivileges.flatMap((name) => findBuiltInPermission(name) ?? [])];
  for (const access of evaluateConfigurationAccess(granted))
    expect(access).toMatchObject({ read: "all", write: "none" });
});
