import { createRequire } from "node:module";
import { expect, it } from "vitest";
import p2c from "../../../src/estates/p2c.ts";
import { estate } from "../../../src/index.ts";
import { type MockedResource, runWithMocks, unwrapSecret } from "../../support/mocked-program.ts";

const config = {
  url: "https://nexus.example",
  username: "admin",
  password: "pass-of-admin",
  upstreams: { mavenCentral: "https://maven.example" },
  passwords: { "maven-deploy": "pass-of-deploy" },
};
const secrets = ["password", "passwords"];

const probeOf = (declared: readonly MockedResource[]) => declared.find(({ type }) => type === "command:local:Command");

it("is not declared, and its package is not loaded, without nexus:probe", async () => {
  const { cache } = createRequire(import.meta.url);
  const loadedFiles = () => Object.keys(cache).filter((file) => file.includes("@pulumi/command"));
  // Another test of this process may have loaded it.
  for (const file of loadedFiles()) delete cache[file];
  const declared = await runWithMocks(p2c, { stack: "p2c", config, secrets });
  expect(declared.length).toBeGreaterThan(5);
  expect(probeOf(declared)).toBeUndefined();
  expect(loadedFiles()).toEqual([]);
});

it("runs the command with a plan and secret passwords, and again when the checks change", async () => {
  const inputs = async (more: object) =>
    probeOf(await runWithMocks(p2c, { stack: "p2c", config: { ...config, probe: true, ...more }, secrets }))?.inputs;
  const command = await inputs({});
  expect(command).toMatchObject({ interpreter: ["node", "src/cli/nexus-iac.ts", "probe"], create: "--stdin" });
  const given = JSON.parse(String(unwrapSecret(command?.stdin)));
  expect(given).toMatchObject({
    plan: { stack: "p2c" },
    connection: { username: "admin", password: "pass-of-admin" },
    passwords: { "maven-deploy": "pass-of-deploy" },
  });
  expect(JSON.stringify(command?.triggers)).not.toContain("pass-of");
  expect((await inputs({}))?.triggers).toEqual(command?.triggers);
  const elsewhere = await inputs({ upstreams: { mavenCentral: "https://elsewhere.example" } });
  expect(elsewhere?.triggers).not.toEqual(command?.triggers);
});

it("checks Nexus itself for an estate without resources", async () => {
  const empty = estate({ declare() {} });
  const command = probeOf(
    await runWithMocks(empty, {
      stack: "empty",
      config: { url: "https://nexus.example", username: "admin", password: "pass-of-admin", probe: true },
      secrets,
    }),
  );
  expect(JSON.parse(String(unwrapSecret(command?.inputs.stdin)))).toMatchObject({ plan: { stack: "empty" } });
});
