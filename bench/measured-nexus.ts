import { startNexus } from "nexus-embedded";
import { NexusClient } from "../src/client/nexus-client.ts";
import { startCore } from "../tools/nexus-core/start-core.ts";
import { CountingProxy, type ProxiedRequest } from "./counting-proxy.ts";
import { listPaths } from "./sample-estate.ts";

export const serverNames = ["embedded", "core"] as const;
export type ServerName = (typeof serverNames)[number];

const titles: Record<ServerName, string> = { embedded: "Embedded Nexus", core: "Real Nexus Core" };

/** A Nexus without the proxy. */
interface StartedNexus {
  url: string;
  stop(): Promise<void>;
  /** Returns its own number of requests since the last call, if it counts them. */
  served?(): number;
}

const starts: Record<ServerName, () => Promise<StartedNexus>> = {
  embedded: async () => {
    const nexus = await startNexus();
    const served = () => {
      const { length } = nexus.requests;
      nexus.clearRequests();
      return length;
    };
    return { url: nexus.url, stop: nexus.stop, served };
  },
  core: () => startCore(),
};

/** The administrator of both servers. */
export const credentials = { username: "admin", password: "admin123" };

/** A Nexus behind a counting proxy. */
export class MeasuredNexus {
  /** The name and release: `Embedded Nexus 3.94.0`. */
  readonly title: string;
  readonly url: string;
  readonly #nexus: StartedNexus;
  readonly #proxy: CountingProxy;

  private constructor(nexus: StartedNexus, proxy: CountingProxy, title: string) {
    this.#nexus = nexus;
    this.#proxy = proxy;
    this.title = title;
    this.url = proxy.url;
  }

  static async start(name: ServerName): Promise<MeasuredNexus> {
    const nexus = await starts[name]();
    const proxy = await CountingProxy.start(nexus.url);
    const release = await withClient(proxy.url, async (client) => {
      await client.get("/v1/status");
      return client.server.release;
    });
    const measured = new MeasuredNexus(nexus, proxy, `${titles[name]} ${release}`);
    await measured.takeRequests();
    return measured;
  }

  /** The number of creation requests since the last `takeRequests`. */
  get creationCount(): number {
    return this.#proxy.requests.filter(({ method }) => method === "POST").length;
  }

  /** Returns the requests since the last call. */
  async takeRequests(): Promise<ProxiedRequest[]> {
    const requests = await this.#proxy.takeRequests();
    const served = this.#nexus.served?.() ?? requests.length;
    if (served !== requests.length)
      throw new Error(`the proxy counted ${requests.length} requests, but Nexus served ${served}`);
    return requests;
  }

  /** Returns the sorted content of all lists: equal texts mean equal estates. */
  async readHoldings(): Promise<string> {
    const bodies = await withClient(this.url, (client) => Promise.all(listPaths.map((path) => client.get(path))));
    await this.takeRequests();
    return JSON.stringify(bodies.map(({ body }) => (body as unknown[]).map((entry) => JSON.stringify(entry)).sort()));
  }

  async stop(): Promise<void> {
    await this.#proxy.stop();
    await this.#nexus.stop();
  }
}

async function withClient<T>(url: string, work: (client: NexusClient) => Promise<T>): Promise<T> {
  const client = new NexusClient({ url, ...credentials });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
