import type { Connection } from "../client/connection.ts";
import { ConnectionError, NexusError } from "../client/errors.ts";
import { NexusClient } from "../client/nexus.ts";
import { getIdentity, type Kind, toIdentityKey } from "../model/kind.ts";
import { KeyedMutex, ReadWriteLock } from "../util/concurrency.ts";
import type { Fields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { Connectors } from "./connectors.ts";
import { endsAll, explained } from "./explain.ts";
import { FirstStart } from "./first-start.ts";
import { Live } from "./live.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** What one run knows and shares about one Nexus: every kind's provider in a process works on the same session. */
export class Session {
  readonly settings: Settings;
  /** One change of a repository at a time. */
  readonly turns = new KeyedMutex();
  /**
   * Group writes take the lock as readers, each deletion of a repository as a writer. Reason: a repository that is deleted
   * while any group is written answers 500 `Invalid state: STOPPED`; if members of one group are deleted at the same time,
   * the group can keep the names of deleted repositories, and then neither can be deleted any more (3.71 and 3.77).
   */
  readonly gate = new ReadWriteLock();
  readonly connectors: Connectors;
  /** The password of a Nexus that was just installed. */
  readonly firstStart = new FirstStart(this);
  readonly #declared = new Set<string>();
  readonly #former = new Map<string, string>();
  readonly #written = new Map<string, Fields>();
  readonly #tell: (line: string) => void;
  readonly #said = new Set<string>();
  readonly #unseen = new Set<string>();
  #blind = false;
  #ended = false;
  #open: { client: NexusClient; live: Live } | undefined;

  /** @param tell - what takes the lines that people are told; Pulumi shows what a provider prints */
  constructor(settings: Settings, tell: (line: string) => void = console.log) {
    this.settings = settings;
    this.#tell = tell;
    this.connectors = new Connectors(this);
    const { connection } = settings;
    if (connection?.insecure)
      this.say(
        `WARNING: the TLS certificate of ${connection.url} is NOT checked (nexus:insecure): whoever sits between can read the password`,
      );
  }

  get client(): NexusClient {
    return this.#opened().client;
  }

  get live(): Live {
    return this.#opened().live;
  }

  /** What Nexus is, as far as it is known by now. */
  get server(): Server {
    return this.#open?.client.server ?? this.settings.server;
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
  async look<T>({ family }: Kind, work: () => Promise<T>): Promise<T | undefined> {
    if (this.settings.offline || this.#blind || this.#unseen.has(family)) return undefined;
    try {
      await this.firstStart.beforeLooking();
      return await work();
    } catch (error) {
      if (!(error instanceof NexusError || error instanceof ConnectionError || error instanceof SettingsError))
        throw error;
      const refused = error instanceof NexusError && error.status === 403;
      if (refused) this.#unseen.add(family);
      else this.#blind = true;
      const where = refused ? `into Nexus (${family})` : "into Nexus";
      this.say(`cannot look ${where}, so what exists there already is not told: ${explained(error)}`);
      return undefined;
    }
  }

  /** Tells people something, once. Pulumi shows it with the preview or the update. */
  say(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.#tell(line);
  }

  /** A failure in words; one that ends everything is told whole once, and in short to all that fail with it. */
  explain(error: unknown, kind?: Kind): string {
    if (endsAll(error) && this.#ended) return "not tried, for the reason given with another resource";
    this.#ended ||= endsAll(error);
    return explained(error, kind);
  }

  /** This run declares something of that identity. */
  declare(kind: Kind, identity: string): void {
    this.#declared.add(toIdentityKey(kind, identity));
  }

  declares(kind: Kind, identity: string): boolean {
    return this.#declared.has(toIdentityKey(kind, identity));
  }

  /** This run has made or changed something so. */
  wrote(kind: Kind, body: Fields): void {
    this.#written.set(toIdentityKey(kind, getIdentity(kind, body)), body);
  }

  /** What this run has last written to something. */
  writtenTo(kind: Kind, identity: string): Fields | undefined {
    return this.#written.get(toIdentityKey(kind, identity));
  }

  /** What is made as `identity` in this run replaces what was `former`. */
  replaces(kind: Kind, identity: string, former: string): void {
    this.#former.set(toIdentityKey(kind, identity), former);
  }

  formerOf(kind: Kind, identity: string): string | undefined {
    return this.#former.get(toIdentityKey(kind, identity));
  }

  #opened(): { client: NexusClient; live: Live } {
    if (!this.#open) {
      const client = new NexusClient(reachable(this.settings));
      this.#open = { client, live: new Live(client) };
    }
    return this.#open;
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
