import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Nexus } from "../nexus.ts";
import type { EmbeddedOptions } from "../options.ts";
import { readConnectorSettings } from "./connector-settings.ts";

/** How the ports of connectors are chosen: a free one, the configured one, or no listener at all. */
type ConnectorMode = NonNullable<EmbeddedOptions["connectors"]>;

interface Connector {
  readonly configuredPort: number;
  readonly server: Server;
}

/** Creates the server of a repository's connector, by the repository's name. */
export type CreateConnectorServer = (repository: string) => Server;

/** The HTTP connectors of Docker and OCI repositories: a listener for each that is online and has an httpPort. */
export class ConnectorServers {
  readonly #nexus: Nexus;
  readonly #mode: ConnectorMode;
  readonly #host: string;
  readonly #createServer: CreateConnectorServer;
  readonly #open = new Map<string, Connector>();
  /** Serializes changes: a request waits for the ports as they are after its own change. */
  #lastSync: Promise<void> = Promise.resolve();

  constructor(
    nexus: Nexus,
    { mode, host }: { mode: ConnectorMode; host: string },
    createServer: CreateConnectorServer,
  ) {
    this.#nexus = nexus;
    this.#mode = mode;
    this.#host = host;
    this.#createServer = createServer;
  }

  /** Opens and closes listeners to match the repositories. */
  sync(): Promise<void> {
    this.#lastSync = this.#lastSync.then(() => this.#sync());
    return this.#lastSync;
  }

  /** Returns the port that a repository's connector listens on; undefined if it is closed. */
  port(repository: string): number | undefined {
    const address = this.#open.get(repository)?.server.address();
    return typeof address === "object" && address !== null ? address.port : undefined;
  }

  async close(): Promise<void> {
    await this.#lastSync;
    await Promise.all([...this.#open.values()].map(({ server }) => closeServer(server)));
    this.#open.clear();
  }

  async #sync(): Promise<void> {
    const ports = this.#mode === "none" ? new Map<string, number>() : this.#configuredPorts();
    for (const [name, { configuredPort, server }] of this.#open) {
      if (ports.get(name) === configuredPort) continue;
      this.#open.delete(name);
      await closeServer(server);
    }
    for (const [name, configuredPort] of ports) {
      if (this.#open.has(name)) continue;
      const server = await this.#listen(name, this.#mode === "asked" ? configuredPort : 0);
      if (server) this.#open.set(name, { configuredPort, server });
    }
  }

  #configuredPorts(): Map<string, number> {
    const ports = new Map<string, number>();
    for (const repository of this.#nexus.state.repositories) {
      const port = readConnectorSettings(repository)?.httpPort;
      if (repository.online && typeof port === "number") ports.set(repository.name, port);
    }
    return ports;
  }

  /** Listens; undefined if the port is in use: Nexus only logs that, and saves the repository all the same. */
  #listen(name: string, port: number): Promise<Server | undefined> {
    const server = this.#createServer(name);
    return new Promise((resolve) => {
      server.once("error", () => resolve(undefined));
      server.listen(port, this.#host, () => resolve(server));
    });
  }
}

/** Closes a server, with the connections that clients keep alive. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Returns the port that a server listens on. */
export const listeningPort = (server: Server): number => (server.address() as AddressInfo).port;
