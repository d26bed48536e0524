/** The configuration of a stack, as Pulumi keeps it: never a secret. */
import type { Upstreams } from "./upstreams.ts";

/** Where a Nexus is, and who comes. */
export interface Address {
  url: string;
  username: string | undefined;
  /** Certificates that are trusted; relative to the project's folder. */
  caFile?: string;
}

/** `Pulumi.NAME.yaml`. */
export function stackText({ url, username, caFile }: Address, upstreams: Upstreams): string {
  const addresses = [...upstreams].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    "config:",
    `  nexus:url: ${scalar(url)}`,
    ...(username === undefined ? [] : [`  nexus:username: ${scalar(username)}`]),
    ...(caFile === undefined ? [] : [`  nexus:caFile: ${scalar(caFile)}`]),
    ...(addresses.length ? ["  # Where the proxies fetch from.", "  nexus:upstreams:"] : []),
    ...addresses.map(([name, address]) => `    ${scalar(name)}: ${scalar(address)}`),
    "",
  ].join("\n");
}

/** Bare where nothing in it means anything in YAML. */
function scalar(text: string): string {
  const isBare =
    /^[A-Za-z][\w./:@%?=&~+-]*$/.test(text) && !/[:.]$|^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isBare ? text : JSON.stringify(text);
}
