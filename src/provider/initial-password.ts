import type { Credentials } from "../client/credentials.ts";
import type { NexusClient } from "../client/nexus-client.ts";
import { user } from "../model/kinds/user.ts";
import { setPassword } from "./passwords.ts";
import type { Settings } from "./settings.ts";

/** The parts of a session that are needed to replace the initial password. */
export interface InitialPasswordContext {
  readonly settings: Settings;
  readonly client: NexusClient;
  notice(line: string): void;
}

/**
 * The first run against a new Nexus: its administrator still has the initial password that Nexus generated, and not the
 * configured one. Reading uses the initial password; the first write replaces it with the configured password.
 */
export class InitialPassword {
  readonly #context: InitialPasswordContext;
  #refused: Promise<Credentials | undefined> | undefined;
  #replaced: Promise<void> | undefined;

  constructor(context: InitialPasswordContext) {
    this.#context = context;
  }

  /** Must be called before Nexus is read: from then on the client uses the initial password if only that is accepted. */
  async beforeRead(): Promise<void> {
    const refused = await this.#findRefusedCredentials();
    if (!refused || this.#replaced) return;
    this.#context.notice(
      `user "${refused.username}" still has the initial password; an update replaces it with nexus:password`,
    );
  }

  /** Must be called before a write: replaces the initial password, once a run. */
  beforeWrite(): Promise<void> {
    this.#replaced ??= this.#replace();
    return this.#replaced;
  }

  async #replace(): Promise<void> {
    const configured = await this.#findRefusedCredentials();
    if (!configured || !user.login) return;
    const { username, password } = configured;
    await setPassword(this.#context.client, user.login, { [user.login.user]: username }, password);
    this.#context.notice(`user "${username}": the initial password is replaced with nexus:password`);
  }

  /** Returns the configured credentials if Nexus accepts only the initial ones, which the client uses from then on. */
  #findRefusedCredentials(): Promise<Credentials | undefined> {
    this.#refused ??= this.#tryCredentials();
    return this.#refused;
  }

  async #tryCredentials(): Promise<Credentials | undefined> {
    const { connection: { username, password } = {}, initialPassword } = this.#context.settings;
    if (!initialPassword || username === undefined || password === undefined) return undefined;
    const { client } = this.#context;
    const configured = { username, password };
    if (await client.acceptsCredentials(configured)) return undefined;
    const initial = { username, password: initialPassword() };
    client.addSecret(initial.password);
    if (!(await client.acceptsCredentials(initial))) return undefined;
    await client.switchCredentials(initial);
    return configured;
  }
}
