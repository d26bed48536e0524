import { isIP, isIPv4 } from "node:net";

/** The names under which a server can be reached, without ports. */
export class HostNames {
  readonly #names: ReadonlySet<string>;
  readonly #acceptsAddresses: boolean;

  /** @param listensOn - the address that the server listens on */
  constructor(listensOn: string, furtherNames: readonly string[] = []) {
    const names = ["127.0.0.1", "localhost", "::1", listensOn, ...furtherNames];
    this.#names = new Set(names.map((name) => name.toLowerCase()));
    this.#acceptsAddresses = ["0.0.0.0", "::"].includes(listensOn);
  }

  /** Returns true if a Host header, `NAME:PORT`, has one of the names. Every address is a name of a server on all networks. */
  includes(header: string): boolean {
    const name = header
      .toLowerCase()
      .replace(/:\d+$/, "")
      .replace(/^\[(.*)\]$/, "$1");
    if (isIP(name)) return this.#names.has(name) || this.#acceptsAddresses;
    // A registry can have a subdomain.
    return [name, name.replace(/^[^.]*\./, "")].some((known) => this.#names.has(known));
  }
}

/** Returns true for an address that only this machine reaches. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || (isIPv4(address) && address.startsWith("127."));
}

/** Returns the host of a URL for an address to listen on. A server on all networks is reached by 127.0.0.1. */
export function toUrlHost(address: string): string {
  if (address === "0.0.0.0" || address === "::") return "127.0.0.1";
  return isIP(address) === 6 ? `[${address}]` : address;
}
