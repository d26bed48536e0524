import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { type ClientConfigArgs, clientConfigArgsSchema } from "../client-config/client-config.ts";
import type { Invariant } from "../estate/invariants.ts";
import { formatPath } from "../util/json.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { declareStackProbe } from "./components/stack-probe.ts";
import { abandonPending, getRegistry } from "./resource-registry.ts";
import { ConfigurationError, parseConfiguration, type StackConfiguration } from "./stack-configuration.ts";

type Read<S extends z.ZodRawShape> = { [K in keyof S]: z.output<S[K]> };

/** What an estate is given to declare with. */
export interface Site<S extends z.ZodRawShape, U extends string> {
  /** The estate's own settings, as the stack configures them or by default. */
  settings: Read<S>;
  /** Where its proxies fetch from: the stack's `nexus:upstreams`. */
  upstreams: Readonly<Record<U, string>>;
  /** The configured password of a user (`nexus:passwords`), a secret; nothing where one is to be generated. */
  password(userId: string): pulumi.Output<string> | undefined;
}

/** What one Nexus holds, what varies by site, and what must hold whoever edits it. */
export interface EstateDeclaration<S extends z.ZodRawShape, U extends string> {
  settings?: S;
  upstreams?: readonly U[];
  invariants?: readonly Invariant[];
  /** What its clients are told and held to: how images are called, what may run. `nexus-iac client-config` writes it. */
  clientConfig?: ClientConfigArgs;
  /** Declares the resources. Synchronous: all that it declares is checked at once. What it returns are stack outputs. */
  declare(site: Site<S, U>): (pulumi.Inputs & { then?: never }) | undefined;
}

/** An estate, ready to be declared for the stack that is being run. */
export type EstateProgram = () => pulumi.Inputs | undefined;

/**
 * Defines an estate.
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
export function estate<S extends z.ZodRawShape = Record<never, never>, U extends string = never>(
  declaration: EstateDeclaration<S, U>,
): EstateProgram {
  return () => {
    const { settings, upstreams, declare, invariants = [], clientConfig = {} } = declaration;
    const site = configured({ settings: settings ?? {}, upstreams: upstreams ?? [] });
    getRegistry(undefined).addInvariants(invariants);
    getRegistry(undefined).setClients({ clients: site.clients, clientConfig: checkedParts(clientConfig) });
    const asked = new Set<string>();
    const password = (userId: string) => {
      asked.add(userId);
      return Object.hasOwn(site.passwords, userId) ? pulumi.secret(site.passwords[userId] ?? "") : undefined;
    };
    try {
      const outputs = declare({
        settings: site.settings as Read<S>,
        upstreams: site.upstreams as Record<U, string>,
        password,
      });
      refuseUnread(Object.keys(site.passwords), [...asked]);
      if (site.probe) declareStackProbe(outputs ?? {}, site.probe === "write");
      return outputs ?? undefined;
    } catch (error) {
      abandonPending(error);
      throw error;
    }
  };
}

function checkedParts(parts: ClientConfigArgs): ClientConfigArgs {
  const parsed = clientConfigArgsSchema.safeParse(parts);
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

/** A password that nobody asks for is most likely of a user whose name is written wrong. */
function refuseUnread(given: readonly string[], asked: readonly string[]): void {
  const unread = given.filter((userId) => !asked.includes(userId));
  if (!unread.length) return;
  const lines = unread.map(
    (userId) => `nexus:passwords.${userId} is of no user of this estate${suggestionFor(userId, asked)}`,
  );
  throw new pulumi.RunError(lines.join("\n"));
}

function configured(wants: { settings: z.ZodRawShape; upstreams: readonly string[] }): StackConfiguration {
  try {
    refusePlainSecrets();
    return parseConfiguration(readStackSettings(), wants);
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

/** Pulumi knows, and does not show it in its types. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** What is configured without --secret lies in clear in the stack's file, and in the state. */
function refusePlainSecrets(): void {
  for (const key of ["nexus:password", "nexus:passwords", "nexus:secrets"])
    if (pulumi.runtime.allConfig()[key] !== undefined && !isConfigSecret(key))
      throw new ConfigurationError(`${key} is configured in clear: set it with \`pulumi config set --secret\``);
}

/** The stack's configuration of the namespace `nexus`, without it: text, secrets included. */
export function readStackSettings(): Record<string, string> {
  const all = Object.entries(pulumi.runtime.allConfig());
  return Object.fromEntries(
    all.flatMap(([key, text]) => (key.startsWith("nexus:") ? [[key.slice("nexus:".length), text] as const] : [])),
  );
}
