import { describe, expect, test } from "vitest";
import type { EmbeddedNexus } from "../src/index.ts";
import { ask, group, hosted, names, nexusWith } from "./support/nexuses.ts";

const RAW = "/v1/repositories/raw/hosted";
const GROUPS = "/v1/repositories/raw/group";
const STOPPED = '"Invalid state: STOPPED; allowed: [STARTED]"';

/** Holds writes back, so that a test decides which requests overlap. */
class WriteGate {
  readonly #held: (() => void)[] = [];
  #isOpen = false;

  /** The option `emulateRaces`: each write awaits this. */
  readonly hold = async (): Promise<void> => {
    if (!this.#isOpen) await new Promise<void>((resolve) => this.#held.push(resolve));
  };

  /** Resolves when a number of writes is held back. */
  async waitFor(count: number): Promise<void> {
    await expect.poll(() => this.#held.length, { timeout: 60_000 }).toBe(count);
  }

  /** Lets the writes go on that are held back. */
  release(): void {
    for (const resume of this.#held.splice(0)) resume();
  }

  /** Holds no more writes back. */
  open(): void {
    this.#isOpen = true;
    this.release();
  }
}

async function nexusWithGate(): Promise<{ nexus: EmbeddedNexus; gate: WriteGate }> {
  const gate = new WriteGate();
  return { nexus: await nexusWith({ emulateRaces: gate.hold }), gate };
}

async function createHosted(nexus: EmbeddedNexus, ...repositories: string[]): Promise<void> {
  for (const name of repositories) expect((await ask(nexus, "POST", RAW, hosted(name))).status).toBe(201);
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

const statuses = (responses: readonly { readonly status: number }[]): number[] => responses.map(({ status }) => status);

const deleteRepository = (nexus: EmbeddedNexus, name: string) => ask(nexus, "DELETE", `/v1/repositories/${name}`);

describe("overlapping writes", () => {
  test("create all content selectors, but answer every fourth with 404", async () => {
    const { nexus, gate } = await nexusWithGate();
    const create = (name: string) =>
      ask(nexus, "POST", "/v1/security/content-selectors", { name, expression: 'format == "raw"' });
    const creations = range(12).map((n) => create(`s${n}`));
    await gate.waitFor(12);
    gate.open();
    const responses = await Promise.all(creations);
    expect(statuses(responses).sort()).toEqual([...Array(10).fill(204), 404, 404]);
    const refused = responses.find(({ status }) => status === 404);
    expect(refused?.body.message).toMatch(/^"No selector found for s\d+"$/);
    expect(names((await ask(nexus, "GET", "/v1/security/content-selectors")).body)).toHaveLength(12);
    expect((await create("alone")).status).toBe(204);
  });

  test("let one PUT of a repository win and refuse the others", async () => {
    const { nexus, gate } = await nexusWithGate();
    await createHosted(nexus, "a");
    const put = () => ask(nexus, "PUT", `${RAW}/a`, hosted("a"));
    const winner = put();
    await gate.waitFor(1);
    const loser = await put();
    expect([loser.status, loser.body]).toEqual([400, { id: "*", message: STOPPED }]);
    gate.open();
    expect((await winner).status).toBe(204);
    expect((await put()).status).toBe(204);
  });

  test("refuse the PUT of a group while a member changes", async () => {
    const { nexus, gate } = await nexusWithGate();
    await createHosted(nexus, "a", "b");
    await ask(nexus, "POST", GROUPS, group("g", ["a"]));
    const changed = ask(nexus, "PUT", `${RAW}/a`, hosted("a"));
    await gate.waitFor(1);
    expect((await ask(nexus, "PUT", `${GROUPS}/g`, group("g", ["a", "b"]))).status).toBe(400);
    gate.open();
    expect((await changed).status).toBe(204);
  });

  test("refuse every delete of a repository while a group changes or is deleted", async () => {
    const { nexus, gate } = await nexusWithGate();
    await createHosted(nexus, "a", "other");
    await ask(nexus, "POST", GROUPS, group("g", ["a"]));
    const changed = ask(nexus, "PUT", `${GROUPS}/g`, group("g", ["a"]));
    await gate.waitFor(1);
    const refused = await deleteRepository(nexus, "other");
    expect(refused.status).toBe(500);
    expect(refused.body).toContain("InvalidStateException: Invalid state: STOPPED; allowed: [STARTED]");
    gate.release();
    expect((await changed).status).toBe(204);

    const deleted = deleteRepository(nexus, "g");
    await gate.waitFor(1);
    expect((await deleteRepository(nexus, "other")).status).toBe(500);
    gate.open();
    expect((await deleted).status).toBe(204);
    expect(names((await ask(nexus, "GET", "/v1/repositories")).body)).toContain("other");
    expect((await deleteRepository(nexus, "other")).status).toBe(204);
  });

  test("leave deleted members in a group, which then cannot be changed until it is corrected", async () => {
    const { nexus, gate } = await nexusWithGate();
    const members = range(6).map((n) => `m${n}`);
    await createHosted(nexus, ...members, "keep");
    await ask(nexus, "POST", GROUPS, group("g", [...members, "keep"]));
    const survivors: string[] = [];
    const deletions: ReturnType<typeof ask>[] = [];
    for (const name of members) {
      const deletion = deleteRepository(nexus, name);
      // Every second delete is refused; the others begin before any of them ends.
      if (members.indexOf(name) % 2 === 0) {
        deletions.push(deletion);
        await gate.waitFor(deletions.length);
      } else {
        survivors.push(name);
        expect((await deletion).status).toBe(500);
      }
    }
    gate.open();
    expect(statuses(await Promise.all(deletions))).toEqual([204, 204, 204]);

    const named = (await ask(nexus, "GET", `${GROUPS}/g`)).body.group?.memberNames as unknown as string[];
    expect(named.filter((name) => ![...survivors, "keep"].includes(name))).not.toEqual([]);
    const again = await deleteRepository(nexus, "m1");
    expect([again.status, again.body]).toEqual([500, expect.stringContaining("Failed to validate facets; 1 failure")]);
    expect((await ask(nexus, "PUT", `${GROUPS}/g`, group("g", named))).status).toBe(400);
    const corrected = group("g", [...survivors, "keep"]);
    expect((await ask(nexus, "PUT", `${GROUPS}/g`, corrected)).status).toBe(204);
    for (const name of survivors) expect((await deleteRepository(nexus, name)).status).toBe(204);
  });

  test("fail the list of settings during a delete", async () => {
    const { nexus, gate } = await nexusWithGate();
    await createHosted(nexus, "a");
    const deleted = deleteRepository(nexus, "a");
    await gate.waitFor(1);
    const refused = await ask(nexus, "GET", "/v1/repositorySettings");
    expect([refused.status, refused.body]).toEqual([500, expect.stringContaining("java.lang.NullPointerException")]);
    gate.open();
    expect((await deleted).status).toBe(204);
    expect((await ask(nexus, "GET", "/v1/repositorySettings")).status).toBe(200);
  });

  test("fail the delete of a routing rule during the delete of a repository", async () => {
    const { nexus, gate } = await nexusWithGate();
    await createHosted(nexus, "a");
    await ask(nexus, "POST", "/v1/routing-rules", { name: "r", description: "", mode: "BLOCK", matchers: ["a"] });
    const deleteRule = () => ask(nexus, "DELETE", "/v1/routing-rules/r");
    const deleted = deleteRepository(nexus, "a");
    await gate.waitFor(1);
    const refused = await deleteRule();
    expect(refused.status).toBe(500);
    expect(refused.body).toContain("UncheckedExecutionException: java.lang.NullPointerException");
    gate.open();
    expect((await deleted).status).toBe(204);
    expect((await deleteRule()).status).toBe(204);
  });
});

describe("concurrent requests", () => {
  test("create different repositories, and one of the same name", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const different = await Promise.all(range(20).map((n) => ask(nexus, "POST", RAW, hosted(`r${n}`))));
    expect(new Set(statuses(different))).toEqual(new Set([201]));
    const same = await Promise.all(range(5).map(() => ask(nexus, "POST", RAW, hosted("same"))));
    expect(statuses(same).sort()).toEqual([201, 400, 400, 400, 400]);
    expect((await ask(nexus, "PUT", `${RAW}/same`, hosted("same"))).status).toBe(204);
  });

  test("succeed without race emulation", async () => {
    const nexus = await nexusWith();
    await createHosted(nexus, "a", "b", "c");
    await ask(nexus, "POST", GROUPS, group("g", ["a", "b", "c"]));
    const responses = await Promise.all([
      ...range(4).map(() => ask(nexus, "PUT", `${RAW}/c`, hosted("c"))),
      deleteRepository(nexus, "a"),
      deleteRepository(nexus, "b"),
    ]);
    expect(new Set(statuses(responses))).toEqual(new Set([204]));
    expect((await ask(nexus, "GET", `${GROUPS}/g`)).body.group?.memberNames).toEqual(["c"]);
  });
});
