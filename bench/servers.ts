import { startNexus } from "nexus-embedded";
import { NexusClient } from "../src/client/nexus-client.ts";
import { startCore } from "../tools/nexus-core/start-core.ts";
import { CountingProxy, type Request } from "./counting-proxy.ts";
import { lists } from "./estate.ts";

export const serverNames = ["embedded", "core"] as const;
export type ServerName = (typeof serverNames)[number];

const titles: Record<ServerName, string> = { embedded: "Embedded Nexus", core: "Real Nexus Core" };

/** Nexus itself, without anything before it. */
interface Started {
  url: string;
  stop(): Promise<void>;
  /** Its own count since the last time, where it keeps one. */
  served?(): number;
}

const starts: Record<ServerName, () => Promise<Started>> = {
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

/** Both servers have this one from the start. */
export const credentials = { username: "admin", password: "admin123" };

/** A Nexus behind a proxy that counts. */
export class MeasuredNexus {
  /** What it is: `Embedded Nexus 3.94.0`. */
  readonly title: string;
  readonly url: string;
  readonly #nexus: Started;
  readonly #proxy: CountingProxy;

  private constructor(nexus: Started, proxy: CountingProxy, title: string) {
    this.#nexus = nexus;
    this.#proxy = proxy;
    this.title = title;
    this.url = proxy.url;
  }

  static async start(name: ServerName): Promise<MeasuredNexus> {
    const nexus = await starts[name]();
    const proxy = await CountingProxy.start(nexus.url);
    const release = await asked(proxy.url, async (client) => {
      await client.get("/v1/status");
      return client.server.release;
    });
    const measured = new MeasuredNexus(nexus, proxy, `${titles[name]} ${release}`);
    await measured.take();
    return measured;
  }

  /** Creations that were asked for since the last `take`. */
  get creations(): number {
    return this.#proxy.requests.filter(({ method }) => method === "POST").length;
  }

  /** What was asked since the last time. */
  async take(): Promise<Request[]> {
    const requests = await this.#proxy.take();
    const served = this.#nexus.served?.() ?? requests.length;
    if (served !== requests.length)
      throw new Error(`the proxy counted ${requests.length} requests, and Nexus served ${served}`);
    return requests;
  }

  /** All that the lists show, in an order of its own: equal texts are equal estates. */
  async holdings(): Promise<string> {
    const bodies = await asked(this.url, (client) => Promise.all(lists.map((path) => client.get(path))));
    await this.take();
    return JSON.stringify(bodies.map(({ body }) => (body as unknown[]).map((one) => JSON.stringify(one)).sort()));
  }

  async stop(): Promise<void> {
    await this.#proxy.stop();
    await this.#nexus.stop();
  }
}

async function asked<T>(url: string, work: (client: NexusClient) => Promise<T>): Promise<T> {
  const client = new NexusClient({ url, ...credentials });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
