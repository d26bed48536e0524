/** Adoption keeps passwords of users with keepPassword and secrets that are equal. */

import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import { ResourceStack } from "../support/resource-stack.ts";

let nexus: EmbeddedNexus;
let client: NexusClient;
const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
const stack = (kind: string, more = {}) => new ResourceStack(server(), kind, more);
/** Requests other than GET. */
const writes = () =>
  nexus.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

beforeEach(async () => {
  nexus = await startNexus({ release: "3.92.0-01", edition: "PRO", connectors: "none" });
  client = new NexusClient(server());
});
afterEach(async () => {
  await client.close();
  await nexus.stop();
});

describe("a user with keepPassword", () => {
  const jane: Fields = { userId: "jane", roles: ["nx-anonymous"], keepPassword: true };
  const accepts = (password: unknown) => client.acceptsCredentials({ username: "jane", password: String(password) });
  const createExisting = () => stack("user").up({ ...jane, keepPassword: false, password: "her own" });

  it("is adopted, updated and refreshed without a login as the user", async () => {
    await createExisting();
    const runs = stack("user");
    nexus.clearRequests();
    await runs.up(jane);
    expect(writes()).toEqual([]);
    expect(nexus.requests.map(({ user }) => user)).not.toContain("jane");
    expect(runs.outputs).not.toHaveProperty("generatedPassword");
    expect(runs.notices).toContain('user "jane": adopts the existing object, no changes; its password is kept');
    await runs.up({ ...jane, roles: ["nx-admin"] });
    await runs.refresh();
    expect(await accepts("her own")).toBe(true);
    expect((await runs.diff({ ...jane, roles: ["nx-admin"], rotation: "new" })).changes).toBe(false);
  });

  it("gets the declared password, and keeps it when the declaration is removed", async () => {
    await createExisting();
    const runs = stack("user");
    await runs.up(jane);
    await runs.up({ ...jane, password: "declared" });
    expect(await accepts("declared")).toBe(true);
    await runs.up(jane);
    expect(await accepts("declared")).toBe(true);
  });

  it("gets a generated password when the user is created or created again", async () => {
    const runs = stack("user");
    await runs.up(jane);
    const first = runs.outputs.generatedPassword;
    expect(await accepts(first)).toBe(true);
    await client.send({ method: "PUT", path: "/v1/security/users/jane/change-password", text: "her own" });
    await runs.refresh();
    expect((await runs.diff(jane)).changes).toBe(false);
    await client.send({ method: "DELETE", path: "/v1/security/users/jane" });
    await runs.up({ ...jane, status: "locked" });
    await runs.up(jane);
    expect(await accepts(runs.outputs.generatedPassword)).toBe(true);
  });

  it("can be the user that the program logs in as", async () => {
    const runs = stack("user");
    await runs.up({ userId: "admin", roles: ["nx-admin"], emailAddress: "ops@company.example", keepPassword: true });
    expect(await client.acceptsCredentials({ username: "admin", password: "admin123" })).toBe(true);
  });
});

describe("a secret that Nexus returns", () => {
  const hook = (secret: string) => ({ properties: { names: ["audit"], url: "https://hooks.example", secret } });

  it("is written only if it differs", async () => {
    await stack("capability-webhook-global").up(hook("first"));
    nexus.clearRequests();
    await stack("capability-webhook-global").up(hook("first"));
    expect(writes()).toEqual([]);
    await stack("capability-webhook-global").up(hook("second"));
    expect(writes()).toHaveLength(1);
  });
});

describe("a schedule that Nexus returns", () => {
  it("is not written again", async () => {
    const compact = { name: "compact", schedule: { daily: "02:00" }, properties: { blobstoreName: "default" } };
    await stack("task-blobstore-compact").up(compact);
    nexus.clearRequests();
    await stack("task-blobstore-compact").up(compact);
    // The task types are read by a POST; tasks are written by the REST API.
    expect(writes()).toEqual(["POST /service/extdirect"]);
  });
});

describe("a secret that Nexus does not return", () => {
  it("is written, as it cannot be compared", async () => {
    const proxy = {
      name: "mirror",
      proxy: { remoteUrl: "https://files.example" },
      httpClient: { authentication: { type: "username", username: "u", password: "p" } },
    };
    await stack("raw-proxy").up(proxy);
    nexus.clearRequests();
    await stack("raw-proxy").up(proxy);
    expect(writes()).toEqual(["PUT /service/rest/v1/repositories/raw/proxy/mirror"]);
  });
});
