import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { clientConfigArgsSchema } from "../client-config/client-config.ts";
import type { ClientConfigArgs } from "../client-config/client-config-args.ts";
import type { Invariant } from "../estate/invariant.ts";
import { formatPath } from "../util/json.ts";
import { describeIssue } from "../util/schema-issues.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { declareStackProbe } from "./components/stack-probe.ts";
import { useCurrentConfiguration } from "./current-configuration.ts";
import { rejectPlainSecrets } from "./plain-secrets.ts";
import { abandonPending, getRegistry, startProgram } from "./resource-registry.ts";
import {
  ConfigurationError,
  type ConfigurationSpec,
  parseConfiguration,
  type StackConfiguration,
} from "./stack-configuration.ts";
import { expectEstateToRun, recordEstateRun } from "./unused-estate.ts";

/** A zod schema. Its types are not imported here, because they take a compiler longer than those of Pulumi. */
export interface SettingSchema {
  readonly "~standard": { readonly types?: { readonly output: unknown } | undefined };
}

/** Schemas of settings by name. */
export type SettingSchemas = Readonly<Record<string, SettingSchema>>;

type Settings<S extends SettingSchemas> = { [K in keyof S]: NonNullable<S[K]["~standard"]["types"]>["output"] };

/** The site-specific values that `declare` of an estate gets. */
export interface Site<S extends SettingSchemas, U extends string> {
  /** The values of the estate's own settings (`nexus:NAME`), or their defaults. */
  settings: Settings<S>;
  /** The URLs of the upstreams of proxies, from the stack's setting `nexus:upstreams`. */
  upstreams: Readonly<Record<U, string>>;
  /**
   * Returns the configured password of a user (`nexus:passwords`) as a secret. Returns nothing if none is configured; the
   * password is generated then.
   */
  password(userId: string): pulumi.Output<string> | undefined;
}

/** The definition of an {@link estate}. */
export interface EstateDeclaration<S extends SettingSchemas, U extends string> {
  /** The estate's own settings, as zod schemas by name. A stack sets them as `nexus:NAME`. Default: none. */
  settings?: S;
  /** Names of the upstreams of proxies. A stack must set each URL as `nexus:upstreams.NAME`. Default: none. */
  upstreams?: readonly U[];
  /** Rules that the estate must satisfy, from the module `invariants`. Default: none. */
  invariants?: readonly Invariant[];
  /**
   * Configuration for clients: consumers with their users, naming rules for images, allowed images. `nexus-iac
   * client-config` writes it together with the addresses of the repositories. Default: none.
   */
  clientConfig?: ClientConfigArgs;
  /**
   * Declares the resources and returns the stack outputs, or nothing. It must be synchronous, so that everything is validated at
   * once.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: TypeScript 5 infers void for a function without a return.
  declare(site: Site<S, U>): (pulumi.Inputs & { then?: never }) | undefined | void;
}

/** An estate that is ready to run: it declares everything for the current stack and returns the stack outputs. */
export type EstateProgram = () => pulumi.Inputs | undefined;

/**
 * Defines an estate: everything that one Nexus contains, the values that differ by site, and the invariants.
 *
 * The whole estate is validated before any resource is registered. Errors are reported together, and nothing is changed
 * then. A key of the stack's configuration that neither nexus-iac nor the estate knows is an error, too.
 *
 * ```ts
 * export default estate({
 *   upstreams: ["mavenCentral"],
 *   declare({ upstreams }) {
 *     const central = new maven.Proxy("maven-central", { proxy: { remoteUrl: upstreams.mavenCentral } });
 *     new maven.Group("maven-public", { group: { memberNames: [central.name] } });
 *   },
 * });
 * ```
 */
export function estate<S extends SettingSchemas = Record<never, never>, U extends string = never>(
  declaration: EstateDeclaration<S, U>,
): EstateProgram {
  expectEstateToRun();
  return () => {
    recordEstateRun();
    useCurrentConfiguration();
    const { settings, upstreams, declare, invariants = [], clientConfig = {} } = declaration;
    startProgram();
    const configuration = readConfiguration({ settings: toZodShape(settings ?? {}), upstreams: upstreams ?? [] });
    getRegistry(undefined).addInvariants(invariants);
    getRegistry(undefined).setClients({
      clients: configuration.clients,
      clientConfig: parseClientConfig(clientConfig),
    });
    const requestedUsers = new Set<string>();
    const password = (userId: string) => {
      requestedUsers.add(userId);
      return Object.hasOwn(configuration.passwords, userId)
        ? pulumi.secret(configuration.passwords[userId] ?? "")
        : undefined;
    };
    try {
      const outputs = declare({
        settings: configuration.settings as Settings<S>,
        upstreams: configuration.upstreams as Record<U, string>,
        password,
      });
      rejectUnusedPasswords(Object.keys(configuration.passwords), [...requestedUsers]);
      getRegistry(undefined).validateIfEmpty();
      if (configuration.probe) declareStackProbe(outputs ?? {}, configuration.probe === "write");
      return outputs ?? undefined;
    } catch (error) {
      abandonPending(error);
      throw error;
    }
  };
}

function toZodShape(settings: SettingSchemas): z.ZodRawShape {
  const entries = Object.entries(settings).map(([name, schema]) => {
    if (schema instanceof z.ZodType) return [name, schema] as const;
    throw new pulumi.RunError(
      `settings.${name} of the estate is not a zod schema. Use z of "nexus-iac/zod", such as z.string().optional()`,
    );
  });
  return Object.fromEntries(entries);
}

function parseClientConfig(clientConfig: ClientConfigArgs): ClientConfigArgs {
  const parsed = clientConfigArgsSchema.safeParse(clientConfig, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `clientConfig.${formatPath(path)}: ${message}`);
  throw new pulumi.RunError(lines.join("\n"));
}

/**
 * Asserts rules on everything that the program declares for one Nexus: while one is violated, nothing is registered, in a
 * preview and in an update. An estate states its rules as `invariants`; this function is for programs without `estate()`,
 * and for the Nexus of a {@link Provider}.
 *
 * ```ts
 * assertInvariants([invariants.neverCleaned("ocp-mirror")]);
 * ```
 *
 * @param options - `provider`: the Nexus that the rules are about. Default: the stack's own.
 */
export function assertInvariants(
  rules: readonly Invariant[],
  options: { provider?: pulumi.ProviderResource } = {},
): void {
  getRegistry(options.provider).addInvariants(rules);
}

/** A configured password that the estate does not request probably has a typing error in the user id. */
function rejectUnusedPasswords(configuredUsers: readonly string[], requestedUsers: readonly string[]): void {
  const unused = configuredUsers.filter((userId) => !requestedUsers.includes(userId));
  if (!unused.length) return;
  const lines = unused.map(
    (userId) => `nexus:passwords.${userId} is not used by the estate${suggestionFor(userId, requestedUsers)}`,
  );
  throw new pulumi.RunError(lines.join("\n"));
}

function readConfiguration(spec: ConfigurationSpec): StackConfiguration {
  rejectPlainSecrets();
  try {
    return parseConfiguration(readStackSettings(), spec);
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

/** Returns the stack's configuration in the namespace `nexus`, by key without the namespace. Secrets are included. */
export function readStackSettings(): Record<string, string> {
  const entries = Object.entries(pulumi.runtime.allConfig());
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (key.startsWith("nexus:") ? [[key.slice("nexus:".length), text] as const] : [])),
  );
}
