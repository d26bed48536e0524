import { Agent, type Dispatcher, Pool, ProxyAgent } from "undici";
import type { ClientCertificate, Connection } from "./connection.ts";
import { startDeadlines } from "./deadline.ts";
import { findProxy } from "./proxy.ts";
import { type ConnectionTrust, createTlsOptions, findClientCertificate, type TlsConnectOptions } from "./tls.ts";

/** The options of the connections of a transport. */
export type DispatcherOptions = ConnectionTrust & Pick<Partial<Connection>, "parallel" | "timeout">;

/** The time to wait for a response, in seconds. */
export const defaultTimeout = 60;
const connectTimeout = 10_000;

/** The connections of a transport: direct, or through the proxy of the environment. */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  readonly #dispatchers = new Map<string, { dispatcher: Dispatcher; timed: Dispatcher }>();
  readonly #tls = new Map<ClientCertificate | undefined, TlsConnectOptions>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /**
   * Returns the dispatcher for a server. It starts the deadlines of requests.
   *
   * @throws UserError if the proxy or the client certificate cannot be used
   */
  get(origin: string): Dispatcher {
    const proxy = findProxy(origin);
    const certificate = findClientCertificate(this.#options, origin);
    const key = JSON.stringify([proxy?.href, new URL(origin).protocol, certificate !== undefined]);
    let entry = this.#dispatchers.get(key);
    if (!entry) {
      const dispatcher = this.#create(origin, proxy, certificate);
      entry = { dispatcher, timed: dispatcher.compose(startDeadlines) };
      this.#dispatchers.set(key, entry);
    }
    return entry.timed;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map(({ dispatcher }) => dispatcher.close()));
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map(({ dispatcher }) => dispatcher.destroy()));
  }

  #create(origin: string, proxy: URL | undefined, certificate: ClientCertificate | undefined): Dispatcher {
    const { parallel = 16, timeout = defaultTimeout } = this.#options;
    const common = { connections: parallel, headersTimeout: timeout * 1000, bodyTimeout: timeout * 1000 };
    const connectTo = ({ protocol }: URL, presented?: ClientCertificate) => ({
      timeout: connectTimeout,
      ...(protocol === "https:" && this.#createTls(presented)),
    });
    const connect = connectTo(new URL(origin), certificate);
    if (!proxy) return new Agent({ ...common, connect });
    // Many proxies allow tunnels to port 443 only, so requests to an http server are forwarded instead.
    return new ProxyAgent({
      ...common,
      ...{ uri: proxy.href, proxyTls: connectTo(proxy), requestTls: connect, proxyTunnel: false },
      // Without it, forwarded requests have no limits.
      factory: (target, options) => new Pool(target, { ...options, ...common }),
    });
  }

  #createTls(certificate: ClientCertificate | undefined): TlsConnectOptions {
    const options = this.#tls.get(certificate) ?? createTlsOptions(this.#options, certificate);
    this.#tls.set(certificate, options);
    return options;
  }
}
