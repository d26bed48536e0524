/**
 * All decisions about passwords of users: which password a user gets, when it is set, generated, tried or left alone.
 * They apply to kinds with a `login`; for every other kind nothing is done.
 */
import { randomBytes } from "node:crypto";
import type { NexusClient } from "../client/nexus-client.ts";
import { readIgnoredPaths } from "../model/ignored-paths.ts";
import { expandPath, type Kind, type LoginCheck } from "../model/kind.ts";
import type { Violation } from "../model/validation.ts";
import type { Fields, Json } from "../util/json.ts";

/** The usual password rules, which a generated password follows: both cases, a digit and a special character. */
const passwordRules = [/[a-z]/, /[A-Z]/, /\d/, /^[A-Za-z\d].*-.*[A-Za-z\d]$/];

/**
 * Generates a password of 32 letters, digits, "-" and "_", with 190 random bits. It contains a lower-case and an upper-case
 * letter, a digit and a "-", and starts and ends with a letter or digit: it needs no quoting in URLs, shells, XML and
 * configuration files, and no command takes it for an option.
 */
export function generatePassword(): string {
  for (;;) {
    // Drawn again until it follows all rules (2.9 times on average), so all such passwords are equally likely.
    const password = randomBytes(24).toString("base64url");
    if (passwordRules.every((rule) => rule.test(password))) return password;
  }
}

/** Returns true if the program leaves the password to the user: none is declared, and `keepPassword` is true. */
export function isPasswordUnmanaged({ login }: Kind, declared: Fields): boolean {
  return login !== undefined && declared[login.password] === undefined && declared[login.keep] === true;
}

/** Returns true if the option `ignoreChanges` has the login password: it is set when the user is created, and not afterwards. */
export function isPasswordIgnored({ login }: Kind, inputs: Fields): boolean {
  return login !== undefined && readIgnoredPaths(inputs).includes(login.password);
}

/**
 * Compares the password with the state: `set` if another one is declared or the last refresh found it changed in Nexus,
 * `generate` if a new one is needed (none was generated before, or `rotation` changed), else `keep`.
 *
 * @param changed - paths of the declared fields that differ from the state
 */
export function diffPassword(
  kind: Kind,
  olds: Fields,
  news: Fields,
  declared: Fields,
  changed: readonly string[],
): "keep" | "set" | "generate" {
  const field = kind.login?.password;
  if (field === undefined || isPasswordUnmanaged(kind, declared)) return "keep";
  if (news[field] !== undefined) return changed.includes(field) || olds.passwordDrifted ? "set" : "keep";
  if (olds.generatedPassword === undefined || olds.rotation !== news.rotation) return "generate";
  return olds.passwordDrifted ? "set" : "keep";
}

/** Returns a violation if a new user is the one that the program itself logs in as, and would get a generated password. */
export function findPasswordLockout(kind: Kind, before: Fields, declared: Fields, username: string): Violation[] {
  const field = kind.login?.password;
  const isNew = !Object.keys(before).length;
  if (field === undefined || declared[field] !== undefined || isPasswordUnmanaged(kind, declared) || !isNew) return [];
  return [
    {
      path: field,
      message: `is missing: this program logs in as "${username}", and a generated password would lock it out`,
    },
  ];
}

/** Returns the part of the adoption notice that says what happens to the password of the existing user. */
export function describeAdoptedPassword(kind: Kind, declared: Fields): string {
  if (isPasswordUnmanaged(kind, declared)) return "; its password is kept";
  const isGenerated = kind.login && declared[kind.login.password] === undefined;
  return isGenerated ? "; its password is replaced with a generated one" : "";
}

/** Returns true if the last known password no longer works, because it was changed in Nexus. */
export async function hasPasswordDrifted(
  client: NexusClient,
  kind: Kind,
  { declared, generated, current }: { declared: Fields; generated: Json | undefined; current: Fields },
): Promise<boolean> {
  const password = resolvePassword(kind, declared, generated);
  if (!kind.login || password === undefined || isPasswordUnmanaged(kind, declared)) return false;
  return (await passwordMatches(client, kind.login, current, password)) === false;
}

/**
 * Sets the password of a user. If the client itself logs in as that user, it uses the new password from then on.
 *
 * @param fields - the fields that the path of the request needs: the user id
 */
export async function setPassword(
  client: NexusClient,
  login: LoginCheck,
  fields: Fields,
  password: string,
): Promise<void> {
  const username = String(fields[login.user]);
  const path = expandPath(login.change.slice("PUT ".length), fields);
  const request = { method: "PUT", path, text: password } as const;
  if (username === client.username) await client.switchCredentials({ username, password }, request);
  else await client.send(request);
}

/** The password of one user in one create or update. */
export class PasswordPlan {
  readonly #kind: Kind;
  readonly #declared: Fields;
  readonly #previous: Json | undefined;
  readonly #generated: Json | undefined;
  /** The password that the user is to have; absent if the kind has none. */
  readonly password: string | undefined;

  /** @param previous - the generated password that stays in force; a new one is generated without it */
  constructor(kind: Kind, declared: Fields, previous?: Json) {
    this.#kind = kind;
    this.#declared = declared;
    this.#previous = previous;
    // A user with keepPassword gets a generated one, too: it is needed if the user is missing and created again.
    const needsGenerated = kind.login !== undefined && declared[kind.login.password] === undefined;
    this.#generated = needsGenerated ? (previous ?? generatePassword()) : undefined;
    this.password = resolvePassword(kind, declared, this.#generated);
  }

  /** The fields that are sent in addition to the declaration when the user is created. */
  get createFields(): Fields {
    const field = this.#kind.login?.password;
    return field !== undefined && this.password !== undefined ? { [field]: this.password } : {};
  }

  /** Returns the password to set on an existing user: none if the user is new or the password is not managed. */
  getPasswordToSet(existing: Fields | undefined): string | undefined {
    return existing && !isPasswordUnmanaged(this.#kind, this.#declared) ? this.password : undefined;
  }

  /** Returns true if the existing user can log in with the planned password already, or if there is no password. */
  async isInForce(client: NexusClient, existing: Fields): Promise<boolean> {
    const { login } = this.#kind;
    if (!login || this.password === undefined) return true;
    return (await passwordMatches(client, login, { ...existing, ...this.#declared }, this.password)) === true;
  }

  /** Returns the outputs: the generated password, unless an existing user kept another one. */
  getOutputs(existing: Fields | undefined): Fields {
    const keepsOther = existing && isPasswordUnmanaged(this.#kind, this.#declared);
    const generated = keepsOther ? this.#previous : this.#generated;
    return generated === undefined ? {} : { generatedPassword: generated };
  }
}

/**
 * Returns whether the user can log in with the password; `undefined` if that cannot be known, as Nexus refuses locked and
 * disabled users in the same way as wrong passwords.
 */
async function passwordMatches(
  client: NexusClient,
  login: LoginCheck,
  user: Fields,
  password: string,
): Promise<boolean | undefined> {
  if (user.status !== "active" && user.status !== "changepassword") return undefined;
  return client.acceptsCredentials({ username: String(user[login.user]), password });
}

/** Returns the password in force: the declared one, else the generated one, else none. */
function resolvePassword({ login }: Kind, declared: Fields, generated: Json | undefined): string | undefined {
  if (!login) return undefined;
  const password = declared[login.password] ?? generated;
  return typeof password === "string" ? password : undefined;
}
