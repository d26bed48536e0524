import { NexusError } from "../client/errors.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import { refreshDeclaredFields } from "../model/declared-fields.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { collectSecrets } from "../model/shape.ts";
import { type Fields, isUnknown } from "../util/json.ts";
import { check } from "./check.ts";
import { changeOf } from "./diff.ts";
import { computedIn, declaredIn, internalsIn, neighboursIn } from "./inputs.ts";
import type { Found } from "./live.ts";
import { isPassword, keepsPassword, newPassword, passwordOf, setPassword } from "./password.ts";
import { change, hidden, make, type Outcome, type Wanted } from "./reconcile.ts";
import { Refused } from "./refused.ts";
import { remove } from "./remove.ts";
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
    const { any, identity } = changeOf(this.#kind, olds, news);
    const field = this.#kind.identify?.from ?? this.#kind.identity;
    const name = getIdentity(this.#kind, declaredIn(news));
    if (identity && !isUnknown(name))
      this.#session.replaces(this.#kind, name, getIdentity(this.#kind, declaredIn(olds)));
    // The new one is made first: what is in use cannot be deleted, and users lose a deleted role for good.
    return {
      changes: any,
      replaces: identity && field !== undefined ? [field] : [],
      deleteBeforeReplace: false,
    };
  }

  async create(inputs: Fields): Promise<{ id: string; outs: Fields }> {
    const { login } = this.#kind;
    const declared = declaredIn(inputs);
    const generated = login && declared[login.password] === undefined ? newPassword() : undefined;
    const password = passwordOf(this.#kind, declared, generated);
    const wanted = this.#wanted(inputs, {
      withdrawn: [],
      unseen: changeOf(this.#kind, {}, declared).unseen,
      beside: login && password !== undefined ? { [login.password]: password } : {},
    });
    const { found } = await this.#withinLimits(wanted, make);
    const isTheirs = found !== undefined && keepsPassword(this.#kind, declared);
    if (found && !isTheirs && password !== undefined && !(await this.#isInForce(wanted, found, password)))
      await this.#setPassword(wanted, password);
    const made = isTheirs ? undefined : generated;
    return { id: wanted.identity, outs: { ...inputs, ...(made && { generatedPassword: made }) } };
  }

  async read(id: string, properties: Fields): Promise<{ id: string; props: Fields; inputs: Fields }> {
    const [session, kind] = [this.#session, this.#kind];
    await session.firstStart.beforeLooking();
    const declared = declaredIn(properties);
    const found = await this.#seen(id);
    if (found === "hidden") return { id, props: properties, inputs: { ...internalsIn(properties), ...declared } };
    // Another kind of thing under the name, or a name of another case, is not it.
    const isIt = found?.ofKind && (kind.setting || found.identity === id);
    if (!found || !isIt) {
      if (!found && !(await session.live.isGone(kind, id))) throw new Refused(hidden(session, kind, id));
      return { id: "", props: {}, inputs: {} };
    }
    const live = kind.listOmitsFields ? ((await session.live.now(kind, id)) ?? found.fields) : found.fields;
    const named = kind.identity && !kind.identify ? { [kind.identity]: id } : {};
    const current = refreshDeclaredFields(kind.shape, declared, { ...live, ...named });
    const inputs = { ...internalsIn(properties), ...current };
    const { passwordDrifted: _before, ...computed } = computedIn(properties);
    const drifted = await this.#passwordDrifted(declared, computed, live);
    return { id, props: { ...inputs, ...computed, ...(drifted && { passwordDrifted: true }) }, inputs };
  }

  async update(_id: string, olds: Fields, news: Fields): Promise<{ outs: Fields }> {
    const { login } = this.#kind;
    const declared = declaredIn(news);
    const { withdrawn, unseen, password: what } = changeOf(this.#kind, olds, news);
    const isMade = login && declared[login.password] === undefined;
    const isTheirs = keepsPassword(this.#kind, declared);
    const before = what === "make" ? undefined : olds.generatedPassword;
    // Who keeps a password of his own is given one all the same where he is gone, and made again.
    const generated = isMade ? (before ?? newPassword()) : undefined;
    const password = passwordOf(this.#kind, declared, generated);
    const wanted = this.#wanted(news, {
      withdrawn,
      unseen,
      beside: login && password !== undefined ? { [login.password]: password } : {},
    });
    const { found } = await this.#withinLimits(wanted, change);
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
      return session.say(
        `${kind.noun} "${id}": stays, as it is in ${properties.__nexus}, and this is ${connection.url}`,
      );
    await session.firstStart.beforeLooking();
    if (!(await session.live.endpoints(kind)).remove)
      return session.say(`${kind.noun}${kind.setting ? "" : ` "${id}"`}: is declared no more, and stays as it is`);
    if (session.declares(kind, id)) return session.say(`${kind.noun} "${id}": stays, as this program declares it`);
    const other = kind.typeChangeLosesContent && (await session.look(kind, () => session.live.find(kind, id)));
    if (other && !other.ofKind)
      return session.say(`${kind.noun} "${id}": is gone; what has its name now is another ${kind.family}, and stays`);
    await session.firstStart.beforeChanging();
    await remove(session, kind, id);
  }

  async #seen(id: string): Promise<Found | undefined | "hidden"> {
    const [session, kind] = [this.#session, this.#kind];
    try {
      return await session.live.find(kind, id);
    } catch (error) {
      if (!(kind.adminOnlyRead && error instanceof NexusError && error.status === 403)) throw error;
      session.say(`${kind.noun}: is taken to be as it was, as only an administrator may see it`);
      return "hidden";
    }
  }

  #wanted(inputs: Fields, more: Pick<Wanted, "withdrawn" | "unseen" | "beside">): Wanted {
    const declared = declaredIn(inputs);
    const identity = getIdentity(this.#kind, declared);
    for (const secret of collectSecrets(this.#kind.shape, { ...declared, ...more.beside }))
      this.#session.client.hide(secret);
    return {
      kind: this.#kind,
      identity,
      declared,
      neighbours: neighboursIn(inputs),
      onConflict: this.#session.onConflict(declared),
      ...more,
    };
  }

  /** Refuses what this release or edition cannot hold; where only an answer tells which it is, with that answer. */
  async #withinLimits(wanted: Wanted, work: (session: Session, wanted: Wanted) => Promise<Outcome>): Promise<Outcome> {
    const session = this.#session;
    await session.firstStart.beforeChanging();
    if (session.server.release === undefined) await session.live.list(wanted.kind).catch(ignoreMissing);
    const violations = unsupportedBy(session.server, wanted.kind, wanted.declared);
    if (violations.length)
      throw new Refused(violations.map(({ path, message }) => (path ? `${path} ${message}` : message)).join("; "));
    return work(session, wanted);
  }

  /** Somebody else's password may be in force in what was found: it is tried. */
  async #isInForce({ declared }: Wanted, found: Fields, password: string | undefined): Promise<boolean> {
    const { login } = this.#kind;
    return (
      !login ||
      password === undefined ||
      (await isPassword(this.#session, login, { ...found, ...declared }, password)) === true
    );
  }

  async #setPassword(wanted: Wanted, password: string): Promise<void> {
    const { login } = this.#kind;
    if (!login) return;
    await setPassword(this.#session, login, wanted.declared, password);
    // 3.71: a user who was to change the password has it changed by that, and becomes active.
    if (wanted.declared.status === "changepassword") await change(this.#session, wanted);
  }

  async #passwordDrifted(declared: Fields, computed: Fields, live: Fields): Promise<boolean> {
    const password = passwordOf(this.#kind, declared, computed.generatedPassword);
    if (!this.#kind.login || password === undefined || keepsPassword(this.#kind, declared)) return false;
    return (await isPassword(this.#session, this.#kind.login, live, password)) === false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof NexusError && error.saysMissing)) throw error;
}
