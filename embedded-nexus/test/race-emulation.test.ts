import { describe, expect, test } from "vitest";
import type { EmbeddedNexus } from "../src/index.ts";
import { ask, group, hosted, names, nexusWith } from "./support/nexuses.ts";

const RAW = "/v1/repositories/raw/hosted";
const GROUPS = "/v1/repositories/raw/group";
const STOPPED = '"Invalid state: STOPPED; allowed: [STARTED]"';

async function withRepositories(nexus: EmbeddedNexus, ...names: string[]): Promise<void> {
  for (const name of names) expect((await ask(nexus, "POST", RAW, hosted(name))).status).toBe(201);
}

const many = (number: number): number[] => Array.from({ length: number }, (_, index) => index);

/**
 * Requests sent together need not meet, nor in the order they were sent: tried again until an attempt gives what it
 * gives when they do. That it never gives it is the failure.
 */
async function whenTheyMeet<T>(attempt: (number: number) => Promise<T>, met: (seen: T) => boolean): Promise<T> {
  const others: T[] = [];
  for (const number of many(20)) {
    const seen = await attempt(number);
    if (met(seen)) return seen;
    others.push(seen);
  }
  throw new Error(`never met: ${JSON.stringify(others)}`);
}

const statuses = (answers: readonly { readonly status: number }[]): number[] => answers.map(({ status }) => status);
const are =
  (...wanted: number[]) =>
  (answers: readonly { readonly status: number }[]): boolean =>
    statuses(answers).join() === wanted.join();

describe("racy", () => {
  test("content selectors made together are all made, yet some answer 404", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const make = (name: string) =>
      ask(nexus, "POST", "/v1/security/content-selectors", { name, expression: 'format == "raw"' });
    const answers = await whenTheyMeet(
      (attempt) => Promise.all(many(12).map((n) => make(`s${attempt}-${n}`))),
      (seen) => statuses(seen).includes(404),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([204, 404]));
    expect(answers.find(({ status }) => status === 404)?.body.message).toMatch(/^"No selector found for s\d+-\d+"$/);
    const { body } = await ask(nexus, "GET", "/v1/security/content-selectors");
    expect(names(body).length % 12).toBe(0);
    expect((await make("alone")).status).toBe(204);
  });

  test("PUTs of one repository together: one wins, the others find it stopped", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    await withRepositories(nexus, "a");
    const put = () => ask(nexus, "PUT", `${RAW}/a`, hosted("a"));
    const [, loser] = await whenTheyMeet(
      async () => (await Promise.all([put(), put()])).sort((one, other) => one.status - other.status),
      are(204, 400),
    );
    expect(loser?.body).toEqual({ id: "*", message: STOPPED });
    expect((await put()).status).toBe(204);
  });

  test("a group cannot be put while a member changes", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    await withRepositories(nexus, "a", "b");
    await ask(nexus, "POST", GROUPS, group("g", ["a"]));
    await whenTheyMeet(
      () =>
        Promise.all([
          ask(nexus, "PUT", `${RAW}/a`, hosted("a")),
          ask(nexus, "PUT", `${GROUPS}/g`, group("g", ["a", "b"])),
        ]),
      are(204, 400),
    );
  });

  test("nothing can be deleted while any group changes or is deleted", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    await withRepositories(nexus, "a");
    const besides = async (change: () => ReturnType<typeof ask>, name: string) => {
      await ask(nexus, "POST", RAW, hosted(name));
      await ask(nexus, "POST", GROUPS, group("g", ["a"]));
      return Promise.all([change(), ask(nexus, "DELETE", `/v1/repositories/${name}`)]);
    };
    const put = () => ask(nexus, "PUT", `${GROUPS}/g`, group("g", ["a"]));
    const [, deleted] = await whenTheyMeet((attempt) => besides(put, `one${attempt}`), are(204, 500));
    expect(deleted?.body).toContain("InvalidStateException: Invalid state: STOPPED; allowed: [STARTED]");
    const remove = () => ask(nexus, "DELETE", "/v1/repositories/g");
    await whenTheyMeet((attempt) => besides(remove, `two${attempt}`), are(204, 500));
    const left = names((await ask(nexus, "GET", "/v1/repositories")).body).filter((name) => /^(one|two)/.test(name));
    expect(left).toHaveLength(2);
    for (const name of left) expect((await ask(nexus, "DELETE", `/v1/repositories/${name}`)).status).toBe(204);
  });

  test("members of one group deleted together leave it broken until it is put right", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const deleteMembers = async (attempt: number) => {
      const path = `${GROUPS}/g${attempt}`;
      const members = many(6).map((n) => `m${attempt}-${n}`);
      await withRepositories(nexus, ...members, `keep${attempt}`);
      await ask(nexus, "POST", GROUPS, group(`g${attempt}`, [...members, `keep${attempt}`]));
      const answers = await Promise.all(members.map((name) => ask(nexus, "DELETE", `/v1/repositories/${name}`)));
      const survivors = members.filter((_, index) => answers[index]?.status === 500);
      const { body } = await ask(nexus, "GET", path);
      const named = body.group?.memberNames as unknown as string[];
      const broken = named.some((name) => members.includes(name) && !survivors.includes(name));
      return { attempt, path, survivors, named, broken };
    };
    const { attempt, path, survivors, named } = await whenTheyMeet(deleteMembers, ({ survivors, broken }) => {
      return broken && survivors.length > 0;
    });
    const again = await ask(nexus, "DELETE", `/v1/repositories/${survivors[0]}`);
    expect([again.status, again.body]).toEqual([500, expect.stringContaining("Failed to validate facets; 1 failure")]);
    expect((await ask(nexus, "PUT", path, group(`g${attempt}`, named))).status).toBe(400);
    const right = group(`g${attempt}`, [...survivors, `keep${attempt}`]);
    expect((await ask(nexus, "PUT", path, right)).status).toBe(204);
    for (const name of survivors) expect((await ask(nexus, "DELETE", `/v1/repositories/${name}`)).status).toBe(204);
  });

  test("the list of settings stumbles over repositories that are being deleted", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const [, refused] = await whenTheyMeet(
      async (attempt) => {
        await withRepositories(nexus, `a${attempt}`);
        const deleted = ask(nexus, "DELETE", `/v1/repositories/a${attempt}`);
        return Promise.all([deleted, ask(nexus, "GET", "/v1/repositorySettings")]);
      },
      are(204, 500),
    );
    expect(refused?.body).toContain("java.lang.NullPointerException");
    expect((await ask(nexus, "GET", "/v1/repositorySettings")).status).toBe(200);
  });

  test("a routing rule cannot be deleted while a repository is", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const rule = { name: "r", description: "", mode: "BLOCK", matchers: ["a"] };
    const remove = () => ask(nexus, "DELETE", "/v1/routing-rules/r");
    const [, refused] = await whenTheyMeet(
      async (attempt) => {
        await withRepositories(nexus, `a${attempt}`);
        await ask(nexus, "POST", "/v1/routing-rules", rule);
        return Promise.all([ask(nexus, "DELETE", `/v1/repositories/a${attempt}`), remove()]);
      },
      are(204, 500),
    );
    expect(refused?.body).toContain("UncheckedExecutionException: java.lang.NullPointerException");
    expect((await remove()).status).toBe(204);
  });

  test("different things made together do not disturb each other, and of one name one wins", async () => {
    const nexus = await nexusWith({ emulateRaces: true });
    const different = await Promise.all(many(20).map((n) => ask(nexus, "POST", RAW, hosted(`r${n}`))));
    expect(new Set(statuses(different))).toEqual(new Set([201]));
    const same = await Promise.all(many(5).map(() => ask(nexus, "POST", RAW, hosted("same"))));
    expect(statuses(same).sort()).toEqual([201, 400, 400, 400, 400]);
  });

  test("switched off, none of it happens", async () => {
    const nexus = await nexusWith();
    await withRepositories(nexus, "a", "b", "c");
    await ask(nexus, "POST", GROUPS, group("g", ["a", "b", "c"]));
    const answers = await Promise.all([
      ...many(4).map(() => ask(nexus, "PUT", `${RAW}/c`, hosted("c"))),
      ask(nexus, "DELETE", "/v1/repositories/a"),
      ask(nexus, "DELETE", "/v1/repositories/b"),
    ]);
    expect(new Set(statuses(answers))).toEqual(new Set([204]));
    expect((await ask(nexus, "GET", `${GROUPS}/g`)).body.group?.memberNames).toEqual(["c"]);
  });
});
