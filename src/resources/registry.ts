import * as pulumi from "@pulumi/pulumi";
import { findingsIn, inWords } from "../estate/check.ts";
import { type Declaration, type Estate, type Existing, repositories } from "../estate/estate.ts";
import type { Invariant } from "../estate/invariants.ts";
import { knownIn } from "../estate/known.ts";
import { referencesOf } from "../estate/references.ts";
import type { Kind } from "../kinds/kind.ts";
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

interface Entry {
  ticket: Ticket;
  resource: pulumi.Resource;
  name: string;
  kind: Kind;
  args: Record<string, unknown>;
}

/**
 * All that a program declares for one Nexus. What is declared in one go (an estate is a synchronous function) is
 * checked at once before any of it is registered with Pulumi, so a broken estate changes nothing, in a preview and in
 * an update without one. What is declared later is checked together with all that came before.
 */
export class Registry {
  readonly #invariants: Invariant[] = [];
  readonly #existing: Existing[] = [];
  readonly #checked: { resource: pulumi.Resource; declaration: Declaration }[] = [];
  readonly #url: () => pulumi.Input<string> | undefined;
  #round: Entry[] = [];

  constructor(url: () => pulumi.Input<string> | undefined) {
    this.#url = url;
  }

  note(entry: Entry): void {
    if (!this.#round.length) setImmediate(() => void this.#check());
    this.#round.push(entry);
  }

  exists(existing: Existing): void {
    this.#existing.push(existing);
  }

  hold(...invariants: Invariant[]): void {
    this.#invariants.push(...invariants);
  }

  async #check(): Promise<void> {
    const round = this.#round;
    this.#round = [];
    const declared = await Promise.all(
      round.map(async ({ resource, name, kind, args }) => ({
        resource,
        declaration: { kind, resource: name, fields: await knownNow(args) },
      })),
    );
    this.#checked.push(...declared);
    const estate: Estate = {
      declarations: this.#checked.map(({ declaration }) => declaration),
      existing: this.#existing,
    };
    const findings = findingsIn(estate, this.#invariants);
    if (findings.length) {
      const broken = Promise.reject(refusal(complaint(findings.map(inWords))));
      broken.catch(() => {});
      for (const { ticket } of round) ticket.settle(broken);
      return;
    }
    const known = knownIn(estate);
    const resources = new Map(this.#checked.map(({ resource, declaration }) => [declaration, resource]));
    const names = repositories(estate)
      .flatMap(({ name, declaration }) => (declaration ? [name] : []))
      .sort();
    for (const [index, { ticket, resource }] of round.entries()) {
      const declaration = declared[index]?.declaration;
      const named = declaration ? referencesOf(declaration) : [];
      const dependencies = named.flatMap(({ family, name }) => {
        const target = known.declarationOf(family, name);
        return (target && resources.get(target)) ?? [];
      });
      ticket.settle({
        dependencies: [...new Set(dependencies)].filter((one) => one !== resource),
        repositories: names,
        url: this.#url(),
      });
    }
  }
}

/** Pulumi prints the stack of what fails when the program has run to its end: people need the reason, not the way. */
function refusal(message: string): Error {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}

function complaint(lines: readonly string[]): string {
  const count = lines.length === 1 ? "this is" : `these ${lines.length} things are`;
  return `nothing was changed, as ${count} wrong with what is declared:\n${lines.map((line) => `  - ${line}`).join("\n")}`;
}

/** By a run's stack, or by a `Provider`: one process may run a program several times. */
const registries = new WeakMap<object, Registry>();
const outsideOfAnyStack = {};

/** The registry of one Nexus: the stack's own, or a `Provider`'s. */
export function registryOf(provider: pulumi.ProviderResource | undefined): Registry {
  const owner = provider ?? pulumi.runtime.getStackResource() ?? outsideOfAnyStack;
  const registry = registries.get(owner) ?? new Registry(stackUrl);
  registries.set(owner, registry);
  return registry;
}

/** A registry of its own for a `Provider`, whose Nexus is there. */
export function registryFor(provider: pulumi.ProviderResource, url: pulumi.Input<string>): void {
  registries.set(provider, new Registry(() => url));
}

function stackUrl(): string | undefined {
  return new pulumi.Config("nexus").get("url") ?? process.env.NEXUS_URL;
}
