import { NexusError } from "../client/errors.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import { refreshDeclaredFields } from "../model/declared-fields.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { collectSecrets } from "../model/shape.ts";
import { type Fields, isUnknown } from "../util/json.ts";
import { check } from "./check.ts";
import { deleteObject } from "./delete.ts";
import { diffDeclarations } from "./diff.ts";
import { getComputed, getDeclared, getInternals, getNeighbours } from "./inputs.ts";
import type { ExistingObject } from "./nexus-reader.ts";
import { generatePassword, keepsPassword, passwordMatches, resolvePassword, setPassword } from "./passwords.ts";
import { type ApplyResult, applyUpdate, createOrAdopt, type DesiredState, describeHidden } from "./reconcile.ts";
import { RefusedError } from "./refused.ts";
import type { Session } from "./session.ts";

export interface CheckResult {
  inputs: Fields;
  failures: { property: string; reason: string }[];
}

export interface DiffResult {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** The six methods of a dynamic provider, for any kind. */
export class KindProvider {
  readonly #session: Session;
  readonly #kind: Kind;

  constructor(session: Session, kind: Kind) {
    this.#session = session;
    this.#kind = kind;
  }

  async check(olds: Fields, news: Fields): Promise<CheckResult> {
    const violations = await check(this.#session, this.#kind, olds, news);
    return { inputs: news, failures: violations.map(({ path, message }) => ({ property: path, reason: message })) };
  }

  async diff(_id: string, olds: Fields, news: Fields): Promise<DiffResult> {
    const { any, identity } = diffDeclarations(this.#kind, olds, news);
    const field = this.#kind.identify?.from ?? this.#kind.identity;
    const name = getIdentity(this.#kind, getDeclared(news));
    if (identity && !isUnknown(name))
      this.#session.recordReplacement(this.#kind, name, getIdentity(this.#kind, getDeclared(olds)));
    // The new one is made first: what is in use cannot be deleted, and users lose a deleted role for good.
    return {
      changes: any,
      replaces: identity && field !== undefined ? [field] : [],
      deleteBeforeReplace: false,
    };
  }

  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    const { login } = this.#kind;
    const declared = getDeclared(inputs);
    const generated = login && declared[login.password] === undefined ? generatePassword() : undefined;
    const password = resolvePassword(this.#kind, declared, generated);
    const wanted = this.#wanted(inputs, {
      removed: [],
      writeAlways: diffDeclarations(this.#kind, {}, declared).notReturned,
      createOnly: login && password !== undefined ? { [login.password]: password } : {},
    });
    const { existing: found } = await this.#withinLimits(wanted, createOrAdopt);
    const isTheirs = found !== undefined && keepsPassword(this.#kind, declared);
    if (found && !isTheirs && password !== undefined && !(await this.#isInForce(wanted, found, password)))
      await this.#setPassword(wanted, password);
    const made = isTheirs ? undefined : generated;
    return { id: wanted.identity, outs: { ...inputs, ...(made && { generatedPassword: made }) } };
  }

  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    const [session, kind] = [this.#session, this.#kind];
    await session.initialPassword.beforeRead();
    const declared = getDeclared(properties);
    const found = await this.#seen(id);
    if (found === "hidden") return { id, props: properties, inputs: { ...getInternals(properties), ...declared } };
    // Another kind of thing under the name, or a name of another case, is not it.
    const isIt = found?.isOfKind && (kind.setting || found.identity === id);
    if (!found || !isIt) {
      if (!found && !(await session.reader.isGone(kind, id))) throw new RefusedError(describeHidden(session, kind, id));
      return { id: "", props: {}, inputs: {} };
    }
    const live = kind.listOmitsFields ? ((await session.reader.read(kind, id)) ?? found.fields) : found.fields;
    const named = kind.identity && !kind.identify ? { [kind.identity]: id } : {};
    const current = refreshDeclaredFields(kind.shape, declared, { ...live, ...named });
    const inputs = { ...getInternals(properties), ...current };
    const { passwordDrifted: _before, ...computed } = getComputed(properties);
    const drifted = await this.#passwordDrifted(declared, computed, live);
    return { id, props: { ...inputs, ...computed, ...(drifted && { passwordDrifted: true }) }, inputs };
  }

  async update(_id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    const { login } = this.#kind;
    const declared = getDeclared(news);
    const { removed: withdrawn, notReturned: unseen, password: what } = diffDeclarations(this.#kind, olds, news);
    const isMade = login && declared[login.password] === undefined;
    const isTheirs = keepsPassword(this.#kind, declared);
    const before = what === "make" ? undefined : olds.generatedPassword;
    // Who keeps a password of his own is given one all the same where he is gone, and made again.
    const generated = isMade ? (before ?? generatePassword()) : undefined;
    const password = resolvePassword(this.#kind, declared, generated);
    const wanted = this.#wanted(news, {
      removed: withdrawn,
      writeAlways: unseen,
      createOnly: login && password !== undefined ? { [login.password]: password } : {},
    });
    const { existing: found } = await this.#withinLimits(wanted, applyUpdate);
    const mustSet =
      what !== "keep" || (isOtherNexus(olds, news) && !(await this.#isInForce(wanted, found ?? {}, password)));
    if (found && !isTheirs && password !== undefined && mustSet) await this.#setPassword(wanted, password);
    const made = isTheirs && found ? before : generated;
    return { outs: { ...news, ...(made !== undefined && { generatedPassword: made }) } };
  }

  async delete(id: string, properties: Fields): Promise<void> {
    const [session, kind] = [this.#session, this.#kind];
    const { connection } = session.settings;
    if (connection && isOtherNexus(properties, { __nexus: connection.url }))
      return session.notice(
        `${kind.noun} "${id}": stays, as it is in ${properties.__nexus}, and this is ${connection.url}`,
      );
    await session.initialPassword.beforeRead();
    if (!(await session.reader.endpoints(kind)).remove)
      return session.notice(`${kind.noun}${kind.setting ? "" : ` "${id}"`}: is declared no more, and stays as it is`);
    if (session.isDeclared(kind, id)) return session.notice(`${kind.noun} "${id}": stays, as this program declares it`);
    const other = kind.typeChangeLosesContent && (await session.tryRead(kind, () => session.reader.find(kind, id)));
    if (other && !other.isOfKind)
      return session.notice(
        `${kind.noun} "${id}": is gone; what has its name now is another ${kind.family}, and stays`,
      );
    await session.initialPassword.beforeWrite();
    await deleteObject(session, kind, id);
  }

  async #seen(id: string): Promise<ExistingObject | undefined | "hidden"> {
    const [session, kind] = [this.#session, this.#kind];
    try {
      return await session.reader.find(kind, id);
    } catch (error) {
      if (!(kind.adminOnlyRead && error instanceof NexusError && error.status === 403)) throw error;
      session.notice(`${kind.noun}: is taken to be as it was, as only an administrator may see it`);
      return "hidden";
    }
  }

  #wanted(inputs: Fields, more: Pick<DesiredState, "removed" | "writeAlways" | "createOnly">): DesiredState {
    const declared = getDeclared(inputs);
    const identity = getIdentity(this.#kind, declared);
    for (const secret of collectSecrets(this.#kind.shape, { ...declared, ...more.createOnly }))
      this.#session.client.addSecret(secret);
    return {
      kind: this.#kind,
      identity,
      declared,
      neighbours: getNeighbours(inputs),
      onConflict: this.#session.onConflict(declared),
      ...more,
    };
  }

  /** Refuses what this release or edition cannot hold; where only an answer tells which it is, with that answer. */
  async #withinLimits(
    wanted: DesiredState,
    work: (session: Session, wanted: DesiredState) => Promise<ApplyResult>,
  ): Promise<ApplyResult> {
    const session = this.#session;
    await session.initialPassword.beforeWrite();
    if (session.server.release === undefined) await session.reader.list(wanted.kind).catch(ignoreMissing);
    const violations = unsupportedBy(session.server, wanted.kind, wanted.declared);
    if (violations.length)
      throw new RefusedError(violations.map(({ path, message }) => (path ? `${path} ${message}` : message)).join("; "));
    return work(session, wanted);
  }

  /** Somebody else's password may be in force in what was found: it is tried. */
  async #isInForce({ declared }: DesiredState, found: Fields, password: string | undefined): Promise<boolean> {
    const { login } = this.#kind;
    return (
      !login ||
      password === undefined ||
      (await passwordMatches(this.#session, login, { ...found, ...declared }, password)) === true
    );
  }

  async #setPassword(wanted: DesiredState, password: string): Promise<void> {
    const { login } = this.#kind;
    if (!login) return;
    await setPassword(this.#session, login, wanted.declared, password);
    // 3.71: a user who was to change the password has it changed by that, and becomes active.
    if (wanted.declared.status === "changepassword") await applyUpdate(this.#session, wanted);
  }

  async #passwordDrifted(declared: Fields, computed: Fields, live: Fields): Promise<boolean> {
    const password = resolvePassword(this.#kind, declared, computed.generatedPassword);
    if (!this.#kind.login || password === undefined || keepsPassword(this.#kind, declared)) return false;
    return (await passwordMatches(this.#session, this.#kind.login, live, password)) === false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof NexusError && error.isNotFound)) throw error;
}
