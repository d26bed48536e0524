import { Agent, type Dispatcher, Pool, ProxyAgent } from "undici";
import type { Connection } from "./connection.ts";
import { findProxy } from "./proxy.ts";
import { type ConnectionTrust, createTlsOptions, type TlsConnectOptions } from "./tls.ts";

/** The options of the connections of a transport. */
export type DispatcherOptions = ConnectionTrust & Pick<Partial<Connection>, "parallel" | "timeout">;

/** The time to wait for a response, in seconds. */
export const defaultTimeout = 60;
const connectTimeout = 10_000;

/** The connections of a transport: direct, or through the proxy of the environment. */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  readonly #dispatchers = new Map<string, Dispatcher>();
  #tls: TlsConnectOptions | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /**
   * Returns the dispatcher for a server.
   *
   * @throws UserError if the proxy or the client certificate cannot be used
   */
  get(origin: string): Dispatcher {
    const proxy = findProxy(origin);
    const key = `${proxy?.href ?? ""} ${new URL(origin).protocol}`;
    const dispatcher = this.#dispatchers.get(key) ?? this.#create(origin, proxy);
    this.#dispatchers.set(key, dispatcher);
    return dispatcher;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.close()));
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #create(origin: string, proxy: URL | undefined): Dispatcher {
    const { parallel = 16, timeout = defaultTimeout } = this.#options;
    const common = { connections: parallel, headersTimeout: timeout * 1000, bodyTimeout: timeout * 1000 };
    const usesTls = [new URL(origin).protocol, proxy?.protocol].includes("https:");
    if (usesTls) this.#tls ??= createTlsOptions(this.#options);
    const connect = { timeout: connectTimeout, ...(usesTls && this.#tls) };
    if (!proxy) return new Agent({ ...common, connect });
    // Many proxies allow tunnels to port 443 only, so requests to an http server are forwarded instead.
    return new ProxyAgent({
      ...common,
      ...{ uri: proxy.href, proxyTls: connect, requestTls: connect, proxyTunnel: false },
      // Without it, forwarded requests have no limits.
      factory: (target, options) => new Pool(target, { ...options, ...common }),
    });
  }
}
