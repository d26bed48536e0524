import type { ConsumerFile, Credentials, Site } from "./site.ts";
import { basic, json } from "./text.ts";

/** Credentials for addresses of registries: `registry.example:5000`. */
export type Auths = readonly (readonly [address: string, credentials: Credentials])[];

/** `config.json` as Docker, Podman, skopeo and crane read it, and Kubernetes in a Secret. */
export function dockerConfig(auths: Auths): string {
  return json({ auths: Object.fromEntries(keyed(auths).map(([key, who]) => [key, { auth: basic(who) }])) });
}

/**
 * Docker knows registries by their hosts alone; the others and Kubernetes by what stands behind the host, too, which is
 * left out unless another user comes to the same host.
 */
export function keyed<T extends Pick<Credentials, "username">>(
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

export function dockerFiles(site: Site): ConsumerFile[] {
  const { user, repositories } = site.declared("docker");
  const who = site.credentials(user);
  const auths = repositories.map((repository) => [site.registry(repository), who] as const);
  return [{ path: "config.json", text: dockerConfig(auths), secret: true }];
}
