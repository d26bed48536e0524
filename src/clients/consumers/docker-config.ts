import type { ConsumerContext, ConsumerCredentials, ConsumerFile } from "./consumer-context.ts";
import { encodeBasicAuth, formatJson } from "./file-encoding.ts";

/** Credentials for addresses of registries: `registry.example:5000`. */
export type RegistryCredentials = readonly (readonly [address: string, credentials: ConsumerCredentials])[];

/** `config.json` as Docker, Podman, skopeo and crane read it, and Kubernetes in a Secret. */
export function formatDockerConfig(auths: RegistryCredentials): string {
  return formatJson({
    auths: Object.fromEntries(toDockerConfigKeys(auths).map(([key, who]) => [key, { auth: encodeBasicAuth(who) }])),
  });
}

/**
 * Docker knows registries by their hosts alone; the others and Kubernetes by what stands behind the host, too, which is
 * left out unless another user comes to the same host.
 */
export function toDockerConfigKeys<T extends Pick<ConsumerCredentials, "username">>(
  auths: readonly (readonly [address: string, who: T])[],
): [string, T][] {
  const hostOf = (address: string) => address.split("/")[0] ?? address;
  const usersAt = (host: string) =>
    new Set(auths.filter(([address]) => hostOf(address) === host).map(([, { username }]) => username));
  return auths.map(([address, who]) => {
    const host = hostOf(address);
    return [usersAt(host).size > 1 ? address : host, who];
  });
}

export function createDockerFiles(site: ConsumerContext): ConsumerFile[] {
  const { user, repositories } = site.getConsumer("docker");
  const who = site.getCredentials(user);
  const auths = repositories.map((repository) => [site.getRegistryAddress(repository), who] as const);
  return [{ path: "config.json", text: formatDockerConfig(auths), secret: true }];
}
