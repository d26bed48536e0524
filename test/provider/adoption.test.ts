/** What taking over a running Nexus leaves alone: passwords of users who have their own, secrets that are the same. */

import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import { ResourceStack } from "../support/resource-stack.ts";

let nexus: EmbeddedNexus;
let client: NexusClient;
const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
const stack = (kind: string, more = {}) => new ResourceStack(server(), kind, more);
/** What was asked of Nexus beside mere questions. */
const asked = () =>
  nexus.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

beforeEach(async () => {
  nexus = await startNexus({ release: "3.92.0-01", edition: "PRO", connectors: "none" });
  client = new NexusClient(server());
});
afterEach(async () => {
  await client.close();
  await nexus.stop();
});

describe("a user who keeps the password", () => {
  const jane: Fields = { userId: "jane", roles: ["nx-anonymous"], keepPassword: true };
  const letsIn = (password: unknown) => client.acceptsCredentials({ username: "jane", password: String(password) });
  const there = () => stack("user").up({ ...jane, keepPassword: false, password: "her own" });

  it("is adopted, changed and read without a try at it", async () => {
    await there();
    const runs = stack("user");
    nexus.clearRequests();
    await runs.up(jane);
    expect(asked()).toEqual([]);
    expect(nexus.requests.map(({ user }) => user)).not.toContain("jane");
    expect(runs.outputs).not.toHaveProperty("generatedPassword");
    expect(runs.notices).toContain('user "jane": adopts the existing object, no changes; its password is kept');
    await runs.up({ ...jane, roles: ["nx-admin"] });
    await runs.refresh();
    expect(await letsIn("her own")).toBe(true);
    expect((await runs.diff({ ...jane, roles: ["nx-admin"], rotation: "new" })).changes).toBe(false);
  });

  it("has a password of one's own choice again where one is declared", async () => {
    await there();
    const runs = stack("user");
    await runs.up(jane);
    await runs.up({ ...jane, password: "declared" });
    expect(await letsIn("declared")).toBe(true);
    await runs.up(jane);
    expect(await letsIn("declared")).toBe(true);
  });

  it("gets a generated one where nobody keeps any: on a new Nexus, and when deleted by hand", async () => {
    const runs = stack("user");
    await runs.up(jane);
    const first = runs.outputs.generatedPassword;
    expect(await letsIn(first)).toBe(true);
    await client.send({ method: "PUT", path: "/v1/security/users/jane/change-password", text: "her own" });
    await runs.refresh();
    expect((await runs.diff(jane)).changes).toBe(false);
    await client.send({ method: "DELETE", path: "/v1/security/users/jane" });
    await runs.up({ ...jane, status: "locked" });
    await runs.up(jane);
    expect(await letsIn(runs.outputs.generatedPassword)).toBe(true);
  });

  it("may be the one that the program logs in as", async () => {
    const runs = stack("user");
    await runs.up({ userId: "admin", roles: ["nx-admin"], emailAddress: "ops@company.example", keepPassword: true });
    expect(await client.acceptsCredentials({ username: "admin", password: "admin123" })).toBe(true);
  });
});

describe("a secret that Nexus shows", () => {
  const hook = (secret: string) => ({ properties: { names: ["audit"], url: "https://hooks.example", secret } });

  it("is not sent again where it is the same, and is where it is another", async () => {
    await stack("capability-webhook-global").up(hook("first"));
    nexus.clearRequests();
    await stack("capability-webhook-global").up(hook("first"));
    expect(asked()).toEqual([]);
    await stack("capability-webhook-global").up(hook("second"));
    expect(asked()).toHaveLength(1);
  });
});

describe("a schedule that Nexus shows", () => {
  it("is not sent again", async () => {
    const compact = { name: "compact", schedule: { daily: "02:00" }, properties: { blobstoreName: "default" } };
    await stack("task-blobstore-compact").up(compact);
    nexus.clearRequests();
    await stack("task-blobstore-compact").up(compact);
    expect(asked()).toEqual([]);
  });
});

describe("a secret that Nexus does not show", () => {
  it("is sent, as nobody can tell whether it is the same", async () => {
    const proxy = {
      name: "mirror",
      proxy: { remoteUrl: "https://files.example" },
      httpClient: { authentication: { type: "username", username: "u", password: "p" } },
    };
    await stack("raw-proxy").up(proxy);
    nexus.clearRequests();
    await stack("raw-proxy").up(proxy);
    expect(asked()).toEqual(["PUT /service/rest/v1/repositories/raw/proxy/mirror"]);
  });
});
