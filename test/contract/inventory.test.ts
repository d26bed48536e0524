/** The inventory of a Nexus, and the number of components that a cleanup would remove, on every server. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Inventory } from "../../src/estate/estate.ts";
import { countCleanupCandidates } from "../../src/provider/cleanup-preview.ts";
import { takeInventory } from "../../src/provider/inventory.ts";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import type { ServerLogin } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";
import { createPrefix, describeServers, servers } from "./servers.ts";

const prefix = createPrefix();

function createSession({ url, username, password }: ServerLogin): Session {
  return new Session(resolveSettings({ url, username, password }, {}), () => {});
}

const listNames = ({ declarations }: Inventory, family: string) =>
  declarations.filter(({ kind }) => kind.family === family).map(({ resource }) => resource);

describeServers("the inventory of $name", servers, ({ start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  let seeded: Awaited<ReturnType<typeof seedNexus>>;
  let inventory: Inventory;

  beforeAll(async () => {
    server = await start();
    seeded = await seedNexus(server, `${prefix}-inventory`);
    const session = createSession(server);
    inventory = await takeInventory(session);
    await session.client.close();
  });
  afterAll(async () => {
    await seeded.remove();
    await server.stop();
  });

  it("contains the created objects, each once, with its most specific kind", () => {
    const { names } = seeded;
    expect(inventory.unreadable).toEqual([]);
    expect(listNames(inventory, "repository")).toEqual(expect.arrayContaining(Object.values(names.repository).flat()));
    expect(listNames(inventory, "content selector")).toEqual(expect.arrayContaining([...names.contentSelector]));
    expect(listNames(inventory, "cleanup policy")).toEqual(expect.arrayContaining([...names.cleanupPolicy]));
    expect(listNames(inventory, "role")).toEqual(expect.arrayContaining([...names.role]));
    for (const family of ["repository", "role", "privilege", "user", "blob store", "capability"])
      expect(new Set(listNames(inventory, family)).size, family).toBe(listNames(inventory, family).length);
    const cleanups = inventory.declarations.filter(({ fields }) => fields.type === "repository.cleanup");
    expect(cleanups.map(({ kind }) => kind.name)).toEqual(["task-repository-cleanup"]);
  });

  it("reports the families that a user without permissions cannot read, instead of taking them as empty", async () => {
    const client = new NexusClient(server);
    const userId = `${prefix}-unprivileged`;
    const password = "Nothing-1";
    const role = `${prefix}-nothing`;
    await client.send({ method: "POST", path: "/v1/security/roles", body: { id: role, name: role, privileges: [] } });
    await client.send({
      method: "POST",
      path: "/v1/security/users",
      body: {
        userId,
        firstName: "n",
        lastName: "n",
        emailAddress: "n@n.example",
        password,
        status: "active",
        roles: [role],
      },
    });
    const session = createSession({ ...server, username: userId, password });
    const { unreadable } = await takeInventory(session);
    expect(unreadable.map(({ family }) => family)).toEqual(expect.arrayContaining(["role", "user", "privilege"]));
    // Nexus lists the repositories that the user can see as if there were no others.
    const [repositories, others] = [unreadable.filter(({ family }) => family === "repository"), unreadable.length - 1];
    expect(repositories.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/the list may be incomplete|has no permission to read/),
    ]);
    expect(unreadable.filter(({ reason }) => reason.includes("403")).length).toBe(others);
    await session.client.close();

    const readerRole = { id: role, name: role, description: "", privileges: ["nx-privileges-read"], roles: [] };
    await client.send({ method: "PUT", path: `/v1/security/roles/${role}`, body: readerRole });
    const again = createSession({ ...server, username: userId, password });
    expect((await takeInventory(again)).unreadable).toContainEqual({
      family: "repository",
      reason: expect.stringMatching(/^this user has no permission to read \d+ of them$/),
    });
    await again.client.close();
    await client.send({ method: "DELETE", path: `/v1/security/users/${userId}` });
    await client.send({ method: "DELETE", path: `/v1/security/roles/${role}` });
    await client.close();
  });

  it("counts the components that a cleanup would remove", async () => {
    const session = createSession(server);
    const [repository = ""] = seeded.names.repository.raw ?? [];
    const content = { authorization: `Basic ${btoa(`${server.username}:${server.password}`)}` };
    const statuses: number[] = [];
    for (const path of ["a/1.txt", "a/2.txt", "b, c/3.txt"]) {
      const url = `${server.url}/repository/${repository}/${encodeURI(path)}`;
      statuses.push((await fetch(url, { method: "PUT", headers: content, body: "text" })).status);
    }
    const uploaded = statuses.filter((status) => status === 201).length;
    expect(await countCleanupCandidates(session, repository, { criteriaAssetRegex: ".*" })).toBe(uploaded);
    expect(await countCleanupCandidates(session, repository, { criteriaLastBlobUpdated: 9 })).toBe(0);
    await expect(countCleanupCandidates(session, "no-such-repository", {})).rejects.toThrow("404");
    await session.client.close();
  });
});
