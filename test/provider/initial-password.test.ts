/** The initial password of a new Nexus, without Pulumi. */

import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { getKind } from "../support/resource-stack.ts";

async function startNewNexus(adminPassword: string, initialPassword = "made-by-nexus") {
  const nexus = await startNexus({ adminPassword, connectors: "none" });
  onTestFinished(() => nexus.stop());
  const notices: string[] = [];
  const texts = { url: nexus.url, username: "admin", password: "configured", initialPassword };
  const session = new Session(resolveSettings(texts, {}), (line) => notices.push(line));
  onTestFinished(() => session.client.close());
  const changes = () => nexus.requests.filter(({ method }) => method === "PUT").length;
  return { session, notices, changes, list: () => session.client.get("/v1/security/roles") };
}

it("a read uses the initial password and keeps it", async () => {
  const { session, notices, changes, list } = await startNewNexus("made-by-nexus");
  expect(await session.tryRead(getKind("role"), list)).toMatchObject({ status: 200 });
  expect(await session.tryRead(getKind("role"), list)).toMatchObject({ status: 200 });
  expect(notices).toEqual(['user "admin" still has the initial password; an update replaces it with nexus:password']);
  expect(changes()).toBe(0);
});

it("concurrent writes replace the initial password once", async () => {
  const { session, notices, changes, list } = await startNewNexus("made-by-nexus");
  await Promise.all(
    [session.initialPassword, session.initialPassword, session.initialPassword].map((initialPassword) =>
      initialPassword.beforeWrite(),
    ),
  );
  expect(await list()).toMatchObject({ status: 200 });
  expect(await session.client.acceptsCredentials({ username: "admin", password: "configured" })).toBe(true);
  expect(changes()).toBe(1);
  expect(notices).toEqual(['user "admin": the initial password is replaced with nexus:password']);
});

it("the initial password is not read if Nexus accepts the configured one", async () => {
  const { session, notices, changes } = await startNewNexus("configured");
  await session.initialPassword.beforeRead();
  await session.initialPassword.beforeWrite();
  expect(notices).toEqual([]);
  expect(changes()).toBe(0);
});

it("a refused initial password leaves the error of the configured one", async () => {
  const { session, list } = await startNewNexus("another", "wrong");
  await session.initialPassword.beforeWrite();
  await expect(list()).rejects.toThrow("401");
});
