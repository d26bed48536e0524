import type { Connection } from "../client/connection.ts";
import { ConnectionError, NexusError } from "../client/errors.ts";
import { NexusClient } from "../client/nexus-client.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { KeyedMutex, ReadWriteLock } from "../util/concurrency.ts";
import type { Fields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { ConnectorPorts } from "./connector-ports.ts";
import { describeError, isFatal } from "./errors.ts";
import { InitialPassword } from "./initial-password.ts";
import { NexusReader } from "./nexus-reader.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** What one run knows and shares about one Nexus: every kind's provider in a process works on the same session. */
export class Session {
  readonly settings: Settings;
  /** One change of a repository at a time. */
  readonly locks = new KeyedMutex();
  /**
   * Group writes take the lock as readers, each deletion of a repository as a writer. Reason: a repository that is deleted
   * while any group is written answers 500 `Invalid state: STOPPED`; if members of one group are deleted at the same time,
   * the group can keep the names of deleted repositories, and then neither can be deleted any more (3.71 and 3.77).
   */
  readonly groupLock = new ReadWriteLock();
  readonly connectorPorts: ConnectorPorts;
  /** The password of a Nexus that was just installed. */
  readonly initialPassword = new InitialPassword(this);
  readonly #declared = new Set<string>();
  readonly #former = new Map<string, string>();
  readonly #written = new Map<string, Fields>();
  readonly #tell: (line: string) => void;
  readonly #shownNotices = new Set<string>();
  readonly #forbiddenFamilies = new Set<string>();
  #unreachable = false;
  #fatalErrorShown = false;
  #connected: { client: NexusClient; reader: NexusReader } | undefined;

  /** @param tell - what takes the lines that people are told; Pulumi shows what a provider prints */
  constructor(settings: Settings, tell: (line: string) => void = console.log) {
    this.settings = settings;
    this.#tell = tell;
    this.connectorPorts = new ConnectorPorts(this);
    const { connection } = settings;
    if (connection?.insecure)
      this.notice(
        `WARNING: the TLS certificate of ${connection.url} is NOT checked (nexus:insecure): whoever sits between can read the password`,
      );
  }

  get client(): NexusClient {
    return this.#connect().client;
  }

  get reader(): NexusReader {
    return this.#connect().reader;
  }

  /** What Nexus is, as far as it is known by now. */
  get server(): Server {
    return this.#connected?.client.server ?? this.settings.server;
  }

  onConflict(declared: Fields): "adopt" | "fail" {
    return declared.onConflict === "fail" || declared.onConflict === "adopt"
      ? declared.onConflict
      : this.settings.onConflict;
  }

  /**
   * Looks at Nexus for a preview. Where that cannot be, says so once, for the family that the user may not see or for
   * all, and goes on without: an update that follows will meet the reason again, and fail with it.
   */
  async tryRead<T>({ family }: Kind, work: () => Promise<T>): Promise<T | undefined> {
    if (this.settings.offline || this.#unreachable || this.#forbiddenFamilies.has(family)) return undefined;
    try {
      await this.initialPassword.beforeRead();
      return await work();
    } catch (error) {
      if (!(error instanceof NexusError || error instanceof ConnectionError || error instanceof SettingsError))
        throw error;
      const refused = error instanceof NexusError && error.status === 403;
      if (refused) this.#forbiddenFamilies.add(family);
      else this.#unreachable = true;
      const where = refused ? `into Nexus (${family})` : "into Nexus";
      this.notice(`cannot look ${where}, so what exists there already is not told: ${describeError(error)}`);
      return undefined;
    }
  }

  /** Tells people something, once. Pulumi shows it with the preview or the update. */
  notice(line: string): void {
    if (this.#shownNotices.has(line)) return;
    this.#shownNotices.add(line);
    this.#tell(line);
  }

  /** A failure in words; one that ends everything is told whole once, and in short to all that fail with it. */
  describeError(error: unknown, kind?: Kind): string {
    if (isFatal(error) && this.#fatalErrorShown) return "not tried, for the reason given with another resource";
    this.#fatalErrorShown ||= isFatal(error);
    return describeError(error, kind);
  }

  /** This run declares something of that identity. */
  recordDeclared(kind: Kind, identity: string): void {
    this.#declared.add(toIdentityKey(kind, identity));
  }

  isDeclared(kind: Kind, identity: string): boolean {
    return this.#declared.has(toIdentityKey(kind, identity));
  }

  /** This run has made or changed something so. */
  recordWrite(kind: Kind, body: Fields): void {
    this.#written.set(toIdentityKey(kind, getIdentity(kind, body)), body);
  }

  /** What this run has last written to something. */
  getLastWrite(kind: Kind, identity: string): Fields | undefined {
    return this.#written.get(toIdentityKey(kind, identity));
  }

  /** What is made as `identity` in this run replaces what was `former`. */
  recordReplacement(kind: Kind, identity: string, former: string): void {
    this.#former.set(toIdentityKey(kind, identity), former);
  }

  getReplacedIdentity(kind: Kind, identity: string): string | undefined {
    return this.#former.get(toIdentityKey(kind, identity));
  }

  #connect(): { client: NexusClient; reader: NexusReader } {
    if (!this.#connected) {
      const client = new NexusClient(reachable(this.settings));
      this.#connected = { client, reader: new NexusReader(client) };
    }
    return this.#connected;
  }
}

function reachable({ connection }: Settings): Connection {
  if (!connection)
    throw new SettingsError("nexus:url is not set: `pulumi config set nexus:url https://nexus.example`, or NEXUS_URL");
  for (const part of ["username", "password"] as const)
    if (connection[part] === undefined)
      throw new SettingsError(
        `nexus:${part} is not set: \`pulumi config set ${part === "password" ? "--secret " : ""}nexus:${part} ...\`, or NEXUS_${part.toUpperCase()}`,
      );
  return connection;
}
