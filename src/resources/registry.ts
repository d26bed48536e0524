import * as pulumi from "@pulumi/pulumi";
import type { Chain, ChainStage } from "../client-config/chains.ts";
import { findingsIn, inWords } from "../estate/check.ts";
import type { ForClients } from "../estate/client-config.ts";
import { type Declaration, type Estate, type Existing, ofFamily, repositories } from "../estate/estate.ts";
import type { Invariant } from "../estate/invariants.ts";
import { knownIn } from "../estate/known.ts";
import { asks, tell } from "../estate/program-metadata.ts";
import { referencesOf } from "../estate/references.ts";
import { validateClientConfig } from "../estate/rules/client-config.ts";
import { rotationsFit } from "../estate/rules/rotations.ts";
import type { Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import { knownNow } from "./inputs.ts";

/** What a declaration learns when the whole estate has been checked: its registration waits for it. */
export interface Verdict {
  /** The resources that bring what it names. */
  dependencies: pulumi.Resource[];
  /** The declared repositories. */
  repositories: string[];
  /** Where the Nexus is, where that is known. */
  url: pulumi.Input<string> | undefined;
}

/** A resource that is being declared. Made before the resource itself, as Pulumi wants its promises at construction. */
export class Ticket {
  readonly verdict: Promise<Verdict>;
  readonly settle: (verdict: Verdict | Promise<never>) => void;

  constructor() {
    let settle: Ticket["settle"] = () => {};
    this.verdict = new Promise((resolve) => {
      settle = resolve;
    });
    this.settle = settle;
  }
}

/** All that a program declares for one Nexus. */
export interface Whole {
  estate: Estate;
  forClients: ForClients;
  resources: readonly pulumi.Resource[];
}

interface Entry {
  ticket: Ticket;
  resource: pulumi.Resource;
  name: string;
  kind: Kind;
  args: Record<string, unknown>;
}

/** A chain whose repositories are named as programs do. */
export interface PromotedChain extends Omit<Chain, "stages"> {
  stages: (Omit<ChainStage, "repository"> & { repository: pulumi.Input<string> })[];
}

/**
 * All that a program declares for one Nexus. What is declared in one go (an estate is a synchronous function) is
 * checked at once before any of it is registered with Pulumi, so a broken estate changes nothing, in a preview and in
 * an update without one. What is declared later is checked together with all that came before.
 */
export class Registry {
  readonly #invariants: Invariant[] = [];
  readonly #existing: Existing[] = [];
  readonly #chains: PromotedChain[] = [];
  #forClients: Omit<ForClients, "chains"> = { clients: {}, parts: {} };
  readonly #checked: { resource: pulumi.Resource; declaration: Declaration }[] = [];
  readonly #url: () => pulumi.Input<string> | undefined;
  /** It is of the stack's own Nexus. */
  readonly #isStacks: boolean;
  readonly #whole = Promise.withResolvers<Whole>();
  #round: Entry[] = [];

  constructor(url: () => pulumi.Input<string> | undefined, isStacks = false) {
    this.#url = url;
    this.#isStacks = isStacks;
    this.#whole.promise.catch(() => {});
  }

  /** What the first round declares, once it was found right. */
  get whole(): Promise<Whole> {
    return this.#whole.promise;
  }

  note(entry: Entry): void {
    if (!this.#round.length) setImmediate(() => void this.#check());
    this.#round.push(entry);
    open.add(this);
  }

  exists(existing: Existing): void {
    this.#existing.push(existing);
  }

  addInvariants(invariants: readonly Invariant[]): void {
    this.#invariants.push(...invariants);
  }

  /** What the estate says of its clients. */
  serve(forClients: Omit<ForClients, "chains">): void {
    this.#forClients = forClients;
  }

  /** Where artifacts are promoted. */
  promote(chain: PromotedChain): void {
    this.#chains.push(chain);
  }

  /** The program failed before it had declared all: nothing of what it did declare is registered. */
  abandon(reason: string): void {
    this.#settleAll(this.#takeRound(), refusal(reason));
  }

  #takeRound(): Entry[] {
    const round = this.#round;
    this.#round = [];
    open.delete(this);
    return round;
  }

  #settleAll(round: readonly Entry[], reason: Error): void {
    const broken = Promise.reject(reason);
    broken.catch(() => {});
    this.#whole.reject(reason);
    for (const { ticket } of round) ticket.settle(broken);
  }

  /** Pulumi tells resources apart by their name, type and the types of what contains them. */
  #namesTwice(): string[] {
    const first = new Set<string>();
    return this.#checked.flatMap(({ resource, declaration: { kind, resource: name } }) => {
      const urn = [...containers(resource as Contained), kind.token, name].join("$");
      if (!first.has(urn)) {
        first.add(urn);
        return [];
      }
      return [`${name} (${kind.token}): two resources are called "${name}": give each a name of its own`];
    });
  }

  async #check(): Promise<void> {
    const round = this.#takeRound();
    if (!round.length) return;
    const declared = await Promise.all(
      round.map(async ({ resource, name, kind, args }) => ({
        resource,
        declaration: { kind, resource: name, fields: await knownNow(args) },
      })),
    );
    const isFirst = !this.#checked.length;
    this.#checked.push(...declared);
    const estate: Estate = {
      declarations: this.#checked.map(({ declaration }) => declaration),
      existing: this.#existing,
    };
    const chains = await Promise.all(this.#chains.map((one) => knownNow({ ...one }) as Promise<Fields & Chain>));
    const forClients = { ...this.#forClients, chains };
    const findings = [
      ...findingsIn(estate, this.#invariants),
      ...validateClientConfig(estate, forClients),
      ...(this.#isStacks ? rotationsFit(estate, rotatedUsers()) : []),
    ];
    const complaints = [...findings.map(inWords), ...this.#namesTwice()];
    if (complaints.length) return this.#settleAll(round, refusal(complaint(complaints, isFirst)));
    if (process.env[asks] && this.#isStacks) await pulumi.log.info(tell(this.#invariants, this.#existing, forClients));
    this.#whole.resolve({ estate, forClients, resources: this.#checked.map(({ resource }) => resource) });
    const known = knownIn(estate);
    const resources = new Map(this.#checked.map(({ resource, declaration }) => [declaration, resource]));
    const names = repositories(estate)
      .flatMap(({ name, declaration }) => (declaration ? [name] : []))
      .sort();
    for (const [index, { ticket, resource }] of round.entries()) {
      const declaration = declared[index]?.declaration;
      const named = declaration ? referencesOf(declaration) : [];
      const earlier = declaration?.kind.createdAfter ? ofFamily(estate, declaration.kind.createdAfter) : [];
      const targets = [...named.map(({ family, name }) => known.declarationOf(family, name)), ...earlier];
      const dependencies = targets.flatMap((target) => (target && resources.get(target)) ?? []);
      ticket.settle({
        dependencies: [...new Set(dependencies)].filter((one) => one !== resource),
        repositories: names,
        url: this.#url(),
      });
    }
  }
}

/** Pulumi's own knowledge of a resource, which its types do not show. */
interface Contained {
  __parentResource?: Contained;
  __pulumiType?: string;
}

/** The types of what a resource is in, the outermost first. */
function containers({ __parentResource: parent }: Contained): string[] {
  return parent ? [...containers(parent), parent.__pulumiType ?? ""] : [];
}

/** Where something is declared and not checked yet. */
const open = new Set<Registry>();

/** Registers nothing of what is declared and not checked yet, in whatever Nexus: the program failed meanwhile. */
export function abandonAll(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  for (const registry of open) registry.abandon(`nothing was changed, as the program failed: ${reason}`);
}

/** Pulumi prints the stack of what fails when the program has run to its end: people need the reason, not the way. */
function refusal(message: string): Error {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}

/** What was declared before, and found right, may have been made by now. */
function complaint(lines: readonly string[], isFirst: boolean): string {
  const count = lines.length === 1 ? "this is" : `these ${lines.length} things are`;
  return `nothing ${isFirst ? "" : "more "}was changed, as ${count} wrong with what is declared:\n${lines.map((line) => `  - ${line}`).join("\n")}`;
}

/** By a run's stack, or by a `Provider`: one process may run a program several times. */
const registries = new WeakMap<object, Registry>();
const outsideOfAnyStack = {};

/** The registry of one Nexus: the stack's own, or a `Provider`'s. */
export function registryOf(provider: pulumi.ProviderResource | undefined): Registry {
  const owner = provider ?? pulumi.runtime.getStackResource() ?? outsideOfAnyStack;
  const registry = registries.get(owner) ?? new Registry(stackUrl, true);
  registries.set(owner, registry);
  return registry;
}

/** A registry of its own for a `Provider`, whose Nexus is there. */
export function registryFor(provider: pulumi.ProviderResource, url: pulumi.Input<string>): void {
  registries.set(provider, new Registry(() => url));
}

function rotatedUsers(): string[] {
  return Object.keys(new pulumi.Config("nexus").getObject<object>("rotations") ?? {});
}

function stackUrl(): string | undefined {
  return new pulumi.Config("nexus").get("url") ?? process.env.NEXUS_URL;
}
