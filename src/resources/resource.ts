import * as pulumi from "@pulumi/pulumi";
import type { ClientSettings } from "../client-config/client-settings.ts";
import type { FormerNames, Kind } from "../model/kind.ts";
import { findPathsWith } from "../model/shape.ts";
import { stateSchema } from "../model/stored-state.ts";
import type { Fields } from "../util/json.ts";
import { rejectUndeclarableValues } from "./declarable-values.ts";
import { handlerFor } from "./handler.ts";
import { digestKnown, isOutputLike, markSecrets } from "./inputs.ts";
import { findOptionErrors, resolveIgnoredPaths, unsupportedOptions } from "./options.ts";
import { rejectPlainSecrets } from "./plain-secrets.ts";
import { getRegistry, PendingRegistration, type ResourceRegistry, readRotations } from "./resource-registry.ts";
import { omitSdkDiagnostics } from "./sdk-diagnostics.ts";
import { createAliases } from "./urns.ts";

omitSdkDiagnostics();

/** Pulumi's options of a resource: `provider`, `dependsOn`, `protect`, ... */
export type Options = pulumi.CustomResourceOptions;

/** The names of outputs that are not declared: secrets, and others. */
interface ComputedNames {
  secret?: readonly string[];
  plain?: readonly string[];
}

/** Represents an object of Nexus. The base class of all resources. */
export abstract class NexusResource extends pulumi.CustomResource {
  readonly #registry: ResourceRegistry;

  /**
   * @internal
   * @param computed - the names of outputs that are not declared
   */
  constructor(kind: Kind, name: string, args: object, options: Options = {}, computed: ComputedNames = {}) {
    rejectPlainSecrets();
    rejectUndeclarableValues(kind, name, args);
    const declared = addDefaults(kind, name, { ...args });
    const registration = new PendingRegistration();
    const type = toPulumiType(kind.token);
    const aliases = createAliases(options.parent, type, name, registration.result);
    const ignored = resolveIgnoredPaths(kind, declared, options.ignoreChanges);
    const inputs = toInputs(kind, declared, computed);
    const metadata = toMetadata(kind, declared, registration, ignored.paths);
    super(
      type,
      name,
      hasTransformations(options) ? Object.assign(inputs, metadata) : inputs,
      toOptions(kind, declared, { ...options, ignoreChanges: ignored.paths }, registration, computed, aliases),
    );
    // The SDK creates an Output for each input here, and serializes the inputs in a later turn. Each takes several kilobytes, and
    // nothing reads those of metadata, so the metadata follow.
    Object.assign(inputs, metadata);
    const optionErrors = [...findOptionErrors(options), ...ignored.errors];
    this.#registry = getRegistry(this.getProvider(type));
    this.#registry.add({ registration, resource: this, name, kind, args: declared, optionErrors });
  }

  /** Returns an Output that is known at once. Resources that use it depend on this resource. */
  protected toDependentOutput<T = string>(value: unknown): pulumi.Output<T> {
    return createDependentOutput(this, value);
  }

  /**
   * Returns the URL of the resource's Nexus, without a slash at the end, and the stack's addresses for clients.
   *
   * @internal
   */
  protected getNexusAddress(): { url: pulumi.Output<string>; clients: ClientSettings } {
    const { url, clients } = this.#registry;
    return { url: pulumi.output(url ?? "").apply((text) => text.replace(/\/+$/, "")), clients };
  }
}

/** Represents an object of Nexus that is identified by a field `name`. */
export abstract class NamedResource extends NexusResource {
  /** The name in Nexus. Use it to refer to the object: what refers to it is created after it. */
  readonly name: pulumi.Output<string>;

  /** @internal */
  constructor(kind: Kind, name: string, args: { name?: unknown }, options?: Options) {
    super(kind, name, args, options);
    this.name = this.toDependentOutput(args.name ?? name);
  }
}

/** The parameters of a class: `args` can be omitted if it has no required field. */
export type ClassParameters<A> =
  Record<string, never> extends A ? [args?: A, options?: Options] : [args: A, options?: Options];

/** The base class of the resources of a kind, whose arguments are `A`. */
export type ResourceClass<A, R> = abstract new (name: string, ...parameters: ClassParameters<A>) => R;

/**
 * Creates the base class of a kind: `class Email extends resourceClass<EmailArgs>(email) {}`.
 *
 * @internal
 */
export function resourceClass<A extends object>(kind: Kind): ResourceClass<A, NexusResource> {
  abstract class OfKind extends NexusResource {
    constructor(name: string, ...[args, options]: ClassParameters<A>) {
      super(kind, name, args ?? {}, options);
    }
  }
  return OfKind;
}

/**
 * Creates the base class of a kind that is identified by a field `name`.
 *
 * @internal
 */
export function namedResourceClass<A extends { name?: unknown }>(kind: Kind): ResourceClass<A, NamedResource> {
  abstract class OfKind extends NamedResource {
    constructor(name: string, ...[args, options]: ClassParameters<A>) {
      super(kind, name, args ?? {}, options);
    }
  }
  return OfKind;
}

function addDefaults(kind: Kind, name: string, args: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const declared: Record<string, unknown> = { ...(kind.identity !== undefined && { [kind.identity]: name }), ...given };
  const { login } = kind;
  if (!login || given[login.password] !== undefined || given.rotation !== undefined) return declared;
  const rotation = getRotation(declared[login.user]);
  return { ...declared, ...(rotation && { rotation }) };
}

/** Joins the rotation of the stack and of the user. A new value of either generates a new password. */
function getRotation(user: unknown): string {
  const rotations = readRotations();
  const userRotation = typeof user === "string" && Object.hasOwn(rotations, user) ? rotations[user] : undefined;
  return [new pulumi.Config("nexus").get("rotation"), userRotation].filter(Boolean).join(" ");
}

function toInputs(
  kind: Kind,
  declared: Record<string, unknown>,
  { secret = [], plain = [] }: ComputedNames,
): pulumi.Inputs {
  // Pulumi sets a property of the resource for each input. Unknown names are refused by the validation.
  const known = Object.entries(declared).filter(([field]) => kind.shape.fields?.[field]);
  return {
    ...(markSecrets(kind.shape, Object.fromEntries(known)) as Fields),
    ...Object.fromEntries([...secret, ...plain].map((name) => [name, undefined])),
  };
}

/** Returns true if functions of the program replace the inputs of the resource at its construction. */
function hasTransformations({ transformations = [], parent = pulumi.runtime.getStackResource() }: Options): boolean {
  const inherited = (parent as { __transformations?: readonly unknown[] } | undefined)?.__transformations ?? [];
  return transformations.length + inherited.length > 0;
}

/** Returns the inputs that are not fields of the kind. The provider reads them. */
function toMetadata(
  kind: Kind,
  declared: Record<string, unknown>,
  registration: PendingRegistration,
  ignored: readonly string[],
): pulumi.Inputs {
  return {
    ...(mayHaveConnector(kind, declared) && {
      __repositories: registration.result.then(({ repositories }) => repositories),
    }),
    __existing: registration.result.then(({ existing }) => existing as object[] | undefined),
    ...(ignored.length && { __ignored: ignored }),
    __digests: digestKnown(declared, ignored),
    __stack: pulumi.getStack(),
    __schema: stateSchema,
    __nexus: registration.result.then(({ url }) => url as string | undefined),
    __provider: handlerFor(kind.name),
  };
}

/** Returns true if a connector port is declared, or if a value that is not known yet may contain one. */
function mayHaveConnector(kind: Kind, declared: Record<string, unknown>): boolean {
  return findPathsWith(kind.shape, "connectorPort").some((path) => {
    const [part = "", field = ""] = path.split(".");
    const settings = declared[part];
    if (typeof settings !== "object" || settings === null) return false;
    return isOutputLike(settings) || (settings as Record<string, unknown>)[field] !== undefined;
  });
}

function toOptions(
  kind: Kind,
  declared: Record<string, unknown>,
  options: Options,
  registration: PendingRegistration,
  { secret = [] }: ComputedNames,
  aliases: readonly pulumi.Input<pulumi.Alias>[],
): Options {
  const keepsContent =
    kind.holdsContent && !declared.allowContentLoss && !new pulumi.Config("nexus").getBoolean("deleteContent");
  return {
    ...options,
    ...Object.fromEntries(unsupportedOptions.map((option) => [option, undefined])),
    aliases: [...(options.aliases ?? []), ...(kind.formerly ?? []).map(toAlias), ...aliases],
    // Components may pass the option with the value undefined.
    ...(keepsContent && options.retainOnDelete === undefined && { retainOnDelete: true }),
    additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), ...secret],
    dependsOn: resolveDependencies(options.dependsOn, registration),
  };
}

function toAlias({ token }: FormerNames): pulumi.Alias {
  return { type: toPulumiType(token) };
}

/** Dynamic resources have types in the package of the Node.js SDK. */
function toPulumiType(token: string): string {
  return `pulumi-nodejs:${token}`;
}

/**
 * The engine registers a resource when its dependencies are known, so registration waits for the result of validation. If
 * validation fails, this promise rejects with the reason.
 */
async function resolveDependencies(
  given: Options["dependsOn"],
  registration: PendingRegistration,
): Promise<pulumi.Input<pulumi.Resource>[]> {
  const { dependencies } = await registration.result;
  // Pulumi accepts lists within the list.
  return given === undefined ? dependencies : [given as pulumi.Input<pulumi.Resource>, ...dependencies];
}

type OutputConstructor = new <T>(
  resources: Set<pulumi.Resource>,
  value: Promise<unknown>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  allResources: Promise<Set<pulumi.Resource>>,
) => pulumi.Output<T>;

/**
 * The outputs of a resource are known only after its registration, which waits for the validation of all declarations.
 * Validation needs the names that other declarations refer to, so these must be known before. Pulumi offers no other way
 * to create an Output that carries a dependency.
 */
function createDependentOutput<T>(resource: pulumi.Resource, value: unknown): pulumi.Output<T> {
  const output = pulumi.output(value) as pulumi.Output<T> & {
    promise(): Promise<unknown>;
    isKnown: Promise<boolean>;
    isSecret: Promise<boolean>;
  };
  const resources = new Set([resource]);
  const Output = pulumi.Output as unknown as OutputConstructor;
  return new Output(resources, output.promise(), output.isKnown, output.isSecret, Promise.resolve(resources));
}
