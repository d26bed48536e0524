import * as pulumi from "@pulumi/pulumi";
import { explicitProviderKey, resolveSettings, type SettingKey } from "../provider/settings.ts";
import { createRegistry } from "./resource-registry.ts";

/** How to reach a Nexus that is not the stack's own; each is explained with the stack's `nexus:` settings. */
export interface ProviderArgs {
  url: pulumi.Input<string>;
  username: pulumi.Input<string>;
  /** Kept as a secret. */
  password: pulumi.Input<string>;
  /** Kept as a secret. */
  initialPassword?: pulumi.Input<string>;
  initialPasswordFile?: pulumi.Input<string>;
  caFile?: pulumi.Input<string>;
  insecure?: pulumi.Input<boolean>;
  release?: pulumi.Input<string>;
  offline?: pulumi.Input<boolean>;
  onConflict?: pulumi.Input<"adopt" | "fail">;
  takePorts?: pulumi.Input<boolean>;
  parallel?: pulumi.Input<number>;
  timeout?: pulumi.Input<number>;
}

/**
 * One more Nexus in the same program. Resources that are given it live there; references between them stay within one
 * Nexus. The environment's NEXUS_ variables are for the stack's own, and do not count here.
 *
 * ```ts
 * const shared = new Provider("shared", { url: "https://shared.example", username: "admin", password });
 * new raw.Hosted("files", {}, { provider: shared });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, options?: pulumi.ResourceOptions) {
    const { password, initialPassword, ...rest } = args;
    const initial = initialPassword === undefined ? undefined : pulumi.secret(initialPassword);
    const texts = Object.entries({ ...rest, password: pulumi.secret(password), initialPassword: initial })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`nexus:${key}`, (pulumi.output(value) as pulumi.Output<unknown>).apply(String)] as const);
    refuseWrong(rest);
    super("pulumi-nodejs", name, { ...Object.fromEntries(texts), [explicitProviderKey]: name }, options);
    createRegistry(this, args.url);
  }
}

/** What is wrong with plain values is said where they are written, not by each resource that uses them. */
function refuseWrong(args: Partial<Record<SettingKey, unknown>>): void {
  const plain = Object.entries(args).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  try {
    resolveSettings(Object.fromEntries(plain.map(([key, value]) => [key, String(value)])), {});
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
