import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";

/** A request that was passed on. */
export interface Request {
  method: string;
  path: string;
  /** Who came; nobody without credentials. */
  user: string | undefined;
  /** Of ExtDirect: the method that is called, `coreui_Task.read`. */
  call?: string;
}

/**
 * A reverse proxy that notes every request, so that servers are counted and slowed down alike. What has been passed on
 * is brought to its end when the client is gone, as Nexus does it all the same.
 */
export class CountingProxy {
  readonly url: string;
  readonly requests: Request[] = [];
  readonly #target: string;
  readonly #server: Server;
  readonly #agent = new Agent();
  #underWay = 0;

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

  /** The requests since the last time, once all of them are answered. */
  async take(): Promise<Request[]> {
    while (this.#underWay) await sleep(5);
    return this.requests.splice(0);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#agent.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay++;
    try {
      await this.#passOn(request, response);
    } catch {
      response.destroy();
    } finally {
      this.#underWay--;
    }
  }

  async #passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method = "GET", url: path = "/", headers } = request;
    const call = path.endsWith("/service/extdirect") ? callIn(body.toString()) : undefined;
    this.requests.push({ method, path, user: userOf(headers.authorization), ...(call !== undefined && { call }) });
    const { connection: _hop, ...passed } = headers;
    const answer = await this.#agent.request({ origin: this.#target, path, method, headers: passed, body });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const { connection: _back, "transfer-encoding": _encoding, ...given } = answer.headers;
    response.writeHead(answer.statusCode, { ...given, "content-length": content.length }).end(content);
  }
}

function callIn(body: string): string {
  const { action, method } = JSON.parse(body);
  return `${action}.${method}`;
}

/** `Basic YWRtaW46YWRtaW4xMjM=` is `admin`. */
function userOf(authorization = ""): string | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization) ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString().split(":")[0];
}
