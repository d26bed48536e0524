import type { LocalRegistry } from "../../../client-config/local-registry.ts";

/** Creates the containerd files of a cluster's nodes, by path. With them, nodes pull without a login from both addresses. */
export function createNodeFiles({ push, pull, tlsSecret, address }: LocalRegistry): Record<string, string> {
  const server = `${tlsSecret === undefined ? "http" : "https"}://${pull}`;
  const text = [`server = "${server}"`, "", `[host."${server}"]`, '  capabilities = ["pull", "resolve"]', ""].join(
    "\n",
  );
  return {
    // Image references contain the push address.
    [`etc/containerd/certs.d/${push}/hosts.toml`]: text,
    [`etc/containerd/certs.d/${pull}/hosts.toml`]: text,
    ...(address !== undefined && { hosts: `${address} ${pull} ${push}\n` }),
  };
}
