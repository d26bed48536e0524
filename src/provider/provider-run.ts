import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { KeyedMutex, ReadWriteLock } from "../util/concurrency.ts";
import type { Fields } from "../util/json.ts";
import { ConnectorPorts } from "./connector-ports.ts";
import { DeclaredObjects } from "./declared-objects.ts";
import { InterruptedCreations } from "./interrupted-creations.ts";
import type { Session } from "./session.ts";

/**
 * The state of one run of the provider: locks, connector ports, and the objects that this run has declared, replaced and
 * written. The providers of all kinds in a process share it.
 */
export class ProviderRun {
  readonly session: Session;
  /** Serializes writes: one at a time for a key, such as `repository apps`. */
  readonly locks = new KeyedMutex();
  /**
   * Group writes take the lock as readers, each deletion of a repository as a writer. Reason: a repository that is deleted
   * while any group is written answers 500 `Invalid state: STOPPED`; if members of one group are deleted at the same time,
   * the group can keep the names of deleted repositories, and then neither can be deleted any more (3.71 and 3.77).
   */
  readonly groupLock = new ReadWriteLock();
  readonly connectorPorts: ConnectorPorts;
  readonly interruptedCreations: InterruptedCreations;
  readonly #declared: DeclaredObjects;
  readonly #replaced = new Map<string, string>();
  readonly #written = new Map<string, Fields>();
  readonly #adopted = new Set<string>();
  readonly #recovered = new Set<string>();
  readonly #protectedContent = new Set<string>();
  readonly #lostConnectors = new Set<string>();

  /** @param engine - the address of the engine, which the processes of the providers of a run have in common */
  constructor(session: Session, engine?: string) {
    this.session = session;
    const { url = "" } = session.settings.connection ?? {};
    this.#declared = new DeclaredObjects(url, engine);
    this.interruptedCreations = new InterruptedCreations(url);
    this.connectorPorts = new ConnectorPorts(session);
  }

  /** Records that the program declares an object with this identity. */
  recordDeclared(kind: Kind, identity: string): void {
    this.#declared.add(toIdentityKey(kind, identity));
  }

  /** Returns true if the program declares the object, also with another `Provider` of the same URL. */
  isDeclared(kind: Kind, identity: string): boolean {
    return this.#declared.has(toIdentityKey(kind, identity));
  }

  /** Records that the object with this identity replaces the one with the former identity. */
  recordReplacement(kind: Kind, identity: string, former: string): void {
    this.#replaced.set(toIdentityKey(kind, identity), former);
  }

  /** Returns the former identity of an object, if this run replaces it. */
  getReplacedIdentity(kind: Kind, identity: string): string | undefined {
    return this.#replaced.get(toIdentityKey(kind, identity));
  }

  /** Records that the object existed before the stack managed it. */
  recordAdoption(kind: Kind, identity: string): void {
    this.#adopted.add(toIdentityKey(kind, identity));
  }

  /** Records that a killed run of the stack created the object. */
  recordRecovery(kind: Kind, identity: string): void {
    this.#recovered.add(toIdentityKey(kind, identity));
  }

  /** Returns true if a killed run of the stack created the object: it is not adopted, and `onConflict` does not apply. */
  isRecovered(kind: Kind, identity: string): boolean {
    return this.#recovered.has(toIdentityKey(kind, identity));
  }

  /** Returns true if this run has adopted the object, or has begun to. */
  hasAdopted(kind: Kind, identity: string): boolean {
    return this.#adopted.has(toIdentityKey(kind, identity));
  }

  /** Records that the program replaces an object by one with another identity and does not allow the loss of its content. */
  protectContent(kind: Kind, former: string): void {
    this.#protectedContent.add(toIdentityKey(kind, former));
  }

  isContentProtected(kind: Kind, identity: string): boolean {
    return this.#protectedContent.has(toIdentityKey(kind, identity));
  }

  /**
   * Records that Nexus does not have a declared connector of the repository any more. A run that took its port for another
   * repository may have ended before it gave the repository another one, and the state does not show that.
   */
  recordLostConnector(kind: Kind, identity: string): void {
    this.#lostConnectors.add(toIdentityKey(kind, identity));
  }

  hasLostConnector(kind: Kind, identity: string): boolean {
    return this.#lostConnectors.has(toIdentityKey(kind, identity));
  }

  /** Records the fields that this run has written to an object. */
  async recordWrite(kind: Kind, fields: Fields): Promise<void> {
    const identity = getIdentity(kind, fields);
    this.#written.set(toIdentityKey(kind, identity), fields);
    this.session.cluster.recordWrite(identity);
    if (kind.repository) await this.connectorPorts.record(identity, { ...fields, ...kind.repository });
  }

  /** Returns the fields that this run has written last to an object, if any. */
  getLastWrite(kind: Kind, identity: string): Fields | undefined {
    return this.#written.get(toIdentityKey(kind, identity));
  }
}
