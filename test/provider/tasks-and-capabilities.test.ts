/** Tasks and capabilities: their endpoints by release and edition, and their special behaviour. */

import { type EmbeddedNexus, type EmbeddedOptions, startNexus } from "nexus-embedded";
import { afterEach, describe, expect, it } from "vitest";
import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";
import { newestRelease } from "../support/newest-release.ts";
import { ResourceStack } from "../support/resource-stack.ts";

const running: EmbeddedNexus[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((nexus) => nexus.stop()));
});

async function nexusAs(options: EmbeddedOptions) {
  const nexus = await startNexus({ ...options, connectors: "none" });
  running.push(nexus);
  return { nexus, server: { url: nexus.url, username: "admin", password: "admin123" } };
}

const compact = (more: Fields = {}): Fields => ({
  name: "compact",
  schedule: { daily: "02:00" },
  properties: { blobstoreName: "default" },
  ...more,
});
const rest = "/service/rest/v1";
const ways = (nexus: EmbeddedNexus) => [
  ...new Set(nexus.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, "ID")}`)),
];

describe("tasks", () => {
  it.each<[string, EmbeddedOptions["edition"], string[]]>([
    ["3.71.0-06", "CORE", ["POST /service/extdirect"]],
    [newestRelease, "COMMUNITY", ["POST /service/extdirect"]],
    ["3.73.0-01", "PRO", ["POST /service/extdirect"]],
    [
      "3.85.0-01",
      "PRO",
      ["POST /service/extdirect", `POST ${rest}/tasks`, `PUT ${rest}/tasks/ID`, `DELETE ${rest}/tasks/ID`],
    ],
    [
      newestRelease,
      "PRO",
      [
        `GET ${rest}/tasks`,
        `GET ${rest}/tasks/templates`,
        `POST ${rest}/tasks`,
        `PUT ${rest}/tasks/ID`,
        `DELETE ${rest}/tasks/ID`,
      ],
    ],
  ])("of %s %s use the endpoints %j", async (release, edition, wanted) => {
    const { nexus, server } = await nexusAs({ release, ...(edition && { edition }) });
    const runs = new ResourceStack(server, "task-blobstore-compact");
    await runs.up(compact());
    await runs.up(compact({ schedule: { weekly: ["MONDAY"], at: "03:00" }, enabled: false }));
    expect(await runs.refresh()).toBe(true);
    expect((await runs.diff(compact({ schedule: { weekly: ["MONDAY"], at: "03:00" }, enabled: false }))).changes).toBe(
      false,
    );
    await runs.destroy();
    expect(ways(nexus).filter((way) => !way.includes("/status"))).toEqual(wanted);
  });

  it("of different types can have the same name", async () => {
    const { server } = await nexusAs({});
    const [compacting, counting] = [
      new ResourceStack(server, "task-blobstore-compact"),
      new ResourceStack(server, "task-blobstore-metrics-reconcile"),
    ];
    await compacting.up(compact());
    await counting.up(compact({ onConflict: "fail" }));
    await counting.destroy();
    expect(await compacting.refresh()).toBe(true);
  });

  it("that are built in are adopted by type regardless of their name, and never deleted", async () => {
    const { server } = await nexusAs({ release: "3.77.0-08", edition: "CORE" });
    const declared = { schedule: { cron: "0 0 4 * * ?" }, name: "Nightly" };
    const runs = new ResourceStack(server, "task-repository-cleanup");
    await runs.up(declared);
    await runs.up({ schedule: { cron: "0 0 5 * * ?" }, name: "Nightly" });
    await runs.destroy();
    expect(runs.notices.at(-1)).toMatch(/removed from the program; Nexus cannot delete it/);
    const client = new NexusClient(server);
    const { body } = await client.get("extdirect:coreui_Task.read");
    await client.close();
    const cleanups = (Array.isArray(body) ? body : []).filter(
      (task) => (task as Fields).typeId === "repository.cleanup",
    );
    expect(cleanups).toEqual([expect.objectContaining({ name: "Nightly", cronExpression: "0 0 5 * * ?" })]);
  });

  it("send a changed time zone, which Nexus does not return", async () => {
    const { nexus, server } = await nexusAs({ release: "3.77.0-08", edition: "CORE" });
    const runs = new ResourceStack(server, "task-blobstore-compact");
    const cron = (timeZone: string) => compact({ schedule: { cron: "0 0 2 * * ?", timeZone } });
    await runs.up(cron("+01:00"));
    await runs.refresh();
    expect((await runs.diff(cron("+01:00"))).changes).toBe(false);
    nexus.clearRequests();
    await runs.up(cron("+02:00"));
    // The task types, the release, the list, and the update.
    expect(nexus.requests.filter(({ path }) => path.endsWith("extdirect"))).toHaveLength(4);
  });

  it("remove a property that was removed from the program, and keep undeclared ones", async () => {
    const { server } = await nexusAs({ release: "3.77.0-08", edition: "CORE" });
    const any = (properties: Fields) => ({ type: "blobstore.compact", name: "any", properties });
    const [ours, theirs] = [new ResourceStack(server, "task"), new ResourceStack(server, "task")];
    await theirs.up(any({ blobstoreName: "default", theirs: "1" }));
    await ours.up(any({ blobstoreName: "default", ours: "1" }));
    await ours.up(any({ blobstoreName: "default" }));
    await theirs.refresh();
    expect(theirs.outputs.properties).toEqual({ blobstoreName: "default", theirs: "1" });
  });
});

describe("the properties of a task", () => {
  const ofType = (type: string, properties: Fields): Fields => ({ name: "any", type, properties });

  it.each<[string, EmbeddedOptions["edition"], string]>([
    ["3.77.0-08", "CORE", "/service/extdirect"],
    [newestRelease, "COMMUNITY", "/service/extdirect"],
    [newestRelease, "PRO", `${rest}/tasks/templates`],
  ])("are compared with the type that %s %s describes, before a change", async (release, edition, path) => {
    const { nexus, server } = await nexusAs({ release, ...(edition && { edition }) });
    const runs = new ResourceStack(server, "task");
    const refused: [Fields, string][] = [
      [ofType("blobstore.compat", {}), 'type this Nexus has no tasks of the type "blobstore.compat"; did you mean'],
      [ofType("blobstore.compact", {}), "properties.blobstoreName is required by tasks of this type"],
      [
        ofType("repository.purge-unused", { repositoryName: "*", lastUsed: "0" }),
        "properties.lastUsed must be at least 1, not 0",
      ],
      [
        ofType("repository.purge-unused", { repositoryName: "*", lastUsed: "soon" }),
        'properties.lastUsed "soon" is not a number',
      ],
    ];
    for (const [declared, message] of refused) await expect(runs.up(declared)).rejects.toThrow(message);
    expect(nexus.requests.map((request) => request.path)).toContain(path);
    await runs.up(ofType("blobstore.compact", { blobstoreName: "default", blobstorName: "x" }));
    expect(runs.notices).toContainEqual(
      expect.stringContaining('properties.blobstorName is not a property of the type; did you mean "blobstoreName"?'),
    );
  });

  it("of an existing task need not be declared", async () => {
    const { server } = await nexusAs({ edition: "PRO" });
    await new ResourceStack(server, "task").up(ofType("blobstore.compact", { blobstoreName: "default" }));
    const adopting = new ResourceStack(server, "task");
    await adopting.up({ ...ofType("blobstore.compact", {}), enabled: false });
    expect(await adopting.refresh()).toBe(true);
  });
});

describe("capabilities", () => {
  it.each<[string, EmbeddedOptions["edition"], string]>([
    ["3.71.0-06", "CORE", "/service/extdirect"],
    ["3.83.0-01", "PRO", "/service/extdirect"],
    [newestRelease, "CORE", "/service/extdirect"],
    ["3.84.0-01", "COMMUNITY", `${rest}/capabilities`],
    [newestRelease, "PRO", `${rest}/capabilities`],
  ])("of %s %s use the endpoint %s", async (release, edition, wanted) => {
    const { nexus, server } = await nexusAs({ release, ...(edition && { edition }) });
    const runs = new ResourceStack(server, "capability-baseurl");
    const url = (text: string) => ({ properties: { url: `https://${text}.example` } });
    await runs.up(url("a"));
    await runs.up(url("b"));
    expect(await runs.refresh()).toBe(true);
    expect(runs.outputs).toMatchObject(url("b"));
    await runs.destroy();
    expect(await new ResourceStack(server, "capability-baseurl").refresh()).toBe(false);
    const places = nexus.requests
      .map(({ path }) => path.replace(/\/[0-9a-f-]{36}$/, ""))
      .filter((path) => !path.includes("/status"));
    expect([...new Set(places)]).toEqual([wanted]);
  });

  it("of a type that can exist several times are distinguished by their identity", async () => {
    const { server } = await nexusAs({});
    const hook = (url: string, names: string[]) => ({ properties: { repository: "maven-central", names, url } });
    const [one, other] = [
      new ResourceStack(server, "capability-webhook-repository"),
      new ResourceStack(server, "capability-webhook-repository"),
    ];
    await one.up(hook("https://a.example", ["asset"]));
    await other.up(hook("https://b.example", ["asset", "component"]));
    expect((await one.diff(hook("https://b.example", ["asset"]))).replaces).toEqual(["properties"]);
    await one.destroy();
    expect(await other.refresh()).toBe(true);
  });

  it("keep a secret that Nexus returns as a reference, and send a changed one", async () => {
    const { server } = await nexusAs({});
    const runs = new ResourceStack(server, "capability-webhook-global");
    const hook = (secret: string) => ({ properties: { names: ["audit"], url: "https://a.example", secret } });
    await runs.up(hook("first-secret"));
    await runs.refresh();
    expect(runs.outputs).toEqual(hook("first-secret"));
    await runs.up(hook("second-secret"));
    expect((await runs.diff(hook("second-secret"))).changes).toBe(false);
  });

  it("that are built in are not deleted when they are removed from the program", async () => {
    const { server } = await nexusAs({ release: "3.77.0-08", edition: "CORE" });
    const runs = new ResourceStack(server, "capability-rapture-settings");
    await runs.up({ properties: { title: "Ours" } });
    await runs.destroy();
    const again = new ResourceStack(server, "capability-rapture-settings");
    await again.check({ properties: { title: "Ours", requestTimeout: 60 } });
    expect(again.notices).toEqual([]);
  });
});
