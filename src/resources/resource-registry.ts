import * as pulumi from "@pulumi/pulumi";
import type { Chain, ChainStage } from "../client-config/client-config.ts";
import type { ClientDeclarations } from "../estate/declared-client-config.ts";
import { type Declaration, type Estate, type Existing, listByFamily, listRepositories } from "../estate/estate.ts";
import { formatFinding, validateEstate } from "../estate/estate-validation.ts";
import type { Invariant } from "../estate/invariants.ts";
import { formatProgramMetadata, metadataVariable } from "../estate/program-metadata.ts";
import { createReferenceIndex } from "../estate/reference-index.ts";
import { listReferences } from "../estate/references.ts";
import { validateRotations } from "../estate/rules/access-rules.ts";
import { validateClientConfig } from "../estate/rules/client-references.ts";
import type { Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import { resolveKnown } from "./inputs.ts";

/** What a declaration learns when the whole estate has been checked: its registration waits for it. */
export interface RegistrationResult {
  /** The resources that bring what it names. */
  dependencies: pulumi.Resource[];
  /** The declared repositories. */
  repositories: string[];
  /** Where the Nexus is, where that is known. */
  url: pulumi.Input<string> | undefined;
}

/** A resource that is being declared. Made before the resource itself, as Pulumi wants its promises at construction. */
export class PendingRegistration {
  readonly result: Promise<RegistrationResult>;
  readonly settle: (verdict: RegistrationResult | Promise<never>) => void;

  constructor() {
    let settle: PendingRegistration["settle"] = () => {};
    this.result = new Promise((resolve) => {
      settle = resolve;
    });
    this.settle = settle;
  }
}

/** All that a program declares for one Nexus. */
export interface ValidatedProgram {
  estate: Estate;
  clientDeclarations: ClientDeclarations;
  resources: readonly pulumi.Resource[];
}

interface Entry {
  ticket: PendingRegistration;
  resource: pulumi.Resource;
  name: string;
  kind: Kind;
  args: Record<string, unknown>;
}

/** A chain whose repositories are named as programs do. */
export interface DeclaredChain extends Omit<Chain, "stages"> {
  stages: (Omit<ChainStage, "repository"> & { repository: pulumi.Input<string> })[];
}

/**
 * All that a program declares for one Nexus. What is declared in one go (an estate is a synchronous function) is
 * checked at once before any of it is registered with Pulumi, so a broken estate changes nothing, in a preview and in
 * an update without one. What is declared later is checked together with all that came before.
 */
export class ResourceRegistry {
  readonly #invariants: Invariant[] = [];
  readonly #existing: Existing[] = [];
  readonly #chains: DeclaredChain[] = [];
  #clientDeclarations: Omit<ClientDeclarations, "chains"> = { clients: {}, clientConfig: {} };
  readonly #checked: { resource: pulumi.Resource; declaration: Declaration }[] = [];
  readonly #url: () => pulumi.Input<string> | undefined;
  /** It is of the stack's own Nexus. */
  readonly #isStacks: boolean;
  readonly #whole = Promise.withResolvers<ValidatedProgram>();
  #round: Entry[] = [];

  constructor(url: () => pulumi.Input<string> | undefined, isStacks = false) {
    this.#url = url;
    this.#isStacks = isStacks;
    this.#whole.promise.catch(() => {});
  }

  /** What the first round declares, once it was found right. */
  get validated(): Promise<ValidatedProgram> {
    return this.#whole.promise;
  }

  add(entry: Entry): void {
    if (!this.#round.length) setImmediate(() => void this.#check());
    this.#round.push(entry);
    open.add(this);
  }

  addExisting(existing: Existing): void {
    this.#existing.push(existing);
  }

  addInvariants(invariants: readonly Invariant[]): void {
    this.#invariants.push(...invariants);
  }

  /** What the estate says of its clients. */
  setClients(clientDeclarations: Omit<ClientDeclarations, "chains">): void {
    this.#clientDeclarations = clientDeclarations;
  }

  /** Where artifacts are promoted. */
  addChain(chain: DeclaredChain): void {
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
        declaration: { kind, resource: name, fields: await resolveKnown(args) },
      })),
    );
    const isFirst = !this.#checked.length;
    this.#checked.push(...declared);
    const estate: Estate = {
      declarations: this.#checked.map(({ declaration }) => declaration),
      existing: this.#existing,
    };
    const chains = await Promise.all(this.#chains.map((one) => resolveKnown({ ...one }) as Promise<Fields & Chain>));
    const clientDeclarations = { ...this.#clientDeclarations, chains };
    const findings = [
      ...validateEstate(estate, this.#invariants),
      ...validateClientConfig(estate, clientDeclarations),
      ...(this.#isStacks ? validateRotations(estate, rotatedUsers()) : []),
    ];
    const complaints = [...findings.map(formatFinding), ...this.#namesTwice()];
    if (complaints.length) return this.#settleAll(round, refusal(complaint(complaints, isFirst)));
    if (process.env[metadataVariable] && this.#isStacks)
      await pulumi.log.info(formatProgramMetadata(this.#invariants, this.#existing, clientDeclarations));
    this.#whole.resolve({ estate, clientDeclarations, resources: this.#checked.map(({ resource }) => resource) });
    const known = createReferenceIndex(estate);
    const resources = new Map(this.#checked.map(({ resource, declaration }) => [declaration, resource]));
    const names = listRepositories(estate)
      .flatMap(({ name, declaration }) => (declaration ? [name] : []))
      .sort();
    for (const [index, { ticket, resource }] of round.entries()) {
      const declaration = declared[index]?.declaration;
      const named = declaration ? listReferences(declaration) : [];
      const earlier = declaration?.kind.createdAfter ? listByFamily(estate, declaration.kind.createdAfter) : [];
      const targets = [...named.map(({ family, name }) => known.findDeclaration(family, name)), ...earlier];
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
const open = new Set<ResourceRegistry>();

/** Registers nothing of what is declared and not checked yet, in whatever Nexus: the program failed meanwhile. */
export function abandonPending(error: unknown): void {
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
const registries = new WeakMap<object, ResourceRegistry>();
const outsideOfAnyStack = {};

/** The registry of one Nexus: the stack's own, or a `Provider`'s. */
export function getRegistry(provider: pulumi.ProviderResource | undefined): ResourceRegistry {
  const owner = provider ?? pulumi.runtime.getStackResource() ?? outsideOfAnyStack;
  const registry = registries.get(owner) ?? new ResourceRegistry(stackUrl, true);
  registries.set(owner, registry);
  return registry;
}

/** A registry of its own for a `Provider`, whose Nexus is there. */
export function createRegistry(provider: pulumi.ProviderResource, url: pulumi.Input<string>): void {
  registries.set(provider, new ResourceRegistry(() => url));
}

function rotatedUsers(): string[] {
  return Object.keys(new pulumi.Config("nexus").getObject<object>("rotations") ?? {});
}

function stackUrl(): string | undefined {
  return new pulumi.Config("nexus").get("url") ?? process.env.NEXUS_URL;
}
