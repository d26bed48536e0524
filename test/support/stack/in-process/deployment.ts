/**
 * An operation on a stack, as the Pulumi engine performs it: it compares what a program registers with the state, calls the
 * provider, and deletes what is no longer registered. It covers what programs of nexus-iac use; everything else is an error.
 * The full suite runs the same tests with the Pulumi CLI, which proves that both behave alike.
 */
import { type Fields, isFields } from "../../../../src/util/json.ts";
import type { Operation } from "../stack.ts";
import { copyAsJson, markSecret } from "./property-values.ts";
import { findPartialFailure, type PartialFailure, ProviderProcess } from "./provider-process.ts";
import type { Report } from "./report.ts";

/** A resource in the state of a stack. */
export interface ResourceState {
  urn: string;
  type: string;
  /** False for components. */
  custom: boolean;
  /** Empty for a resource that a preview would create. */
  id: string;
  inputs: Fields;
  outputs: Fields;
  parent: string;
  dependencies: string[];
  /** The URN of the provider resource. Empty for the default provider. */
  provider: string;
  retainOnDelete: boolean;
  additionalSecretOutputs: string[];
  /** True if the resource was replaced and its old object is to be deleted. */
  delete?: boolean;
  /** The reasons of a partial failure: the next `up` updates the resource. */
  initErrors?: string[];
}

/** Represents a resource that a program registers. */
export interface ResourceGoal extends Omit<ResourceState, "id" | "outputs" | "delete" | "initErrors"> {
  name: string;
  /** The URNs that the resource may have in the state. */
  aliases: string[];
  ignoreChanges: string[];
  deleteBeforeReplace: boolean;
}

export interface StackState {
  resources: ResourceState[];
  /** The configuration of the default provider in the last update. */
  providerConfig: Fields;
  outputs: Fields;
}

export const providerType = "pulumi:providers:pulumi-nodejs";

/** The provider refused the inputs of a resource. The failures are in the report already. */
class InvalidResource extends Error {}

type Step = () => Promise<ResourceState>;

export class Deployment {
  readonly #operation: Operation;
  readonly #state: StackState;
  readonly #report: Report;
  /** The URNs of the only resources to change; undefined for all. */
  readonly #targets: readonly string[] | undefined;
  readonly #queue: LimitedQueue;
  readonly #registered = new Set<string>();
  readonly #providers = new Map<string, ProviderProcess>();
  readonly #failure = Promise.withResolvers<void>();
  #lastPlan: Promise<unknown> = Promise.resolve();
  #hasFailed = false;
  #isKilled = false;

  /** @param state - is changed in place, except by a preview */
  constructor(
    operation: Operation,
    state: StackState,
    report: Report,
    options: { parallel: number; targets?: readonly string[] | undefined; providerConfig?: Fields },
  ) {
    this.#operation = operation;
    this.#state = operation === "preview" ? copyAsJson(state) : state;
    this.#report = report;
    this.#targets = options.targets;
    this.#queue = new LimitedQueue(options.parallel);
    // The engine stores the configuration with the default provider, which every program starts, and uses it where no
    // program runs.
    if (options.providerConfig) this.#state.providerConfig = options.providerConfig;
  }

  /** Resolves when the operation fails. */
  get failure(): Promise<void> {
    return this.#failure.promise;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Registers a resource and returns its new state when it is created or updated; undefined after a failure. */
  async register(goal: ResourceGoal): Promise<ResourceState | undefined> {
    // The engine plans one resource after another, and performs the steps side by side.
    const plan = this.#lastPlan.then(() => this.#attempt(goal.urn, () => this.#plan(goal)));
    this.#lastPlan = plan;
    const step = await plan;
    return step && this.#queue.run(() => this.#attempt(goal.urn, step));
  }

  /** Waits for the steps that are running. */
  async settle(): Promise<void> {
    await this.#lastPlan;
    await this.#queue.settle();
  }

  setOutputs(outputs: Fields): void {
    if (!this.#isKilled) this.#state.outputs = outputs;
  }

  setComponentOutputs(urn: string, outputs: Fields): void {
    const component = this.#find(urn);
    if (component && !this.#isKilled) component.outputs = outputs;
  }

  /** Refreshes or deletes what the program has not registered. */
  async finish(): Promise<void> {
    await this.settle();
    if (this.#hasFailed) return;
    if (this.#operation === "refresh") await this.#refreshAll();
    else await this.#deleteCondemned();
  }

  /** Ends the operation as if the process of the engine was killed: nothing more is stored. */
  kill(): void {
    this.#isKilled = true;
    this.fail("", "the engine was killed");
  }

  fail(urn: string, message: string): void {
    this.#hasFailed = true;
    this.#report.error(urn, message);
    this.#failure.resolve();
  }

  /** Runs a part of the operation. After a failure nothing is started any more, and the result is undefined. */
  async #attempt<T>(urn: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.#hasFailed) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof InvalidResource)) this.fail(urn, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  async #plan(goal: ResourceGoal): Promise<Step> {
    const old = [goal.urn, ...goal.aliases].map((urn) => this.#find(urn)).find((resource) => resource !== undefined);
    this.#registered.add(goal.urn);
    if (!goal.custom || goal.type === providerType) return () => this.#keepLocal(goal, old);
    if (this.#operation === "refresh") return () => (old ? this.#refresh(old) : skip(goal));
    if (this.#operation === "destroy") return () => (old ? this.#keepUntilDeletion(goal, old) : skip(goal));
    if (!this.#isTargeted(goal.urn)) return () => (old ? this.#keepUntargeted(old) : skip(goal));
    if (!old) {
      const inputs = await this.#check(goal, {}, goal.inputs);
      return () => this.#create(goal, inputs);
    }
    if (old.provider !== goal.provider)
      throw new Error("The in-process engine does not support a change of the provider");
    return this.#planChange(goal, old);
  }

  async #planChange(goal: ResourceGoal, old: ResourceState): Promise<Step> {
    const inputs = await this.#check(goal, old.inputs, keepIgnored(goal, old));
    const diff = await this.#openProvider(goal.provider).diff(old.id, old.outputs, inputs);
    if (diff.replaces.length) {
      const replacement = await this.#check(goal, {}, goal.inputs);
      return () => this.#replace(goal, old, replacement);
    }
    if (diff.changes || old.initErrors?.length) return () => this.#update(goal, old, inputs);
    return async () => {
      this.#report.step(goal, "same");
      return this.#store({ ...toState(goal), inputs, outputs: old.outputs, id: old.id }, old);
    };
  }

  async #check(goal: ResourceGoal, old: Fields, inputs: Fields): Promise<Fields> {
    const checked = await this.#openProvider(goal.provider).check(old, inputs);
    for (const { property, reason } of checked.failures) {
      const subject = `${goal.type} resource '${goal.name}'`;
      this.fail(
        goal.urn,
        property ? `${subject}: property ${property} has a problem: ${reason}` : `${subject} has a problem: ${reason}`,
      );
    }
    if (checked.failures.length) throw new InvalidResource();
    return checked.inputs;
  }

  /** Registers a component or a provider, which exist in the state only. */
  async #keepLocal(goal: ResourceGoal, old: ResourceState | undefined): Promise<ResourceState> {
    const changes = old && JSON.stringify(old.inputs) !== JSON.stringify(goal.inputs);
    const kind = !old ? "create" : changes ? "update" : "same";
    if (this.#operation !== "destroy") this.#report.step(goal, kind, { old, inputs: goal.inputs });
    const id = goal.custom ? old?.id || crypto.randomUUID() : "";
    return this.#store({ ...toState(goal), id }, old);
  }

  /** In a destroy with a program, the options of the program apply to the deletion. */
  async #keepUntilDeletion(goal: ResourceGoal, old: ResourceState): Promise<ResourceState> {
    return this.#store({ ...toState(goal), inputs: old.inputs, outputs: old.outputs, id: old.id }, old);
  }

  /** The engine does not ask the provider about a resource that is no target. */
  async #keepUntargeted(old: ResourceState): Promise<ResourceState> {
    this.#report.step(old, "same");
    return old;
  }

  #isTargeted(urn: string): boolean {
    return this.#targets === undefined || this.#targets.includes(urn);
  }

  async #create(goal: ResourceGoal, inputs: Fields, replaced?: ResourceState): Promise<ResourceState> {
    this.#report.step(goal, replaced ? "replace" : "create", { old: replaced, inputs });
    if (this.#operation === "preview") return this.#store({ ...toState(goal), inputs, outputs: inputs }, undefined);
    try {
      const { id, outputs } = await this.#openProvider(goal.provider).create(inputs);
      if (replaced && !this.#isKilled) replaced.delete = true;
      return this.#store({ ...toState(goal), inputs, outputs, id }, undefined);
    } catch (error) {
      const failure = findPartialFailure(error, inputs);
      if (failure) this.#store({ ...toState(goal), inputs, ...toFailedState(failure) }, undefined);
      throw error;
    }
  }

  async #update(goal: ResourceGoal, old: ResourceState, inputs: Fields): Promise<ResourceState> {
    this.#report.step(goal, "update", { old, inputs });
    const state = { ...toState(goal), inputs, id: old.id };
    if (this.#operation === "preview") return this.#store({ ...state, outputs: inputs }, old);
    try {
      return this.#store(
        { ...state, outputs: await this.#openProvider(goal.provider).update(old.id, old.outputs, inputs) },
        old,
      );
    } catch (error) {
      const failure = findPartialFailure(error, inputs);
      if (failure) this.#store({ ...state, ...toFailedState(failure) }, old);
      throw error;
    }
  }

  /** Creates the new object before the old one is deleted, unless the program wants it otherwise. */
  async #replace(goal: ResourceGoal, old: ResourceState, inputs: Fields): Promise<ResourceState> {
    if (goal.deleteBeforeReplace) {
      if (this.#state.resources.some((resource) => dependsOn(resource, old)))
        throw new Error(
          "The in-process engine does not support deleteBeforeReplace of a resource that others depend on",
        );
      await this.#delete(old);
    }
    return this.#create(goal, inputs, old);
  }

  async #refresh(old: ResourceState): Promise<ResourceState> {
    const provider = this.#openProvider(old.provider);
    const read = await provider.read(old.id, old);
    if (!read) {
      this.#report.step(old, "delete");
      this.#remove(old);
      return { ...old, id: "" };
    }
    const { initErrors: _, ...kept } = old;
    const { changes } = await provider.diff(read.id, read.outputs, old.inputs);
    this.#report.step(old, changes ? "update" : "same", { old, inputs: read.inputs });
    return this.#store({ ...kept, ...read }, old);
  }

  async #refreshAll(): Promise<void> {
    const open = this.#state.resources.filter(({ urn }) => !this.#registered.has(urn));
    await this.#runAll(open, async (resource) => {
      if (resource.custom && resource.type !== providerType) await this.#refresh(resource);
      else this.#report.step(resource, "same");
    });
  }

  /** Deletes what is not registered any more, dependents first. */
  async #deleteCondemned(): Promise<void> {
    const isCondemned = ({ urn, delete: isReplaced }: ResourceState) =>
      this.#isTargeted(urn) && (this.#operation === "destroy" || isReplaced || !this.#registered.has(urn));
    let condemned = this.#state.resources.filter(isCondemned);
    while (condemned.length && !this.#hasFailed) {
      const free = condemned.filter((resource) => !condemned.some((other) => dependsOn(other, resource)));
      await this.#runAll(free, (resource) => this.#delete(resource));
      condemned = condemned.filter((resource) => !free.includes(resource));
    }
  }

  async #delete(resource: ResourceState): Promise<void> {
    this.#report.step(resource, resource.delete ? "delete-replaced" : "delete");
    const isInNexus = resource.custom && resource.type !== providerType && !resource.retainOnDelete;
    if (isInNexus && this.#operation !== "preview")
      await this.#openProvider(resource.provider).delete(resource.id, resource.outputs);
    this.#remove(resource);
  }

  async #runAll(resources: readonly ResourceState[], work: (resource: ResourceState) => Promise<void>): Promise<void> {
    await Promise.all(
      resources.map((resource) => this.#queue.run(() => this.#attempt(resource.urn, () => work(resource)))),
    );
  }

  #openProvider(urn: string): ProviderProcess {
    const config = urn ? this.#find(urn)?.inputs : this.#state.providerConfig;
    if (!config) throw new Error(`The provider ${urn} is not in the state`);
    const provider = this.#providers.get(urn) ?? new ProviderProcess(config);
    this.#providers.set(urn, provider);
    return provider;
  }

  #find(urn: string): ResourceState | undefined {
    return this.#state.resources.find((resource) => resource.urn === urn && !resource.delete);
  }

  #store(state: ResourceState, old: ResourceState | undefined): ResourceState {
    for (const key of state.additionalSecretOutputs)
      if (state.outputs[key] !== undefined) state.outputs = { ...state.outputs, [key]: markSecret(state.outputs[key]) };
    const stored = copyAsJson(state);
    if (this.#isKilled) return stored;
    const index = old ? this.#state.resources.indexOf(old) : -1;
    if (index < 0) this.#state.resources.push(stored);
    else this.#state.resources[index] = stored;
    return stored;
  }

  #remove(resource: ResourceState): void {
    if (this.#isKilled) return;
    this.#state.resources = this.#state.resources.filter((other) => other !== resource);
  }
}

function toState({
  name: _name,
  aliases: _aliases,
  ignoreChanges: _ignored,
  deleteBeforeReplace: _order,
  ...goal
}: ResourceGoal): ResourceState {
  return { ...goal, id: "", outputs: {} };
}

function toFailedState({ id, properties, reasons }: PartialFailure): Partial<ResourceState> {
  return { id, outputs: properties, initErrors: reasons };
}

/** A resource that an operation without changes does not find in the state: it has no outputs. */
async function skip(goal: ResourceGoal): Promise<ResourceState> {
  return toState(goal);
}

/** Returns the inputs of the program, with the stored values of the ignored fields. */
function keepIgnored({ inputs, ignoreChanges }: ResourceGoal, old: ResourceState): Fields {
  const unsupported = ignoreChanges.find((path) => /[[*]/.test(path));
  if (unsupported) throw new Error(`The in-process engine supports only names in ignoreChanges, not ${unsupported}`);
  return ignoreChanges.reduce((kept, path) => resetAt(kept, old.inputs, path.split(".")), inputs);
}

/** Sets a field to its stored value, or removes it if none is stored. An object that only one side has stays as it is. */
function resetAt(inputs: Fields, stored: Fields, [name = "", ...rest]: readonly string[]): Fields {
  const { [name]: value, ...others } = inputs;
  const former = stored[name];
  if (!rest.length) return { ...others, ...(former !== undefined && { [name]: former }) };
  if (!isFields(value)) return inputs;
  return { ...others, [name]: resetAt(value, isFields(former) ? former : {}, rest) };
}

function dependsOn(resource: ResourceState, other: ResourceState): boolean {
  if (resource === other) return false;
  return [resource.parent, resource.provider, ...resource.dependencies].includes(other.urn);
}

/** Runs at most a number of tasks at the same time. */
class LimitedQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const result = task();
    this.#running.add(result);
    try {
      return await result;
    } finally {
      this.#running.delete(result);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  async settle(): Promise<void> {
    while (this.#running.size) await Promise.allSettled(this.#running);
  }
}
