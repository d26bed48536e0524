import type { Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { findPathsWith } from "../model/shape.ts";
import { type Fields, getValueAt, isFields } from "../util/json.ts";
import { RefusedError } from "./refused.ts";
import type { Session } from "./session.ts";
import { findLostSecrets, writeObject } from "./write.ts";

/** The ports of a repository's connectors. */
export function listPorts(kind: Kind, fields: Fields): number[] {
  return findPathsWith(kind.shape, "connectorPort")
    .map((path) => getValueAt(fields, path))
    .filter((port) => typeof port === "number");
}

/** The same of a repository as a list of Nexus has it, of whatever kind it is. */
function livePortsOf(fields: Fields): number[] {
  const kind = findRepositoryKind(String(fields.format), String(fields.type));
  return kind ? listPorts(kind, fields) : [];
}

/** A repository that asks for ports. */
export interface PortClaim {
  kind: Kind;
  name: string;
  ports: readonly number[];
  /** The declared repositories, which all get what they declare in this run: a port may be taken from them. */
  neighbours: readonly string[];
}

/**
 * Who has which connector port. Nexus refuses a port that another repository has, so a port that moves, two that swap
 * and a ring of three all need one freed first: whoever is to have a port takes it from its holder at once.
 */
export class ConnectorPorts {
  readonly #session: Session;
  #holders: Promise<Map<string, Fields>> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The other repositories that have the ports now, and why one may not be taken, where it may not. */
  async findConflicts(claim: PortClaim): Promise<{ port: number; holder: string; refusal?: string }[]> {
    if (!claim.ports.length) return [];
    const holders = await this.#load(claim.kind);
    return claim.ports.flatMap((port) =>
      [...holders]
        .filter(([holder, fields]) => holder !== claim.name && livePortsOf(fields).includes(port))
        .map(([holder]) => ({ port, holder, ...(!this.#mayTake(claim, holder) && { refusal: taken(port, holder) }) })),
    );
  }

  /** Runs `work`, which gives the claimant its ports, when nobody else has them any more. */
  async runWithPorts<T>(claim: PortClaim, work: () => Promise<T>): Promise<T> {
    if (!(await this.findConflicts(claim)).length) return work();
    // Whoever takes, takes alone: two that swap would else take from each other for ever.
    return this.#session.locks.run("connector ports", async () => {
      for (const { port, holder, refusal } of await this.findConflicts(claim)) {
        if (refusal) throw new RefusedError(refusal);
        await this.#free(claim.kind, port, holder);
      }
      return work();
    });
  }

  /** Remembers what a repository has become; nothing where it is gone. */
  async record(name: string, fields: Fields | undefined): Promise<void> {
    const holders = await this.#holders;
    if (fields) holders?.set(name, fields);
    else holders?.delete(name);
  }

  #mayTake({ kind, name, neighbours }: PortClaim, holder: string): boolean {
    const session = this.#session;
    return (
      session.settings.takePorts || neighbours.includes(holder) || session.getReplacedIdentity(kind, name) === holder
    );
  }

  async #free(kind: Kind, port: number, holder: string): Promise<void> {
    const session = this.#session;
    const known = (await this.#load(kind)).get(holder) ?? {};
    const owner = findRepositoryKind(String(known.format), String(known.type)) ?? kind;
    await session.locks.run(`repository ${holder}`, async () => {
      const live = await session.reader.read(owner, holder);
      if (!live || !listPorts(owner, live).includes(port)) return this.record(holder, live);
      const [secret] = findLostSecrets(owner, live, {});
      if (secret)
        throw new RefusedError(
          `connector port ${port} cannot be taken from "${holder}": Nexus would ask for its ${secret} again, which only its own change has; run it again`,
        );
      const paths = findPathsWith(owner.shape, "connectorPort").filter((path) => getValueAt(live, path) === port);
      await writeObject(session, owner, "update", paths.reduce(without, live));
      session.notice(`${owner.noun} "${holder}" gives up connector port ${port}`);
    });
  }

  #load(kind: Kind): Promise<Map<string, Fields>> {
    if (!this.#holders) {
      const list = this.#session.reader.list(kind);
      this.#holders = list.then((entries) => new Map(entries.map((fields) => [String(fields.name), fields])));
      this.#holders.catch(() => {
        this.#holders = undefined;
      });
    }
    return this.#holders;
  }
}

function without(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  return rest.length && isFields(value) ? { ...others, [name]: without(value, rest.join(".")) } : others;
}

function taken(port: number, holder: string): string {
  return (
    `connector port ${port} is taken by the repository "${holder}", which this program does not declare (or not any ` +
    "more, not yet, or with another Provider): choose another port, declare that repository, name the resource that was " +
    "it among the aliases, or let the port be taken with nexus:takePorts true"
  );
}
