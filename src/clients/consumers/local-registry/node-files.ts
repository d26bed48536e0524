/** What a cluster's nodes need, so that they pull without a login whatever name an image has. */
import type { LocalRegistry } from "../../../client-config/local-registry.ts";

/** Files by their paths on a node, where containerd looks for hosts in its usual folder. */
export function createNodeFiles({ push, pull, tlsSecret, address }: LocalRegistry): Record<string, string> {
  const server = `${tlsSecret === undefined ? "http" : "https"}://${pull}`;
  const text = [`server = "${server}"`, "", `[host."${server}"]`, '  capabilities = ["pull", "resolve"]', ""].join(
    "\n",
  );
  return {
    // Images are named by where they were pushed to.
    [`etc/containerd/certs.d/${push}/hosts.toml`]: text,
    [`etc/containerd/certs.d/${pull}/hosts.toml`]: text,
    ...(address !== undefined && { hosts: `${address} ${pull} ${push}\n` }),
  };
}
