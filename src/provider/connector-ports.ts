import type { Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { findPathsWith } from "../model/shape.ts";
import { type Fields, getValueAt } from "../util/json.ts";
import type { Session } from "./session.ts";

/** Returns the connector ports of a repository. */
export function listPorts(kind: Kind, fields: Fields): number[] {
  return findPathsWith(kind.shape, "connectorPort")
    .map((path) => getValueAt(fields, path))
    .filter((port) => typeof port === "number");
}

/** Returns the connector ports of a repository of any recipe, from an entry of Nexus's list. */
function listExistingPorts(fields: Fields): number[] {
  const kind = findRepositoryKind(String(fields.format), String(fields.type));
  return kind ? listPorts(kind, fields) : [];
}

/** Ports that a declared repository needs. */
export interface PortClaim {
  kind: Kind;
  name: string;
  ports: readonly number[];
  /** The former name of the repository, if this run renames it. */
  replaces?: string | undefined;
}

/** A claimed port that another repository has now. */
export interface PortConflict {
  port: number;
  /** The name of the repository that has the port. */
  holder: string;
  /** The reason why the port must not be taken from the holder; absent if it may be taken. */
  refusal?: string;
}

/**
 * Knows which repository has which connector port: from Nexus's list, read once, and from the writes of this run.
 * `runWithPorts` (port-transfer.ts) moves ports.
 */
export class ConnectorPorts {
  readonly #session: Session;
  readonly #declared = new Set<string>();
  #repositories: Promise<Map<string, Fields>> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Adds names of declared repositories. A port may be taken from them, as each gets its declared ports in this run. */
  addDeclared(names: readonly string[]): void {
    for (const name of names) this.#declared.add(name);
  }

  /** Returns the claimed ports that other repositories have now. */
  async findConflicts(claim: PortClaim): Promise<PortConflict[]> {
    if (!claim.ports.length) return [];
    const repositories = await this.#load(claim.kind);
    return claim.ports.flatMap((port) =>
      [...repositories]
        .filter(([name, fields]) => name !== claim.name && listExistingPorts(fields).includes(port))
        .map(([holder]) => ({
          port,
          holder,
          ...(!this.#mayTake(claim, holder) && { refusal: describeTakenPort(port, holder) }),
        })),
    );
  }

  /** Returns the ports that an existing repository does not have in Nexus. */
  async findLost(kind: Kind, name: string, ports: readonly number[]): Promise<number[]> {
    const fields = (await this.#load(kind)).get(name);
    if (!fields) return [];
    const existing = listExistingPorts(fields);
    return ports.filter((port) => !existing.includes(port));
  }

  /** Returns the kind of a repository that exists in Nexus; `kind` is any repository kind. */
  async findKind(kind: Kind, name: string): Promise<Kind | undefined> {
    const fields = (await this.#load(kind)).get(name);
    return fields && findRepositoryKind(String(fields.format), String(fields.type));
  }

  /** Records the fields of a repository after a write; `undefined` after a deletion. */
  async record(name: string, fields: Fields | undefined): Promise<void> {
    const repositories = await this.#repositories;
    if (fields) repositories?.set(name, fields);
    else repositories?.delete(name);
  }

  #mayTake({ replaces }: PortClaim, holder: string): boolean {
    return this.#session.settings.takePorts || this.#declared.has(holder) || replaces === holder;
  }

  #load(kind: Kind): Promise<Map<string, Fields>> {
    if (!this.#repositories) {
      const list = this.#session.reader.list(kind);
      this.#repositories = list.then((entries) => new Map(entries.map((fields) => [String(fields.name), fields])));
      this.#repositories.catch(() => {
        this.#repositories = undefined;
      });
    }
    return this.#repositories;
  }
}

function describeTakenPort(port: number, holder: string): string {
  return (
    `connector port ${port} is used by the repository "${holder}", which this program does not declare (not any more, ` +
    "not yet, or with another Provider). Choose another port, declare that repository, list its former resource among " +
    "the aliases, or set nexus:takePorts to true"
  );
}
