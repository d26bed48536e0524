/** The life of an estate with every kind, with a fault in each operation. */
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedNexus, type EmbeddedOptions, type Fault, startNexus } from "nexus-embedded";
import { expect } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import type { Kind } from "../../../src/model/kind.ts";
import type { Fields } from "../../../src/util/json.ts";
import type { Names } from "../declarations.ts";
import { createProgramText, createSample, externalUsers, listKinds } from "../every-kind.ts";
import { newestRelease } from "../newest-release.ts";
import { seedNexus } from "../seed.ts";
import { InProcessStack } from "../stack/in-process/in-process-stack.ts";
import type { PulumiResult } from "../stack/stack.ts";
import { type FaultType, fullRole, restrictedRole, toRequestKey } from "./fault-types.ts";
import { describeListDifferences, type NexusLists, readNexusLists } from "./nexus-lists.ts";
import { chooseItem } from "./seeded-choice.ts";

/** The operations of a run, in this order: an estate is created, changed, refreshed and destroyed. */
export const phases = ["create", "change", "refresh", "destroy"] as const;
export type Phase = (typeof phases)[number];

const operations = { create: "up", change: "up", refresh: "refresh", destroy: "destroy" } as const;

/** The requests and the resulting lists of each phase of a run without faults. */
export type Reference = Record<Phase, { lists: NexusLists; requests: readonly string[] }>;

const server = { release: newestRelease, edition: "PRO" } as const;
const login = { username: "admin", password: "admin123" };
/** The user of the stack. */
const operator = {
  userId: "operator",
  source: "default",
  firstName: "Operator",
  lastName: "-",
  emailAddress: "operator@nexus.example",
  status: "active",
};

/** Privileges of a user who sees a part of the repositories, and all users and roles. */
const restrictedPrivileges = [
  restrictedRole,
  "nx-roles-read",
  "nx-users-read",
  "nx-selectors-read",
  "nx-blobstores-read",
];

/** Resources that refer to each other, beside those of every kind. */
const linked = (description: string) => `
  const store = new nexus.blobStore.File("linked");
  const files = [1, 2, 3].map((n) => new nexus.raw.Hosted("linked-" + n, { storage: { blobStoreName: store.name } }));
  new nexus.raw.Group("linked-all", { group: { memberNames: files.map(({ name }) => name) } });
  const role = new nexus.Role("linked", { description: "${description}", privileges: files.flatMap((file) => file.privileges("read")) });
  new nexus.User("linked", { firstName: "${description}", roles: [role.roleId] });`;

/** The programs of the phases. They are the same in all runs, as a declaration takes long to generate. */
export type Programs = Record<"first" | "second", string>;

let samples: { kind: Kind; first: Fields; second: Fields }[] | undefined;

function createPrograms(names: Names): Programs {
  samples ??= listKinds(server).map((kind) => ({
    kind,
    first: createSample(kind, names, 1),
    second: createSample(kind, names, 2),
  }));
  const toText = (version: "first" | "second") => {
    const declared = samples?.map(({ kind, [version]: fields }) => ({ kind, fields })) ?? [];
    return `${createProgramText(declared, names)}\n${linked(version)}`;
  };
  return { first: toText("first"), second: toText("second") };
}

/** A Nexus with a stack for an estate of every kind. */
class FaultRun {
  readonly nexus: EmbeddedNexus;
  readonly stack: InProcessStack;
  readonly #programs: Programs;
  readonly #admin: NexusClient;

  private constructor(nexus: EmbeddedNexus, stack: InProcessStack, programs: Programs, admin: NexusClient) {
    this.nexus = nexus;
    this.stack = stack;
    this.#programs = programs;
    this.#admin = admin;
  }

  static async start(options: EmbeddedOptions = {}): Promise<FaultRun> {
    const nexus = await startNexus({ ...server, connectors: "none", scripts: true, externalUsers, ...options });
    const { names } = await seedNexus({ ...login, url: nexus.url }, "seed");
    // All nodes know the objects that exist before the first run.
    await sleep(options.secondNodeLagMs ?? 0);
    const admin = new NexusClient({ ...login, url: nexus.url });
    const create = (path: string, body: Fields) => admin.send({ method: "POST", path: `/v1/security/${path}`, body });
    await create("privileges/wildcard", {
      name: restrictedRole,
      description: "",
      pattern: "nexus:repository-admin:raw:*:*",
    });
    await create("roles", { id: restrictedRole, name: restrictedRole, privileges: restrictedPrivileges });
    const { password } = login;
    await admin.send({
      method: "POST",
      path: "/v1/security/users",
      body: { ...operator, password, roles: [fullRole] },
    });
    const programs = createPrograms(names);
    const stack = new InProcessStack({
      program: programs.first,
      config: { url: nexus.url, username: operator.userId, deleteContent: true },
      secrets: { password },
    });
    return new FaultRun(nexus, stack, programs, admin);
  }

  async close(): Promise<void> {
    this.stack.close();
    await this.#admin.close();
    await this.nexus.stop();
  }

  readLists(): Promise<NexusLists> {
    return readNexusLists({ ...login, url: this.nexus.url });
  }

  /** Expects that Nexus has the same objects, each once. */
  async expectLists(expected: NexusLists): Promise<void> {
    expect(describeListDifferences(expected, await this.readLists()).join("\n")).toBe("");
  }

  /** Runs the operation of a phase. */
  perform(phase: Phase): Promise<PulumiResult> {
    this.stack.program(this.#programs[phase === "create" ? "first" : "second"]);
    this.nexus.clearRequests();
    const operation = operations[phase];
    // Without the program, the settings of the last `up` would apply.
    return this.stack[operation](...(operation === "up" ? [] : ["--run-program"]));
  }

  /** Runs the operation of a phase with a fault. The fault has ended afterwards. Also returns the number of requests that it hit. */
  async performWithFault(
    phase: Phase,
    { inject }: FaultType,
    seed: string,
    trigger: string,
  ): Promise<{ result: PulumiResult; hits: number }> {
    await this.stack.configure({ timeout: 1, retryFor: 1 });
    let hits = 0;
    const injectFault = (fault: Fault) =>
      this.nexus.injectFault({
        ...fault,
        onInject: () => {
          hits++;
          return fault.onInject?.();
        },
      });
    const setRoles = async (roles: string[]) => {
      const path = `/v1/security/users/${operator.userId}`;
      await this.#admin.send({ method: "PUT", path, body: { ...operator, roles } });
    };
    const end = inject({ injectFault, seed, trigger, setRoles, kill: (options) => this.stack.kill(options) });
    const result = await this.perform(phase);
    await end();
    await this.stack.configure({ timeout: undefined, retryFor: undefined });
    return { result, hits };
  }

  /** Expects that the next `up` succeeds, that a further one neither changes nor writes anything, and that a refresh finds no drift. */
  async expectRepaired(): Promise<void> {
    const repaired = await this.stack.up();
    expect(repaired.code, repaired.output).toBe(0);
    this.nexus.clearRequests();
    const unchanged = await this.stack.up();
    expect(unchanged.code, unchanged.output).toBe(0);
    expect(Object.keys(unchanged.counts), unchanged.output).toEqual(["unchanged"]);
    const writes = this.nexus.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/extdirect"));
    expect(writes.map(toRequestKey).join("\n")).toBe("");
    const refreshed = await this.stack.refresh("--run-program");
    expect(Object.keys(refreshed.counts), refreshed.output).toEqual(["unchanged"]);
  }
}

/** Runs all phases without faults. */
export async function runWithoutFaults(): Promise<Reference> {
  const run = await FaultRun.start();
  const perform = async (phase: Phase) => {
    const result = await run.perform(phase);
    expect(result.code, result.output).toBe(0);
    const requests = run.nexus.requests.map(toRequestKey);
    return { requests, lists: await run.readLists() };
  };
  try {
    return {
      create: await perform("create"),
      change: await perform("change"),
      refresh: await perform("refresh"),
      destroy: await perform("destroy"),
    };
  } finally {
    await run.close();
  }
}

/** The result of an operation with a fault. */
export interface FaultOutcome {
  fault: string;
  phase: Phase;
  /** The number of requests that the fault hit. */
  hits: number;
  /** False if the operation recovered by itself. */
  hasFailed: boolean;
}

/**
 * Runs all phases with a fault in each, and expects that the next `up` repairs its effects; at the end, that the estate is gone.
 *
 * @param seed - decides on the requests that the faults hit
 * @param chooseFault - returns the fault of a phase
 */
export async function runWithFaults(
  seed: number,
  reference: Reference,
  chooseFault: (phase: Phase) => FaultType,
): Promise<FaultOutcome[]> {
  const run = await FaultRun.start();
  const outcomes: FaultOutcome[] = [];
  try {
    for (const phase of phases) {
      const fault = chooseFault(phase);
      const triggers = reference[phase].requests.filter((request) => fault.canHit?.(request) ?? true);
      const trigger = chooseItem(triggers, seed, phase);
      const before = (await run.stack.readResources()).length;
      const { result, hits } = await run.performWithFault(phase, fault, `${seed} ${phase}`, trigger);
      outcomes.push({ fault: fault.name, phase, hits, hasFailed: result.code !== 0 });
      if (phase === "refresh")
        expect(await run.stack.readResources(), `refresh with "${fault.name}"`).toHaveLength(before);
      const check = async () => {
        // The state keeps a resource whose deletion failed or was killed. Only a refresh shows that the object is gone.
        if (phase === "destroy" && result.code !== 0) await run.stack.refresh("--run-program");
        await run.expectRepaired();
        // Objects that are created again have defaults in their undeclared fields, not values of former changes.
        if (phase !== "destroy") await run.expectLists(reference[phase].lists);
      };
      await check().catch((error) =>
        Promise.reject(withContext(error, `${phase} with "${fault.name}" (seed ${seed})`, result)),
      );
    }
    const destroyed = await run.stack.destroy();
    expect(destroyed.code, destroyed.output).toBe(0);
    await run.expectLists(reference.destroy.lists);
    return outcomes;
  } finally {
    await run.close();
  }
}

/**
 * Runs phases right after each other on a cluster of two nodes, one of which knows changes only later. Expects that no run fails
 * and that Nexus is as without faults when both nodes know all changes.
 */
export async function runOnTwoNodes(reference: Reference, lagMs: number): Promise<void> {
  const run = await FaultRun.start({ secondNodeLagMs: lagMs });
  const perform = async (phase: Phase) => {
    const result = await run.perform(phase);
    expect(result.code, result.output).toBe(0);
    return result.counts;
  };
  try {
    await perform("create");
    expect(Object.keys(await perform("refresh"))).toEqual(["unchanged"]);
    await perform("change");
    await sleep(lagMs);
    await run.expectLists(reference.change.lists);
    await run.expectRepaired();
    await perform("destroy");
    await sleep(lagMs);
    await run.expectLists(reference.destroy.lists);
  } finally {
    await run.close();
  }
}

function withContext(error: unknown, context: string, { output }: PulumiResult): unknown {
  if (error instanceof Error) error.message = `after ${context}: ${error.message}\n\nOutput with the fault:\n${output}`;
  return error;
}
