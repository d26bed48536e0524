import * as pulumi from "@pulumi/pulumi";
import type { Chain, ChainStage } from "../client-config/client-config.ts";
import type { ClientSettings } from "../client-config/client-settings.ts";
import type { ClientDeclarations } from "../estate/declared-client-config.ts";
import {
  type Declaration,
  type Estate,
  type Existing,
  getDeclaredIdentity,
  listByFamily,
  listCreatedEarlier,
  toEstate,
} from "../estate/estate.ts";
import { formatFinding, validateEstate } from "../estate/estate-validation.ts";
import type { Invariant } from "../estate/invariant.ts";
import { formatProgramMetadata, metadataVariable } from "../estate/program-metadata.ts";
import { ReferenceIndex } from "../estate/reference-index.ts";
import { listReferences, type Reference } from "../estate/references.ts";
import { validateRotations } from "../estate/rules/access-rules.ts";
import { validateClientConfig } from "../estate/rules/client-references.ts";
import { validateContentPermissions } from "../estate/rules/content-permissions.ts";
import type { Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";
import { type LateValues, resolveValues } from "./inputs.ts";
import { ConfigurationError, parseRotations } from "./stack-configuration.ts";
import { getParent, toUrn } from "./urns.ts";

/** The result of validation for one resource. Its registration with Pulumi waits for it. */
export interface RegistrationResult {
  /** The resources that create the objects to which it refers. */
  dependencies: pulumi.Resource[];
  /** Names of all declared repositories. */
  repositories: string[];
  /** The references to objects that the program does not create. */
  existing: Reference[] | undefined;
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
  /** Errors in the options of the resource. Default: none. */
  optionErrors?: readonly string[];
}

/** A declaration and the resource that it belongs to. Its fields are those of the last batch that contained it. */
interface DeclaredResource {
  registration: PendingRegistration;
  resource: pulumi.Resource;
  declaration: Declaration;
  values: LateValues;
}

/** A promotion chain whose repository names may be Outputs. */
export interface DeclaredChain extends Omit<Chain, "stages"> {
  stages: (Omit<ChainStage, "repository"> & { repository: pulumi.Input<string> })[];
}

/**
 * Collects everything that a program declares for one Nexus and validates it before any of it is registered with Pulumi,
 * in a preview and in an update without a preview. Everything declared in one turn of the event loop is one batch (an
 * estate is a synchronous function); an invalid batch changes nothing. A resource whose values become known later (an
 * output of another stack or resource) is in a second batch then, and registered after that. Each batch is validated
 * together with all earlier ones.
 */
export class ResourceRegistry {
  readonly #invariants: Invariant[] = [];
  readonly #existing: Existing[] = [];
  readonly #chains: LateValues[] = [];
  #clients: Omit<ClientDeclarations, "chains"> = { clients: {}, clientConfig: {} };
  readonly #declared = new Map<Declaration, DeclaredResource>();
  readonly #index = new ReferenceIndex();
  readonly #urns = new Map<string, DeclaredResource>();
  readonly #shownWarnings = new Set<string>();
  readonly #getUrl: () => pulumi.Input<string> | undefined;
  /** True for the stack's own Nexus, false for the Nexus of a `Provider`. */
  readonly #isStackNexus: boolean;
  readonly #validated = Promise.withResolvers<ValidatedProgram>();
  readonly #optionErrors: string[] = [];
  /** Resources to validate: new ones, and those of which a value has become known. */
  readonly #batch = new Set<DeclaredResource>();
  /** Resources that are not registered with Pulumi yet. */
  readonly #unregistered = new Set<DeclaredResource>();
  #metadata = "";
  #isScheduled = false;
  #hasValidated = false;
  #hasRegistered = false;
  /** The reason why nothing more is registered. */
  #rejection: Promise<never> | undefined;

  constructor(getUrl: () => pulumi.Input<string> | undefined, isStackNexus = false) {
    this.#getUrl = getUrl;
    this.#isStackNexus = isStackNexus;
    this.#validated.promise.catch(() => {});
  }

  /** Returns everything that is declared, when all its values are known for the first time. Rejects if it is invalid. */
  waitUntilValidated(): Promise<ValidatedProgram> {
    this.#schedule();
    return this.#validated.promise;
  }

  /**
   * Validates a program without resources at once, as no registration waits for the next turn.
   *
   * @throws RunError
   */
  validateIfEmpty(): void {
    if (!this.#declared.size) this.#validate([]);
  }

  /** True after the first batch, valid or not. */
  get hasValidated(): boolean {
    return this.#hasValidated;
  }

  /** The URL of the Nexus, if it is known. */
  get url(): pulumi.Input<string> | undefined {
    return this.#getUrl();
  }

  /** The stack's setting `nexus:clients`. Empty for the Nexus of a `Provider`. */
  get clients(): ClientSettings {
    return this.#clients.clients;
  }

  add({ registration, resource, name, kind, args, optionErrors = [] }: Entry): void {
    this.#optionErrors.push(...optionErrors.map((message) => `${name} (${kind.token}): ${message}`));
    const values = resolveValues(
      args,
      () => this.#enqueue(declared),
      (reason) => this.#drop(declared, reason),
    );
    const declaration: Declaration = { kind, resource: name, fields: {} };
    const declared: DeclaredResource = { registration, resource, declaration, values };
    this.#declared.set(declaration, declared);
    this.#unregistered.add(declared);
    this.#enqueue(declared);
  }

  addExisting(existing: Existing): void {
    this.#existing.push(existing);
    this.#index.addExisting(existing);
  }

  addInvariants(invariants: readonly Invariant[]): void {
    this.#invariants.push(...invariants);
  }

  setClients(clients: Omit<ClientDeclarations, "chains">): void {
    this.#clients = clients;
  }

  addChain(chain: DeclaredChain): void {
    this.#chains.push(resolveValues({ ...chain }));
  }

  /** Registers nothing of what is not registered yet, as the program failed before it was complete. */
  abandon(reason: string): void {
    this.#batch.clear();
    for (const { declaration } of this.#unregistered) this.#declared.delete(declaration);
    this.#reject(Promise.reject(createRunError(reason)));
  }

  #enqueue(declared: DeclaredResource): void {
    if (!this.#unregistered.has(declared)) return;
    this.#batch.add(declared);
    this.#schedule();
  }

  /** Does not register a resource with a value that was rejected. Pulumi reports the reason. */
  #drop(declared: DeclaredResource, reason: unknown): void {
    this.#batch.delete(declared);
    this.#unregistered.delete(declared);
    this.#validated.reject(reason);
    declared.registration.settle(Promise.reject(reason));
  }

  /** Values that are known before the deployment, such as configuration and names of resources, resolve by the next turn. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => setImmediate(() => void this.#validateBatch()));
  }

  #reject(rejection: Promise<never>): void {
    rejection.catch((reason) => this.#validated.reject(reason));
    for (const { registration } of this.#unregistered) registration.settle(rejection);
    this.#unregistered.clear();
  }

  /** Pulumi identifies resources by name, type, and the types of their parents. */
  #findDuplicateNames(batch: readonly DeclaredResource[]): string[] {
    return batch.flatMap((declared) => {
      const { kind, resource: name } = declared.declaration;
      const urn = toUrn(getParent(declared.resource), kind.token, name);
      const first = this.#urns.get(urn) ?? declared;
      this.#urns.set(urn, first);
      if (first === declared) return [];
      return [`${name} (${kind.token}): the resource name "${name}" is used twice; give each resource a unique name`];
    });
  }

  async #validateBatch(): Promise<void> {
    this.#isScheduled = false;
    this.#hasValidated = true;
    const batch = [...this.#batch];
    this.#batch.clear();
    if (this.#rejection) return this.#reject(this.#rejection);
    for (const { declaration, values } of batch) {
      declaration.fields = values.read();
      this.#index.addDeclaration(declaration);
    }
    const known = batch.filter(({ values }) => !values.isPending());
    try {
      const program = this.#validate(batch);
      if (process.env[metadataVariable] && this.#isStackNexus) await this.#logMetadata(program);
      this.#register(known, program.estate);
      if (!this.#unregistered.size) this.#validated.resolve(program);
    } catch (error) {
      this.#rejection = Promise.reject(error);
      this.#reject(this.#rejection);
    }
  }

  /** Logs the metadata for the CLI. Most batches do not change them. */
  async #logMetadata({ clientDeclarations }: ValidatedProgram): Promise<void> {
    const metadata = formatProgramMetadata(this.#invariants, this.#existing, clientDeclarations);
    if (metadata === this.#metadata) return;
    this.#metadata = metadata;
    await pulumi.log.info(metadata);
  }

  /**
   * Validates a batch together with all earlier ones.
   *
   * @throws RunError with all violations
   */
  #validate(batch: readonly DeclaredResource[]): ValidatedProgram {
    const estate = toEstate([...this.#declared.keys()], this.#existing);
    const changed = batch.map(({ declaration }) => declaration).filter(({ kind }) => !kind.absenceOf);
    const scope = { changed, index: this.#index };
    const chains = this.#chains.map((chain) => chain.read() as Fields & Chain);
    const clientDeclarations = { ...this.#clients, chains };
    const findings = [
      ...validateEstate(estate, this.#invariants, scope),
      ...(new pulumi.Config("nexus").getBoolean("deleteContent") ? [] : validateContentPermissions(estate)),
      ...validateClientConfig(estate, clientDeclarations),
      ...(this.#isStackNexus ? validateRotations(estate, listRotatedUsers()) : []),
    ];
    const errors = [
      ...findings.filter(({ severity }) => severity !== "warning").map(formatFinding),
      ...this.#optionErrors,
      ...this.#findDuplicateNames(batch),
    ];
    if (errors.length) throw createRunError(formatErrors(errors, this.#hasRegistered));
    this.#warn(findings.filter(({ severity }) => severity === "warning").map(formatFinding));
    const resources = [...this.#declared.values()].map(({ resource }) => resource);
    return { estate, clientDeclarations, resources };
  }

  /** Shows each warning once, also if a later batch is validated together with this one. */
  #warn(warnings: readonly string[]): void {
    for (const warning of warnings) if (!this.#shownWarnings.has(warning)) void pulumi.log.warn(warning);
    for (const warning of warnings) this.#shownWarnings.add(warning);
  }

  #register(known: readonly DeclaredResource[], estate: Estate): void {
    let repositories: string[] | undefined;
    // Only repositories with a connector read the list.
    const getRepositories = () => {
      repositories ??= listByFamily(estate, "repository").map(getDeclaredIdentity).sort();
      return repositories;
    };
    for (const declared of known) {
      const { declaration, registration, resource } = declared;
      const references = listReferences(declaration);
      const existing = references.filter(({ family, name }) => this.#index.isExisting(family, name));
      const targets = [
        ...references.map(({ family, name }) => this.#index.findDeclaration(family, name)),
        ...listCreatedEarlier(estate, declaration.kind),
      ];
      const dependencies = targets.flatMap((target) => (target && this.#declared.get(target)?.resource) ?? []);
      this.#unregistered.delete(declared);
      this.#hasRegistered = true;
      registration.settle({
        dependencies: [...new Set(dependencies)].filter((dependency) => dependency !== resource),
        get repositories() {
          return getRepositories();
        },
        existing: existing.length ? existing : undefined,
        url: this.url,
      });
    }
  }
}

/** The registries of a program by `Provider`; that of the stack's own Nexus has the key undefined. */
type ProgramRegistries = Map<pulumi.ProviderResource | undefined, ResourceRegistry>;

/** One process may run programs one after another and side by side: inline programs of the Automation API, and tests. */
const programs = new WeakMap<object, ProgramRegistries>();
const outsideOfPrograms = {};
const providerUrls = new WeakMap<pulumi.ProviderResource, pulumi.Input<string>>();

/** Returns what identifies the running program: its stack or, with Pulumi's mocks, which have none, the mocked engine. */
function getProgram(): object {
  return pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? outsideOfPrograms;
}

function getRegistries(): ProgramRegistries {
  const program = getProgram();
  const registries: ProgramRegistries = programs.get(program) ?? new Map();
  programs.set(program, registries);
  return registries;
}

/** Returns the registry of one Nexus: of a `Provider`, or the stack's own (`undefined`). */
export function getRegistry(provider: pulumi.ProviderResource | undefined): ResourceRegistry {
  const registries = getRegistries();
  const url = provider && providerUrls.get(provider);
  const registry =
    registries.get(provider) ??
    (url === undefined ? new ResourceRegistry(getStackUrl, true) : new ResourceRegistry(() => url));
  registries.set(provider, registry);
  return registry;
}

/** Sets the URL of the Nexus of a `Provider`. */
export function setProviderUrl(provider: pulumi.ProviderResource, url: pulumi.Input<string>): void {
  providerUrls.set(provider, url);
}

/** Starts a program that is complete in itself. With mocks, several tests may run programs in the same mocked engine. */
export function startProgram(): void {
  const isMocked = pulumi.runtime.getStackResource() === undefined;
  if (isMocked && [...getRegistries().values()].some((registry) => registry.hasValidated))
    programs.delete(getProgram());
}

/** Registers nothing of what is not registered yet, as the program failed. Other programs of the process go on. */
export function abandonPending(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  for (const registry of getRegistries().values())
    registry.abandon(`nothing was changed, because the program failed: ${reason}`);
}

/** Pulumi prints the stack of errors that occur after the program has run. For these errors the message is enough. */
function createRunError(message: string): Error {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}

/** Resources of earlier, valid batches may have been created already. */
function formatErrors(errors: readonly string[], hasRegistered: boolean): string {
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  const lines = errors.map((error) => `  - ${error}`).join("\n");
  return `nothing ${hasRegistered ? "more " : ""}was changed, because the program has ${count}:\n${lines}`;
}

function listRotatedUsers(): string[] {
  return Object.keys(readRotations());
}

/** Returns the stack's setting `nexus:rotations`: a text by user id. */
export function readRotations(): Record<string, string> {
  try {
    return parseRotations(new pulumi.Config("nexus").getObject("rotations"));
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

function getStackUrl(): string | undefined {
  return new pulumi.Config("nexus").get("url") ?? process.env.NEXUS_URL;
}
