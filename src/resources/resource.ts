import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ContentControls, Controls, Kind } from "../model/kind.ts";
import { findPathsWith } from "../model/shape.ts";
import type { Fields } from "../util/json.ts";
import { handlerFor } from "./handler.ts";
import { type DeepInput, isOutputLike, markSecrets } from "./inputs.ts";
import { getRegistry, PendingRegistration } from "./resource-registry.ts";

export type Options = pulumi.CustomResourceOptions;

type Declared<S extends z.ZodObject> = { [K in keyof z.input<S>]: DeepInput<z.input<S>[K]> };
type Control<C extends z.ZodRawShape> = { [K in keyof C]?: z.input<C[K]> };

/** What a resource of a kind takes: the kind's fields, the identity by default the resource's own name. */
export type Args<S extends z.ZodObject, Identity extends string = never> = Omit<Declared<S>, Identity> &
  Partial<Pick<Declared<S>, Identity & keyof Declared<S>>> &
  Control<Controls>;

/** The same for kinds whose change or deletion can lose content. */
export type ContentArgs<S extends z.ZodObject, Identity extends string = never> = Args<S, Identity> &
  Control<ContentControls>;

/** Something in Nexus, as the program wants it to be. */
export abstract class NexusResource extends pulumi.CustomResource {
  constructor(kind: Kind, name: string, args: object, options: Options = {}, computed: readonly string[] = []) {
    const declared = declaredArgs(kind, name, { ...args });
    const ticket = new PendingRegistration();
    const type = `pulumi-nodejs:${kind.token}`;
    super(type, name, inputs(kind, declared, ticket, computed), optionsFor(kind, declared, options, ticket, computed));
    getRegistry(this.getProvider(type)).add({ ticket, resource: this, name, kind, args: declared });
  }

  /** An Output that is known at once and makes whoever uses it depend on this resource. */
  protected named(value: unknown): pulumi.Output<string> {
    return dependingOn(this, value);
  }
}

/** What Nexus tells apart by a field `name`. */
export abstract class NamedResource extends NexusResource {
  /** Refer to it by this, and what refers is made after it. */
  readonly name: pulumi.Output<string>;

  constructor(kind: Kind, name: string, args: { name?: unknown }, options?: Options) {
    super(kind, name, args, options);
    this.name = this.named(args.name ?? name);
  }
}

function declaredArgs(kind: Kind, name: string, args: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const declared: Record<string, unknown> = { ...(kind.identity !== undefined && { [kind.identity]: name }), ...given };
  const { login } = kind;
  if (!login || given[login.password] !== undefined || given.rotation !== undefined) return declared;
  const rotation = rotationOf(declared[login.user]);
  return { ...declared, ...(rotation && { rotation }) };
}

/** The stack's, and the user's own beside it: a new one of either makes a new password. */
function rotationOf(user: unknown): string {
  const settings = new pulumi.Config("nexus");
  const own = settings.getObject<Record<string, string>>("rotations") ?? {};
  const users = typeof user === "string" && Object.hasOwn(own, user) ? own[user] : undefined;
  return [settings.get("rotation"), users].filter(Boolean).join(" ");
}

function inputs(
  kind: Kind,
  declared: Record<string, unknown>,
  ticket: PendingRegistration,
  computed: readonly string[],
): pulumi.Inputs {
  return {
    ...(markSecrets(kind.shape, declared) as Fields),
    ...Object.fromEntries(computed.map((name) => [name, undefined])),
    ...(mayHaveConnector(kind, declared) && {
      __repositories: ticket.result.then(({ repositories }) => repositories),
    }),
    __nexus: ticket.result.then(({ url }) => url as string | undefined),
    __provider: handlerFor(kind.name),
  };
}

/** Whether a port is declared, or what is not known yet may hold one. */
function mayHaveConnector(kind: Kind, declared: Record<string, unknown>): boolean {
  return findPathsWith(kind.shape, "connectorPort").some((path) => {
    const [part = "", field = ""] = path.split(".");
    const settings = declared[part];
    if (typeof settings !== "object" || settings === null) return false;
    return isOutputLike(settings) || (settings as Record<string, unknown>)[field] !== undefined;
  });
}

function optionsFor(
  kind: Kind,
  declared: Record<string, unknown>,
  options: Options,
  ticket: PendingRegistration,
  computed: readonly string[],
): Options {
  const keepsContent =
    kind.holdsContent && !declared.allowContentLoss && !new pulumi.Config("nexus").getBoolean("deleteContent");
  return {
    ...options,
    // Options that components pass on may be there and undefined.
    ...(keepsContent && options.retainOnDelete === undefined && { retainOnDelete: true }),
    additionalSecretOutputs: [...(options.additionalSecretOutputs ?? []), ...computed],
    dependsOn: dependencies(options.dependsOn, ticket),
  };
}

/** The engine registers a resource when it knows what it depends on: it learns that, or why nothing is made, from the verdict. */
async function dependencies(
  given: Options["dependsOn"],
  ticket: PendingRegistration,
): Promise<pulumi.Input<pulumi.Resource>[]> {
  const { dependencies } = await ticket.result;
  // Pulumi takes lists within the list.
  return given === undefined ? dependencies : [given as pulumi.Input<pulumi.Resource>, ...dependencies];
}

type OutputConstructor = new (
  resources: Set<pulumi.Resource>,
  value: Promise<unknown>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  allResources: Promise<Set<pulumi.Resource>>,
) => pulumi.Output<string>;

/**
 * A resource's own outputs are known when it is registered, and it is registered when all declarations are known: names
 * that others refer to must be known before. Pulumi offers no other way to an Output that carries a dependency.
 */
function dependingOn(resource: pulumi.Resource, value: unknown): pulumi.Output<string> {
  const given = pulumi.output(value) as pulumi.Output<string> & {
    promise(): Promise<unknown>;
    isKnown: Promise<boolean>;
    isSecret: Promise<boolean>;
  };
  const resources = new Set([resource]);
  const Output = pulumi.Output as unknown as OutputConstructor;
  return new Output(resources, given.promise(), given.isKnown, given.isSecret, Promise.resolve(resources));
}
