import { type Fields, getValueAt } from "../util/json.ts";
import type { Written } from "./declared.ts";
import { camel, capital, Names } from "./names.ts";
import type { Taken } from "./taken.ts";

/** Where proxies fetch from, by what the stack's configuration calls it. */
export type Upstreams = ReadonlyMap<string, string>;

/** Addresses of upstreams, and what is added to the proxy's name for each. */
const paths: Readonly<Record<string, string>> = {
  "proxy.remoteUrl": "",
  "dockerProxy.indexUrl": "Index",
  "ociProxy.indexUrl": "Index",
  "nugetProxy.symbolServerUrl": "Symbols",
};

/** Whether a field is where a proxy fetches from. */
export function isUpstream(path: string): boolean {
  return Object.hasOwn(paths, path);
}

/** What says that it is a proxy, and not of what: with the format before it, where more follows. */
const idle = /^[a-z0-9]+[-_.](?:proxy|remote|mirror|cache)[-_.]|(?:^|[-_.])(?:proxy|remote|mirror|cache)(?=$|[-_.])/gi;

/** Names for all addresses that proxies fetch from: two of the same address share one. */
export function upstreamsOf(things: readonly Taken[]): Upstreams {
  const names = new Names([]);
  const byAddress = new Map<string, string>();
  for (const { identity, fields } of things)
    for (const [path, word] of Object.entries(paths)) {
      const address = addressAt(fields, path);
      if (address === undefined || byAddress.has(address)) continue;
      const short = identity.replace(idle, "");
      byAddress.set(address, names.give(camel(/[A-Za-z]/.test(short) ? short : identity, "upstream") + capital(word)));
    }
  return new Map([...byAddress].map(([address, name]) => [name, address]));
}

/** The addresses in a declaration, as the program has them. */
export function upstreamsIn(fields: Fields, upstreams: Upstreams): Written {
  const names = new Map([...upstreams].map(([name, address]) => [address, name]));
  return Object.fromEntries(
    Object.keys(paths).flatMap((path) => {
      const name = names.get(addressAt(fields, path) ?? "");
      return name === undefined ? [] : [[path, `upstreams.${name}`]];
    }),
  );
}

/** As a stack may configure it. */
function addressAt(fields: Fields, path: string): string | undefined {
  const value = getValueAt(fields, path);
  return typeof value === "string" && /^https?:\/\/[^/@\s]*(\/\S*)?$/.test(value) ? value : undefined;
}
