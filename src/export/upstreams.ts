import { type Fields, getValueAt } from "../util/json.ts";
import type { FieldCode } from "./declaration-code.ts";
import type { ExportedResource } from "./to-declaration.ts";
import { capitalize, toCamelCase, UniqueNames } from "./unique-names.ts";

/** The addresses that proxies fetch from, by their names in the stack's `nexus:upstreams`. */
export type Upstreams = ReadonlyMap<string, string>;

/** The fields that hold the address of an upstream, with the suffix of its name. */
const upstreamPaths: Readonly<Record<string, string>> = {
  "proxy.remoteUrl": "",
  "dockerProxy.indexUrl": "Index",
  "ociProxy.indexUrl": "Index",
  "nugetProxy.symbolServerUrl": "Symbols",
};

/** Returns true for a field that holds the address of an upstream. */
export function isUpstreamPath(path: string): boolean {
  return Object.hasOwn(upstreamPaths, path);
}

/** The part of a name that says that the repository is a proxy, with a format before it where more follows. */
const proxyWord =
  /^[a-z0-9]+[-_.](?:proxy|remote|mirror|cache)[-_.]|(?:^|[-_.])(?:proxy|remote|mirror|cache)(?=$|[-_.])/gi;

/** Names the addresses that proxies fetch from. Proxies with the same address share a name. */
export function collectUpstreams(resources: readonly ExportedResource[]): Upstreams {
  const names = new UniqueNames([]);
  const byAddress = new Map<string, string>();
  for (const { identity, fields } of resources)
    for (const [path, suffix] of Object.entries(upstreamPaths)) {
      const address = addressAt(fields, path);
      if (address === undefined || byAddress.has(address)) continue;
      const short = identity.replace(proxyWord, "");
      byAddress.set(
        address,
        names.allocate(toCamelCase(/[A-Za-z]/.test(short) ? short : identity, "upstream") + capitalize(suffix)),
      );
    }
  return new Map([...byAddress].map(([address, name]) => [name, address]));
}

/** Returns the code of the addresses in a declaration: `upstreams.NAME`. */
export function replaceUpstreams(fields: Fields, upstreams: Upstreams): FieldCode {
  const names = new Map([...upstreams].map(([name, address]) => [address, name]));
  return Object.fromEntries(
    Object.keys(upstreamPaths).flatMap((path) => {
      const name = names.get(addressAt(fields, path) ?? "");
      return name === undefined ? [] : [[path, `upstreams.${name}`]];
    }),
  );
}

/** Returns an address that a stack may configure: HTTP or HTTPS, without credentials. */
function addressAt(fields: Fields, path: string): string | undefined {
  const value = getValueAt(fields, path);
  return typeof value === "string" && /^https?:\/\/[^/@\s]*(\/\S*)?$/.test(value) ? value : undefined;
}
