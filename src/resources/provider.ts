import * as pulumi from "@pulumi/pulumi";
import { explicitProviderKey, resolveSettings, type SettingKey } from "../provider/settings.ts";
import { findOptionErrors } from "./options.ts";
import { rejectPlainSecrets } from "./plain-secrets.ts";
import { setProviderUrl } from "./resource-registry.ts";

/** The connection and settings of a {@link Provider}. Each corresponds to the stack's setting `nexus:NAME`. */
export interface ProviderArgs {
  /** An http or https URL, with the context path of Nexus if it has one. */
  url: pulumi.Input<string>;
  username: pulumi.Input<string>;
  /** Stored as a secret. */
  password: pulumi.Input<string>;
  /** The password of a new Nexus, which is changed to `password`. Stored as a secret. */
  initialPassword?: pulumi.Input<string>;
  /** A file with the password of a new Nexus, such as its `admin.password`; relative to the project's folder. */
  initialPasswordFile?: pulumi.Input<string>;
  /** A PEM file of certificates to trust in addition to those of the system; relative to the project's folder. */
  caFile?: pulumi.Input<string>;
  /** A PEM file with the certificate that a reverse proxy asks for (mutual TLS); relative to the project's folder. */
  clientCert?: pulumi.Input<string>;
  /** The PEM file with the key of `clientCert`, without a passphrase; relative to the project's folder. */
  clientKey?: pulumi.Input<string>;
  /** Skips the check of the server's certificate. Default: false. */
  insecure?: pulumi.Input<boolean>;
  /** The release of Nexus, if a reverse proxy removes the header that contains it: `3.94.0` or `3.94.0 PRO`. */
  release?: pulumi.Input<string>;
  /** Previews do not connect to Nexus. Default: false. */
  offline?: pulumi.Input<boolean>;
  /** The action if a declared object already exists: `adopt` updates it, `fail` is an error. Default: `adopt`. */
  onConflict?: pulumi.Input<"adopt" | "fail">;
  /** Keeps adopted objects in Nexus when their resources are deleted. Default: false. */
  keepAdopted?: pulumi.Input<boolean>;
  /** Takes a connector port from a repository that the program does not declare. Default: false. */
  takePorts?: pulumi.Input<boolean>;
  /** The maximum number of concurrent requests, 1 to 64. Default: 16. */
  parallel?: pulumi.Input<number>;
  /** The timeout of a request in seconds, 1 to 3600. Default: 60. */
  timeout?: pulumi.Input<number>;
  /**
   * The time in seconds, 0 to 3600, in which requests are repeated while Nexus does not respond, is not ready (503), or
   * limits requests (429). 0 disables retries. Default: 180.
   */
  retryFor?: pulumi.Input<number>;
}

/**
 * Represents an additional Nexus in the same program. Resources with this provider are created there. References between
 * resources must stay within one Nexus. The environment variables `NEXUS_*` apply only to the stack's own Nexus.
 *
 * Invalid plain values are reported as an error when the provider is constructed.
 *
 * ```ts
 * const shared = new Provider("shared", { url: "https://shared.example", username: "admin", password });
 * new raw.Hosted("files", {}, { provider: shared });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, options?: pulumi.ResourceOptions) {
    rejectPlainSecrets();
    const [error] = findOptionErrors(options ?? {});
    if (error !== undefined) throw new pulumi.RunError(`${name} (Provider): ${error}`);
    const { password, initialPassword, ...plainArgs } = args;
    const initial = initialPassword === undefined ? undefined : pulumi.secret(initialPassword);
    const deleteContent = new pulumi.Config("nexus").getBoolean("deleteContent") || undefined;
    const secrets = { password: pulumi.secret(password), initialPassword: initial };
    const inputs = Object.entries({ ...plainArgs, ...secrets, deleteContent })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`nexus:${key}`, (pulumi.output(value) as pulumi.Output<unknown>).apply(String)] as const);
    validatePlainValues(plainArgs);
    super("pulumi-nodejs", name, { ...Object.fromEntries(inputs), [explicitProviderKey]: name }, options);
    setProviderUrl(this, args.url);
  }
}

/** Reports invalid values once, here, instead of for each resource of the provider. */
function validatePlainValues(args: Partial<Record<SettingKey, unknown>>): void {
  const plainValues = Object.entries(args).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  try {
    resolveSettings(Object.fromEntries(plainValues.map(([key, value]) => [key, String(value)])), {});
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}
