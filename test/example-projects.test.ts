/** The projects in `examples`: each compiles, and applies to an embedded Nexus as its README says. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { compileEstates } from "./support/compile-estates.ts";
import { openStack } from "./support/stack/test-environment.ts";

const folder = resolve(import.meta.dirname, "../examples");
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const read = (name: string, file: string) => readFileSync(join(folder, name, file), "utf8");

/** The secrets that the README of an example asks for, in addition to `nexus:password`. */
const secrets: Readonly<Record<string, Record<string, string>>> = {
  "ldap-sign-on": { "secrets.ldap": "ldap-password" },
  "two-nexuses": { "secrets.branchPassword": "admin123" },
};

/** The repositories that each Nexus of an example has afterwards, besides those that Nexus brings. */
const repositories: Readonly<Record<string, string[][]>> = {
  "adopt-existing": [[]],
  "cleanup-policies": [["central", "releases", "snapshots"]],
  "docker-registry": [["docker-all", "docker-hub", "images"]],
  "ldap-sign-on": [["files"]],
  "least-privilege-roles": [["files"]],
  "maven-promotion": [["central", "libs", "libs-dev", "libs-prod", "libs-uat"]],
  "openshift-mirror": [["openshift-mirror"]],
  "pypi-npm-proxies": [["npm-all", "npm-hosted", "npm-proxy", "pypi-all", "pypi-hosted", "pypi-proxy"]],
  "two-nexuses": [["files"], ["files"]],
  "webhooks-and-tasks": [["releases", "snapshots"]],
};

it("are all tested, and listed in their README", () => {
  expect(Object.keys(repositories)).toEqual(names.toSorted());
  const list = readFileSync(join(folder, "README.md"), "utf8");
  expect(names.filter((name) => !list.includes(`](${name}/README.md)`))).toEqual([]);
});

it("compile", () => {
  const errors = compileEstates(names.map((name) => read(name, "index.ts")));
  expect(names.map((name, index) => [name, errors[index]])).toEqual(names.map((name) => [name, []]));
});

/** Starts a Nexus, which is stopped after the test. */
async function startTestNexus() {
  const nexus = await startNexus();
  onTestFinished(() => nexus.stop());
  return nexus;
}

async function listRepositories(url: string): Promise<string[]> {
  const response = await fetch(`${url}/service/rest/v1/repositories`, {
    headers: { Authorization: `Basic ${btoa("admin:admin123")}` },
  });
  const listed = (await response.json()) as { name: string }[];
  return listed.map(({ name }) => name).sort();
}

describe.each(names)("%s", (name) => {
  it("applies, and a second run changes nothing", async () => {
    const servers = await Promise.all((repositories[name] ?? []).map(startTestNexus));
    const builtin = await Promise.all(servers.map(({ url }) => listRepositories(url)));
    const { config } = parse(
      servers.reduce(
        (text, { url }, index) => text.replace(`http://127.0.0.1:${8081 + index}`, url),
        read(name, "Pulumi.dev.yaml"),
      ),
    ) as { config: Record<string, unknown> };
    const stack = await openStack({
      program: `import program from "./${name}/index.ts";\nexport default program() ?? {};\n`,
      config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("nexus:", ""), value])),
      secrets: { password: "admin123", ...secrets[name] },
    });
    onTestFinished(() => stack.close());
    cpSync(join(folder, name), join(stack.folder, name), { recursive: true });

    const preview = await stack.preview();
    expect(preview.code, preview.output).toBe(0);
    const up = await stack.up();
    expect(up.code, up.output).toBe(0);
    const created = await Promise.all(servers.map(({ url }) => listRepositories(url)));
    const added = created.map((all, index) => all.filter((repository) => !builtin[index]?.includes(repository)));
    expect(added).toEqual(repositories[name]);
    const again = await stack.up();
    expect(Object.keys(again.counts), again.output).toEqual(["unchanged"]);
  });
});
