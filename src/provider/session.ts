import type { Connection } from "../client/connection.ts";
import { ConnectionError, NexusError } from "../client/errors.ts";
import { NexusClient } from "../client/nexus-client.ts";
import type { Wait } from "../client/outage.ts";
import type { Kind } from "../model/kind.ts";
import { joinWithAnd, pluralize, toDisplayText } from "../util/display-text.ts";
import type { Fields } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { Cluster } from "./cluster.ts";
import { describeError, findFatalReason } from "./errors.ts";
import { InitialPassword } from "./initial-password.ts";
import { NexusReader } from "./nexus-reader.ts";
import { type RequiredSetting, type Settings, SettingsError } from "./settings.ts";

/**
 * The access to one Nexus: settings, client, reader, and the notices and errors that the user has seen. Commands that
 * only read use it alone; the provider adds the state of its run (`ProviderRun`).
 *
 * @example
 * const session = new Session(resolveSettings({ url, username, password }, process.env));
 * const repositories = await session.reader.list(kind);
 * await session.client.close();
 */
export class Session {
  readonly settings: Settings;
  /** Replaces the initial password of a new Nexus. */
  readonly initialPassword = new InitialPassword(this);
  /** The nodes of Nexus, created at first use. */
  #cluster: Cluster | undefined;
  readonly #print: (line: string) => void;
  readonly #shownNotices = new Set<string>();
  readonly #unreadableFamilies = new Set<string>();
  #unreachable = false;
  readonly #shownFatalReasons = new Set<string>();
  #connected: { client: NexusClient; reader: NexusReader } | undefined;

  /** @param print - prints a notice. Default: `console.log`, as Pulumi shows what a provider prints. */
  constructor(settings: Settings, print: (line: string) => void = console.log) {
    this.settings = settings;
    this.#print = print;
    const { connection } = settings;
    if (connection?.insecure)
      this.notice(
        `WARNING: the TLS certificate of ${connection.url} is NOT verified (nexus:insecure): the password can be intercepted`,
      );
  }

  /** The client, created at first use. @throws SettingsError if the URL or the credentials are not set */
  get client(): NexusClient {
    return this.#connect().client;
  }

  /** The reader, created at first use. @throws SettingsError if the URL or the credentials are not set */
  get reader(): NexusReader {
    return this.#connect().reader;
  }

  get cluster(): Cluster {
    this.#cluster ??= new Cluster(this.client);
    return this.#cluster;
  }

  /** The release and edition of Nexus, as far as they are configured or known from responses. */
  get server(): Server {
    return this.#connected?.client.server ?? this.settings.server;
  }

  /** Returns what to do with an existing object: the resource's own `onConflict`, else the setting. */
  resolveOnConflict(declared: Fields): "adopt" | "fail" {
    return declared.onConflict === "fail" || declared.onConflict === "adopt"
      ? declared.onConflict
      : this.settings.onConflict;
  }

  /**
   * Reads from Nexus for a preview. If that fails, the reason is shown once (for this family if Nexus responds to other requests,
   * else for all), and the preview continues without: an update meets the same error and fails with it.
   * A preview waits for an unavailable Nexus only for some seconds, or for one timeout.
   */
  async tryRead<T>(kind: Kind, read: () => Promise<T>): Promise<T | undefined> {
    if (this.settings.offline || this.#unreachable || this.#unreadableFamilies.has(kind.family)) return undefined;
    const readNow = async () => {
      await this.initialPassword.beforeRead();
      return read();
    };
    try {
      return await this.#limit(readNow);
    } catch (error) {
      if (!(error instanceof NexusError || error instanceof ConnectionError || error instanceof SettingsError))
        throw error;
      const isOfFamily = error instanceof NexusError && (error.status === 403 || (await this.#isResponding()));
      if (this.#unreachable) return undefined;
      if (isOfFamily) this.#unreadableFamilies.add(kind.family);
      else this.#unreachable = true;
      this.notice(`${describeMissingPreview(isOfFamily ? kind : undefined)}: ${describeError(error)}`);
      return undefined;
    }
  }

  /** Returns true if Nexus responds at all. */
  async #isResponding(): Promise<boolean> {
    return this.#limit(() => this.client.get("/v1/status")).then(
      () => true,
      () => false,
    );
  }

  /** Waits for work, but not long in an outage. */
  #limit<T>(work: () => Promise<T>): Promise<T> {
    const { timeout = previewWait } = this.settings.connection ?? {};
    const { outage } = this.client;
    return outage.limit(work(), Math.min(timeout, previewWait) * 1000);
  }

  /** Shows a text as one line to the user, once. Pulumi shows it with the preview or the update. */
  notice(text: string): void {
    const line = toDisplayText(text, Number.POSITIVE_INFINITY);
    if (this.#shownNotices.has(line)) return;
    this.#shownNotices.add(line);
    this.#print(line);
  }

  /** Shows a probable mistake that Nexus accepts, once. The review lists it among its warnings. */
  warn(line: string): void {
    this.notice(`warning: ${line}`);
  }

  /** Formats an error. A fatal error (such as 401) is reported in full once; the resources that fail with it refer to it. */
  describeError(error: unknown, kind?: Kind): string {
    const reason = findFatalReason(error);
    if (reason !== undefined && this.#shownFatalReasons.has(reason)) return `Skipped: ${reason} (see the first error)`;
    if (reason !== undefined) this.#shownFatalReasons.add(reason);
    return describeError(error, kind);
  }

  /** Ends all waiting for Nexus: running operations fail instead. */
  cancel(): void {
    this.#connected?.client.cancel();
  }

  #connect(): { client: NexusClient; reader: NexusReader } {
    if (!this.#connected) {
      const client = new NexusClient(requireConnection(this.settings));
      client.outage.onWait = (wait) => this.notice(describeWait(wait));
      this.#connected = { client, reader: new NexusReader(client) };
    }
    return this.#connected;
  }
}

/** The time of an outage after which a preview continues without reading from Nexus, in seconds. */
const previewWait = 5;

function describeWait({ error, until }: Wait): string {
  const time = new Date(until).toTimeString().slice(0, 8);
  return `Waiting for Nexus until ${time}: ${error instanceof Error ? error.message : String(error)}`;
}

/** @param unreadable - the kind that cannot be read; absent if nothing can be read */
function describeMissingPreview(unreadable: Kind | undefined): string {
  if (!unreadable) return "Cannot read from Nexus; the preview does not show existing objects that would be adopted";
  const { family, setting } = unreadable;
  if (setting) return `Cannot read ${family} from Nexus; the preview does not show what would change`;
  const plural = pluralize(family);
  return `Cannot read ${plural} from Nexus; the preview does not show existing ${plural} that would be adopted`;
}

/** The examples of values in advice to set them. */
const settingArguments: Readonly<Record<RequiredSetting, string>> = {
  url: "nexus:url https://nexus.example",
  username: "nexus:username ...",
  password: "--secret nexus:password ...",
};

/** @throws SettingsError that names everything that is not set */
function requireConnection({ connection, missing }: Settings): Connection {
  if (connection && !missing.length) return connection;
  const keys = joinWithAnd(missing.map((key) => `nexus:${key}`));
  const commands = joinWithAnd(missing.map((key) => `\`pulumi config set ${settingArguments[key]}\``));
  const variables = joinWithAnd(missing.map((key) => `NEXUS_${key.toUpperCase()}`));
  throw new SettingsError(
    `${keys} ${missing.length === 1 ? "is" : "are"} not set. Run ${commands}, or set ${variables}`,
  );
}
