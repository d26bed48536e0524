import { BlockList, isIP } from "node:net";
import { UserError } from "../util/user-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the proxy for requests to a server: that of HTTPS_PROXY or HTTP_PROXY, by the scheme of the server, unless NO_PROXY
 * contains the server. Lower case variables take precedence, as in curl. Loopback addresses never use a proxy.
 *
 * @param origin - `https://nexus.example:8443`
 * @throws UserError if the variable is not a URL
 * @example findProxy("https://nexus.example", { HTTPS_PROXY: "http://proxy.example:3128" })?.host // "proxy.example:3128"
 */
export function findProxy(origin: string, environment: Environment = process.env): URL | undefined {
  const url = new URL(origin);
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = read(environment, name);
  if (!proxy || isLoopback(url.hostname) || isExcluded(url, read(environment, "NO_PROXY"))) return undefined;
  const text = /^\w+:\/\//.test(proxy) ? proxy : `http://${proxy}`;
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    throw new UserError(`${name} is not a URL of a proxy, such as http://proxy.example:3128`);
  return new URL(text);
}

function read(environment: Environment, name: string): string {
  return environment[name.toLowerCase()] || environment[name] || "";
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/i.test(hostname);
}

/** @param noProxy - `localhost, .example.org, nexus.example:8443, 10.0.0.0/8`; `*` stands for all servers */
function isExcluded({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const usedPort = port || (protocol === "https:" ? "443" : "80");
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, address = entry, entryPort] = /^(.*[^:]):(\d+)$/.exec(isIP(entry) ? "" : entry) ?? [];
      if (entryPort !== undefined && entryPort !== usedPort) return false;
      return matchesHost(address.replace(/^\[|\]$/g, ""), host);
    });
}

/** An entry matches the host itself and its subdomains, or the addresses of a network. */
function matchesHost(entry: string, host: string): boolean {
  const [network = "", bits] = entry.split("/");
  if (bits !== undefined) return isInNetwork(network, Number(bits), host);
  const domain = entry.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(network: string, bits: number, host: string): boolean {
  const version = isIP(network);
  if (!version || isIP(host) !== version || !(bits >= 0 && bits <= (version === 4 ? 32 : 128))) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(host, family);
}
