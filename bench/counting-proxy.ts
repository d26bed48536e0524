import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";

/** A request that the proxy has forwarded. */
export interface ProxiedRequest {
  method: string;
  path: string;
  /** The user name; undefined for an anonymous request. */
  user: string | undefined;
  /** The method of an ExtDirect call: `coreui_Task.read`. */
  call?: string;
}

/**
 * A reverse proxy that records every request, so that all servers are counted and slowed down in the same way. A
 * forwarded request is completed even if its client disconnects, as Nexus completes it, too.
 */
export class CountingProxy {
  readonly url: string;
  readonly requests: ProxiedRequest[] = [];
  readonly #target: string;
  readonly #server: Server;
  readonly #agent = new Agent();
  #openRequests = 0;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => void this.#serve(request, response));
  }

  static async start(target: string): Promise<CountingProxy> {
    const server = createServer({ keepAliveTimeout: 30_000 }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new CountingProxy(server, target);
  }

  /** Waits for open requests, and returns the requests since the last call. */
  async takeRequests(): Promise<ProxiedRequest[]> {
    while (this.#openRequests) await sleep(5);
    return this.requests.splice(0);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#agent.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#openRequests++;
    try {
      await this.#forward(request, response);
    } catch {
      response.destroy();
    } finally {
      this.#openRequests--;
    }
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method = "GET", url: path = "/", headers } = request;
    const call = path.endsWith("/service/extdirect") ? parseCall(body.toString()) : undefined;
    this.requests.push({ method, path, user: parseUser(headers.authorization), ...(call !== undefined && { call }) });
    const { connection: _hop, ...passed } = headers;
    const answer = await this.#agent.request({ origin: this.#target, path, method, headers: passed, body });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const { connection: _back, "transfer-encoding": _encoding, ...given } = answer.headers;
    response.writeHead(answer.statusCode, { ...given, "content-length": content.length }).end(content);
  }
}

function parseCall(body: string): string {
  const { action, method } = JSON.parse(body);
  return `${action}.${method}`;
}

/** `Basic YWRtaW46YWRtaW4xMjM=` is `admin`. */
function parseUser(authorization = ""): string | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization) ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString().split(":")[0];
}
