import type { Credentials } from "../client/nexus-client.ts";
import { user } from "../model/kinds/user.ts";
import { setPassword } from "./passwords.ts";
import type { Session } from "./session.ts";

/**
 * The first run against a Nexus that was just installed: its administrator has the password that Nexus made, and not
 * the one that is configured. Looking goes on with the initial one; a change first sets the configured one.
 */
export class InitialPassword {
  readonly #session: Session;
  #refused: Promise<Credentials | undefined> | undefined;
  #changed: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Before Nexus is looked at. */
  async beforeRead(): Promise<void> {
    const refused = await this.#configuredAndRefused();
    if (!refused || this.#changed) return;
    this.#session.notice(
      `the user "${refused.username}" still has the initial password: an update sets nexus:password in its place`,
    );
  }

  /** Before anything is changed: once, whoever comes first. */
  beforeWrite(): Promise<void> {
    this.#changed ??= this.#change();
    return this.#changed;
  }

  async #change(): Promise<void> {
    const configured = await this.#configuredAndRefused();
    if (!configured || !user.login) return;
    const { username, password } = configured;
    await setPassword(this.#session, user.login, { [user.login.user]: username }, password);
    this.#session.notice(`the user "${username}" has nexus:password from now on, in place of the initial password`);
  }

  /** The configured credentials, where only the initial ones are let in: from then on those are used. */
  #configuredAndRefused(): Promise<Credentials | undefined> {
    this.#refused ??= this.#try();
    return this.#refused;
  }

  async #try(): Promise<Credentials | undefined> {
    const { connection: { username, password } = {}, initialPassword } = this.#session.settings;
    if (!initialPassword || username === undefined || password === undefined) return undefined;
    const { client } = this.#session;
    const configured = { username, password };
    if (await client.acceptsCredentials(configured)) return undefined;
    const initial = { username, password: initialPassword() };
    client.addSecret(initial.password);
    if (!(await client.acceptsCredentials(initial))) return undefined;
    await client.switchCredentials(initial);
    return configured;
  }
}
