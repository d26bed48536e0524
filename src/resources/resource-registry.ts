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

/** The result of validation for one resource. Its registration with Pulumi waits for it. */
export interface RegistrationResult {
  /** The resources that create the objects to which it refers. */
  dependencies: pulumi.Resource[];
  /** Names of all declared repositories. */
  repositories: string[];
  /** The URL of the Nexus, if it is known. */
  url: pulumi.Input<string> | undefined;
}

/** A resource that waits for validation. Created before the resource, as Pulumi needs the promises at construction. */
export class PendingRegistration {
  readonly result: Promise<RegistrationResult>;
  readonly settle: (result: RegistrationResult | Promise<never>) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<RegistrationResult>();
    this.result = promise;
    this.settle = resolve;
  }
}

/** Everything that a program declares for one Nexus, after validation. */
export interface ValidatedProgram {
  estate: Estate;
  clientDeclarations: ClientDeclarations;
  resources: readonly pulumi.Resource[];
}

interface Entry {
  registration: PendingRegistration;
  resource: pulumi.Resource;
  name: string;
  kind: Kind;
  args: Record<string, unknown>;
}

/** A promotion chain whose repository names may be Outputs. */
export interface DeclaredChain extends Omit<Chain, "stages"> {
  stages: (Omit<ChainStage, "repository"> & { repository: pulumi.Input<string> })[];
}

/**
 * Collects everything that a program declares for one Nexus and validates it before any of it is registered with Pulumi,
 * in a preview and in an update without a preview. Everything declared in one turn of the event loop is one batch (an
 * estate is a synchronous function); an invalid batch changes nothing. A later batch is validated together with all
 * earlier ones.
 */
export class ResourceRegistry {
  readonly #invariants: Invariant[] = [];
  readonly #existing: Existing[] = [];
  readonly #chains: DeclaredChain[] = [];
  #clients: Omit<ClientDeclarations, "chains"> = { clients: {}, clientConfig: {} };
  readonly #declared: { resource: pulumi.Resource; declaration: Declaration }[] = [];
  readonly #getUrl: () => pulumi.Input<string> | undefined;
  /** True for the stack's own Nexus, false for the Nexus of a `Provider`. */
  readonly #isStackNexus: boolean;
  readonly #validated = Promise.withResolvers<ValidatedProgram>();
  #batch: Entry[] = [];

  constructor(getUrl: () => pulumi.Input<string> | undefined, isStackNexus = false) {
    this.#getUrl = getUrl;
    this.#isStackNexus = isStackNexus;
    this.#validated.promise.catch(() => {});
  }

  /** The first batch, after its validation. Rejects if it is invalid. */
  get validated(): Promise<ValidatedProgram> {
    return this.#validated.promise;
  }

  add(entry: Entry): void {
    if (!this.#batch.length) setImmediate(() => void this.#validateBatch());
    this.#batch.push(entry);
    registriesWithBatch.add(this);
  }

  addExisting(existing: Existing): void {
    this.#existing.push(existing);
  }

  addInvariants(invariants: readonly Invariant[]): void {
    this.#invariants.push(...invariants);
  }

  setClients(clients: Omit<ClientDeclarations, "chains">): void {
    this.#clients = clients;
  }

  addChain(chain: DeclaredChain): void {
    this.#chains.push(chain);
  }

  /** Registers nothing of the current batch, as the program failed before it was complete. */
  abandon(reason: string): void {
    this.#reject(this.#takeBatch(), createRunError(reason));
  }

  #takeBatch(): Entry[] {
    const batch = this.#batch;
    this.#batch = [];
    registriesWithBatch.delete(this);
    return batch;
  }

  #reject(batch: readonly Entry[], reason: Error): void {
    const rejection = Promise.reject(reason);
    rejection.catch(() => {});
    this.#validated.reject(reason);
    for (const { registration } of batch) registration.settle(rejection);
  }

  /** Pulumi identifies resources by name, type, and the types of their parents. */
  #findDuplicateNames(): string[] {
    const urns = new Set<string>();
    return this.#declared.flatMap(({ resource, declaration: { kind, resource: name } }) => {
      const urn = [...listParentTypes(resource as ResourceInternals), kind.token, name].join("$");
      if (!urns.has(urn)) {
        urns.add(urn);
        return [];
      }
      return [`${name} (${kind.token}): the resource name "${name}" is used twice; give each resource a unique name`];
    });
  }

  async #validateBatch(): Promise<void> {
    const batch = this.#takeBatch();
    if (!batch.length) return;
    const declared = await Promise.all(
      batch.map(async ({ resource, name, kind, args }) => ({
        resource,
        declaration: { kind, resource: name, fields: await resolveKnown(args) },
      })),
    );
    const isFirst = !this.#declared.length;
    this.#declared.push(...declared);
    const estate: Estate = {
      declarations: this.#declared.map(({ declaration }) => declaration),
      existing: this.#existing,
    };
    const chains = await Promise.all(
      this.#chains.map((chain) => resolveKnown({ ...chain }) as Promise<Fields & Chain>),
    );
    const clientDeclarations = { ...this.#clients, chains };
    const findings = [
      ...validateEstate(estate, this.#invariants),
      ...validateClientConfig(estate, clientDeclarations),
      ...(this.#isStackNexus ? validateRotations(estate, listRotatedUsers()) : []),
    ];
    const errors = [...findings.map(formatFinding), ...this.#findDuplicateNames()];
    if (errors.length) return this.#reject(batch, createRunError(formatErrors(errors, isFirst)));
    if (process.env[metadataVariable] && this.#isStackNexus)
      await pulumi.log.info(formatProgramMetadata(this.#invariants, this.#existing, clientDeclarations));
    this.#validated.resolve({ estate, clientDeclarations, resources: this.#declared.map(({ resource }) => resource) });
    this.#resolve(batch, declared, estate);
  }

  #resolve(batch: readonly Entry[], declared: readonly { declaration: Declaration }[], estate: Estate): void {
    const index = createReferenceIndex(estate);
    const resources = new Map(this.#declared.map(({ resource, declaration }) => [declaration, resource]));
    const repositories = listRepositories(estate)
      .flatMap(({ name, declaration }) => (declaration ? [name] : []))
      .sort();
    for (const [position, { registration, resource }] of batch.entries()) {
      const declaration = declared[position]?.declaration;
      const references = declaration ? listReferences(declaration) : [];
      const earlier = declaration?.kind.createdAfter ? listByFamily(estate, declaration.kind.createdAfter) : [];
      const targets = [...references.map(({ family, name }) => index.findDeclaration(family, name)), ...earlier];
      const dependencies = targets.flatMap((target) => (target && resources.get(target)) ?? []);
      registration.settle({
        dependencies: [...new Set(dependencies)].filter((dependency) => dependency !== resource),
        repositories,
        url: this.#getUrl(),
      });
    }
  }
}

/** Internals of Pulumi's resources that its types do not include. */
interface ResourceInternals {
  __parentResource?: ResourceInternals;
  __pulumiType?: string;
}

/** Returns the types of all parents, the outermost first. */
function listParentTypes({ __parentResource: parent }: ResourceInternals): string[] {
  return parent ? [...listParentTypes(parent), parent.__pulumiType ?? ""] : [];
}

const registriesWithBatch = new Set<ResourceRegistry>();

/** Registers nothing of the batches that are not validated yet, as the program failed. */
export function abandonPending(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  for (const registry of registriesWithBatch)
    registry.abandon(`nothing was changed, because the program failed: ${reason}`);
}

/** Pulumi prints the stack of errors that occur after the program has run. For these errors the message is enough. */
function createRunError(message: string): Error {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}

/** Resources of earlier, valid batches may have been created already. */
function formatErrors(errors: readonly string[], isFirst: boolean): string {
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  const lines = errors.map((error) => `  - ${error}`).join("\n");
  return `nothing ${isFirst ? "" : "more "}was changed, because the program has ${count}:\n${lines}`;
}

/** By stack or `Provider`, as one process may run a program several times. */
const registries = new WeakMap<object, ResourceRegistry>();
const ownerWithoutStack = {};

/** Returns the registry of one Nexus: of a `Provider`, or the stack's own (`undefined`). */
export function getRegistry(provider: pulumi.ProviderResource | undefined): ResourceRegistry {
  const owner = provider ?? pulumi.runtime.getStackResource() ?? ownerWithoutStack;
  const registry = registries.get(owner) ?? new ResourceRegistry(getStackUrl, true);
  registries.set(owner, registry);
  return registry;
}

/** Creates the registry of a `Provider`. */
export function createRegistry(provider: pulumi.ProviderResource, url: pulumi.Input<string>): void {
  registries.set(provider, new ResourceRegistry(() => url));
}

function listRotatedUsers(): string[] {
  return Object.keys(new pulumi.Config("nexus").getObject<object>("rotations") ?? {});
}

function getStackUrl(): string | undefined {
  return new pulumi.Config("nexus").get("url") ?? process.env.NEXUS_URL;
}
