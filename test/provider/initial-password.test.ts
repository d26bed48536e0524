/** The password of a Nexus that was just installed, without Pulumi. */

import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { getKind } from "../support/resource-stack.ts";

async function started(adminPassword: string, initialPassword = "made-by-nexus") {
  const nexus = await startNexus({ adminPassword, connectors: "none" });
  onTestFinished(() => nexus.stop());
  const said: string[] = [];
  const texts = { url: nexus.url, username: "admin", password: "configured", initialPassword };
  const session = new Session(resolveSettings(texts, {}), (line) => said.push(line));
  onTestFinished(() => session.client.close());
  const changes = () => nexus.requests.filter(({ method }) => method === "PUT").length;
  return { session, said, changes, list: () => session.client.get("/v1/security/roles") };
}

it("is used to look, and stays", async () => {
  const { session, said, changes, list } = await started("made-by-nexus");
  expect(await session.tryRead(getKind("role"), list)).toMatchObject({ status: 200 });
  expect(await session.tryRead(getKind("role"), list)).toMatchObject({ status: 200 });
  expect(said).toEqual(['user "admin" still has the initial password; an update replaces it with nexus:password']);
  expect(changes()).toBe(0);
});

it("is replaced once, however many come at once", async () => {
  const { session, said, changes, list } = await started("made-by-nexus");
  await Promise.all(
    [session.initialPassword, session.initialPassword, session.initialPassword].map((one) => one.beforeWrite()),
  );
  expect(await list()).toMatchObject({ status: 200 });
  expect(await session.client.acceptsCredentials({ username: "admin", password: "configured" })).toBe(true);
  expect(changes()).toBe(1);
  expect(said).toEqual(['user "admin": the initial password is replaced with nexus:password']);
});

it("is not asked for where the configured one is let in", async () => {
  const { session, said, changes } = await started("configured");
  await session.initialPassword.beforeRead();
  await session.initialPassword.beforeWrite();
  expect(said).toEqual([]);
  expect(changes()).toBe(0);
});

it("that is refused too leaves the refusal of the configured one", async () => {
  const { session, list } = await started("another", "wrong");
  await session.initialPassword.beforeWrite();
  await expect(list()).rejects.toThrow("401");
});
