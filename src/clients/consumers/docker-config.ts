import type { ConsumerContext, ConsumerCredentials, ConsumerFile } from "./consumer-context.ts";
import { encodeBasicAuth, formatJson } from "./file-encoding.ts";

/** Credentials by the address of a registry: `registry.example:5000`. */
export type RegistryCredentials = readonly (readonly [address: string, credentials: ConsumerCredentials])[];

/** Formats `config.json` for Docker, Podman, skopeo and crane, and for Kubernetes in a Secret. */
export function formatDockerConfig(auths: RegistryCredentials): string {
  return formatJson({
    auths: Object.fromEntries(
      toDockerConfigKeys(auths).map(([key, credentials]) => [key, { auth: encodeBasicAuth(credentials) }]),
    ),
  });
}

/**
 * Converts addresses to keys of `config.json`. Docker accepts only hosts as keys; the other tools and Kubernetes accept a
 * path too, which is included only if several users log in to the same host.
 */
export function toDockerConfigKeys<T extends Pick<ConsumerCredentials, "username">>(
  auths: readonly (readonly [address: string, user: T])[],
): [string, T][] {
  const getHost = (address: string) => address.split("/")[0] ?? address;
  const usersAt = (host: string) =>
    new Set(auths.filter(([address]) => getHost(address) === host).map(([, { username }]) => username));
  return auths.map(([address, user]) => {
    const host = getHost(address);
    return [usersAt(host).size > 1 ? address : host, user];
  });
}

/** Creates `config.json`. */
export function createDockerFiles(context: ConsumerContext): ConsumerFile[] {
  const { user, repositories } = context.getConsumer("docker");
  const credentials = context.getCredentials(user);
  const auths = repositories.map((repository) => [context.getRegistryAddress(repository), credentials] as const);
  return [{ path: "config.json", text: formatDockerConfig(auths), secret: true }];
}
