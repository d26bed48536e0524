import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Nexus } from "../nexus.ts";
import type { EmbeddedOptions } from "../options.ts";
import { readConnectorSettings } from "./connector-settings.ts";

interface Connector {
  readonly asked: number;
  readonly server: Server;
}

/** Makes the server of a repository's connector, by the repository's name. */
export type CreateConnectorServer = (repository: string) => Server;

/** The HTTP connectors of Docker and OCI repositories: one listener for each that is online and has an httpPort. */
export class ConnectorServers {
  readonly #nexus: Nexus;
  readonly #mode: NonNullable<EmbeddedOptions["connectors"]>;
  readonly #serverFor: CreateConnectorServer;
  readonly #open = new Map<string, Connector>();
  /** One change after the other: what a request waits for is the ports as they are after its own. */
  #turn: Promise<void> = Promise.resolve();

  constructor(nexus: Nexus, mode: NonNullable<EmbeddedOptions["connectors"]>, serverFor: CreateConnectorServer) {
    this.#nexus = nexus;
    this.#mode = mode;
    this.#serverFor = serverFor;
  }

  /** Opens and closes what the repositories now ask for. */
  sync(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#sync());
    return this.#turn;
  }

  port(repository: string): number | undefined {
    const address = this.#open.get(repository)?.server.address();
    return typeof address === "object" && address !== null ? address.port : undefined;
  }

  async close(): Promise<void> {
    await this.#turn;
    await Promise.all([...this.#open.values()].map(({ server }) => closeServer(server)));
    this.#open.clear();
  }

  async #sync(): Promise<void> {
    const wanted = this.#mode === "none" ? new Map<string, number>() : this.#wanted();
    for (const [name, { asked, server }] of this.#open) {
      if (wanted.get(name) === asked) continue;
      this.#open.delete(name);
      await closeServer(server);
    }
    for (const [name, asked] of wanted) {
      if (this.#open.has(name)) continue;
      const server = await this.#listen(name, this.#mode === "asked" ? asked : 0);
      if (server) this.#open.set(name, { asked, server });
    }
  }

  #wanted(): Map<string, number> {
    const wanted = new Map<string, number>();
    for (const repository of this.#nexus.state.repositories) {
      const port = readConnectorSettings(repository)?.httpPort;
      if (repository.online && typeof port === "number") wanted.set(repository.name, port);
    }
    return wanted;
  }

  /** A port that something else holds is told in Nexus's log alone: the repository is saved all the same. */
  #listen(name: string, port: number): Promise<Server | undefined> {
    const server = this.#serverFor(name);
    return new Promise((resolve) => {
      server.once("error", () => resolve(undefined));
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  }
}

/** Closes a server and the connections that clients keep alive. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export const listeningPort = (server: Server): number => (server.address() as AddressInfo).port;
