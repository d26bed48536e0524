import type { Upstreams } from "./upstreams.ts";

/** Represents the connection to a Nexus in the configuration of a stack, without secrets. */
export interface StackConnection {
  url: string;
  username: string | undefined;
  /** A file of trusted certificates, relative to the folder of the project. */
  caFile?: string;
}

/** Formats the configuration of a stack: `Pulumi.NAME.yaml`. */
export function formatStackFile({ url, username, caFile }: StackConnection, upstreams: Upstreams): string {
  const addresses = [...upstreams].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    "config:",
    `  nexus:url: ${toYamlScalar(url)}`,
    ...(username === undefined ? [] : [`  nexus:username: ${toYamlScalar(username)}`]),
    ...(caFile === undefined ? [] : [`  nexus:caFile: ${toYamlScalar(caFile)}`]),
    ...(addresses.length ? ["  # Upstreams of the proxies.", "  nexus:upstreams:"] : []),
    ...addresses.map(([name, address]) => `    ${toYamlScalar(name)}: ${toYamlScalar(address)}`),
    "",
  ].join("\n");
}

/** Quotes a text that has a meaning in YAML. */
function toYamlScalar(text: string): string {
  const isPlain =
    /^[A-Za-z][\w./:@%?=&~+-]*$/.test(text) && !/[:.]$|^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
