/** `nexus-iac export` and `nexus-iac diff`, started as commands. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNexusIac } from "../support/nexus-iac-command.ts";
import { ResourceStack } from "../support/resource-stack.ts";

const login = { NEXUS_USERNAME: "admin", NEXUS_PASSWORD: "admin123" };

const run = (environment: Record<string, string>, ...args: string[]) => runNexusIac(args, { environment });

let nexus: EmbeddedNexus;
let other: EmbeddedNexus;
let folder: string;
beforeAll(async () => {
  [nexus, other] = await Promise.all([startNexus(), startNexus({ adminPassword: "other-1" })]);
  folder = mkdtempSync(join(tmpdir(), "nexus-iac-cli-"));
  const server = { url: nexus.url, username: "admin", password: "admin123" };
  await new ResourceStack(server, "user").up({ userId: "o'neil", roles: ["nx-anonymous"], password: "s3cr3t-of-hers" });
  await new ResourceStack(server, "email").up({
    host: "mail.example",
    port: 25,
    fromAddress: "n@company.example",
    username: "mail",
    password: "s3cr3t-of-mails",
  });
});
afterAll(async () => {
  await Promise.all([nexus?.stop(), other?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe.concurrent("nexus-iac export", () => {
  const exported = (...more: string[]) => run(login, "export", "--url", nexus.url, "--out", folder, ...more);

  it("writes an estate and its stack, and prints the commands to set secrets", async () => {
    const { status, stdout, stderr } = await exported("--name", "site");
    expect([status, stderr]).toEqual([0, ""]);
    const estate = readFileSync(join(folder, "src/estates/site.ts"), "utf8");
    expect(estate).toContain(`new User("o'neil", {`);
    expect(readFileSync(join(folder, "Pulumi.site.yaml"), "utf8")).toBe(`config:
  nexus:url: ${nexus.url}
  nexus:username: admin
  # Upstreams of the proxies.
  nexus:upstreams:
    mavenCentral: https://maven-central.example/maven2/
`);
    expect(stdout).toContain(
      "pulumi config set --stack site --secret --path nexus:secrets.emailPassword   # password of the e-mail",
    );
    expect(stdout).toContain(`pulumi config set --stack site --secret --path 'nexus:passwords["o'\\''neil"]'`);
    expect(stdout + estate).not.toContain("s3cr3t");
  });

  it("overwrites files only with --force, and refuses before it reads Nexus", async () => {
    await exported("--name", "twice");
    writeFileSync(join(folder, "src/estates/twice.ts"), "mine");
    const nowhere = "http://127.0.0.1:1";
    const refused = await run(login, "export", "--url", nowhere, "--out", folder, "--name", "twice");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /^.*src\/estates\/twice\.ts and .*Pulumi\.twice\.yaml already exist\. Choose another --name, or overwrite with --force\n$/,
    );
    expect((await exported("--name", "twice", "--force")).status).toBe(0);
    expect(readFileSync(join(folder, "src/estates/twice.ts"), "utf8")).toContain("export default estate(");
  });

  it("shows a refusal without control characters", async () => {
    for (const [body, expected] of [
      ["\u001b[2J\u202Eno\n::error::x", "‹U+001B›[2J‹U+202E›no"],
      ["", "Invalid credentials"],
    ]) {
      const hostile = await startNexus();
      try {
        hostile.injectFault({ times: 999, response: { status: 401, body } });
        const { status, stdout, stderr } = await run(
          login,
          "export",
          "--url",
          hostile.url,
          "--out",
          folder,
          "--name",
          "hostile",
        );
        const message = `GET /service/rest/v1/status: 401: ${expected} (user "admin" at ${hostile.url})\n`;
        expect([status, stdout, stderr]).toEqual([1, "", message]);
      } finally {
        await hostile.stop();
      }
    }
  });

  it("exports only the given families, with every field", async () => {
    const { status, stdout, stderr } = await exported("--name", "part", "--only", "users,e-mail", "--full");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("part: 2 resources exported.");
    const estate = readFileSync(join(folder, "src/estates/part.ts"), "utf8");
    expect(estate).toContain('firstName: "o\'neil"');
    expect(estate).not.toContain("maven");
  });

  it("never overwrites a stack configuration with secrets, and prints the commands for the rest", async () => {
    const text = "encryptionsalt: v1:abc\nconfig:\n  nexus:password:\n    secure: v1:xyz\n";
    writeFileSync(join(folder, "Pulumi.live.yaml"), text);
    const { status, stdout } = await exported("--name", "live", "--force");
    expect(status).toBe(0);
    expect(readFileSync(join(folder, "Pulumi.live.yaml"), "utf8")).toBe(text);
    expect(stdout).toContain("Pulumi.live.yaml contains secrets and was not changed.");
    expect(stdout).toContain(
      "pulumi config set --stack live --path nexus:upstreams.mavenCentral https://maven-central.example/maven2/",
    );
  });

  it.each([
    [["--name", "../elsewhere"], 64, 'Use letters, digits, "-" and "_"'],
    [["--stack", "x"], 64, "cannot be used with option '--stack <stack>'"],
    [["--out", "/dev/null"], 1, "src/estates/exported.ts: ENOTDIR"],
    [["--only", "repos"], 64, '"repos" is not a family of objects; use repository, blob store'],
    [["--ca-file", "none.pem"], 64, "--ca-file none.pem cannot be read"],
    [["--ca-file", "package.json"], 64, "--ca-file package.json contains no certificate"],
    [["--url", "nexus.example"], 64, "--url must be an http or https URL"],
  ])("refuses %j", async (args, status, message) => {
    const failed = await exported(...args);
    expect([failed.status, failed.stderr]).toEqual([status, expect.stringContaining(message)]);
    expect(existsSync(join(folder, "../elsewhere.ts"))).toBe(false);
  });

  it("needs the address of a Nexus and valid credentials", async () => {
    expect(await run(login, "export", "--out", folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("No Nexus given. Give --url https://nexus.example or --stack, or set NEXUS_URL"),
    });
    const wrong = { ...login, NEXUS_PASSWORD: "wrong-1" };
    const failed = await run(wrong, "export", "--url", nexus.url, "--out", join(folder, "none"));
    expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining("401") });
    expect(failed.stderr).not.toContain("wrong-1");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe.concurrent("nexus-iac diff", () => {
  const both = { ...login, NEXUS_PASSWORD_B: "other-1" };

  it("exits with 0 if there are no differences", async () => {
    const { status, stdout } = await run(login, "diff", nexus.url, nexus.url);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/No differences: \d+ objects compared/)]);
  });

  it("exits with 2 if there are differences, with separate credentials for each side", async () => {
    const { status, stdout } = await run(both, "diff", nexus.url, other.url);
    expect(status).toBe(2);
    expect(stdout).toContain("1 only in A, 0 only in B, 1 different");
    expect(stdout).toContain('Only in A:\n  user "o\'neil"\n');
    expect(stdout).toContain('  e-mail\n    fromAddress: "n@company.example" => ');
    const json = JSON.parse((await run(both, "diff", nexus.url, other.url, "--json")).stdout);
    expect(json).toMatchObject({ onlyA: [{ kind: "user", noun: "user", name: "o'neil" }], onlyB: [] });
  });

  it("treats a text with :// as a URL", async () => {
    const failed = await run(login, "diff", "ftp://nexus.example", nexus.url);
    expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining("must be an http or https URL") });
  });

  it("exits with 1 on a failure, and prints no credentials", async () => {
    const failed = await run({ ...login, NEXUS_PASSWORD_B: "wrong-1" }, "diff", nexus.url, other.url);
    expect(failed).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("401") });
    expect(failed.stderr).not.toContain("wrong-1");
  });
});
