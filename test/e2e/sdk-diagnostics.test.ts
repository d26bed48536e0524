import { expect, it } from "vitest";
import { createCliEnvironment } from "../support/stack/test-environment.ts";

it("keeps the SDK's messages out of debug logs, and paths of the machine out of the state", async () => {
  const { stack } = await createCliEnvironment({
    program: `
      const { log } = await import("@pulumi/pulumi");
      const user = new User("ci", { roles: ["nx-anonymous"] });
      void log.debug("a message of the program", user);
    `,
  });
  const { code, output } = await stack.up("--debug");
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("a message of the program") });
  expect(output).not.toContain("RegisterResource RPC prepared: t=pulumi-nodejs");
  expect(output).not.toContain("RegisterResource RPC finished: resource:ci");

  const user = stack.readStateFile().split('"urn"').at(-1);
  expect(user).toContain("nexus:User::ci");
  expect(user).not.toMatch(/stackTrace|sourcePosition|program\.ts/);
});
