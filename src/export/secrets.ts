import { isEmptyValue } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import type { Shape } from "../model/shape.ts";
import { validateFields } from "../model/validation.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../util/json.ts";

/** A secret that something in Nexus has, which no answer tells. */
export interface Secret {
  /** Where a declaration has it: `httpClient.authentication.password`. */
  path: string;
  /**
   * What cannot be declared without it: these fields, or, where there are none, all of it. What is not declared stays
   * as it is.
   */
  goesWith: readonly string[];
}

/** By a secret's name, what beside it tells that there is one. */
const told: Readonly<Record<string, (beside: Fields) => boolean>> = {
  password: ({ username, type }) => !isEmptyValue(username) && type !== "bearerToken",
  authPassword: ({ authScheme }) => !isEmptyValue(authScheme) && authScheme !== "NONE",
  applicationPassword: () => true,
  bearerToken: ({ type }) => type === "bearerToken",
  secretAccessKey: ({ accessKeyId }) => !isEmptyValue(accessKeyId),
  accountKey: ({ authenticationMethod }) => /^accountkey$/i.test(String(authenticationMethod)),
  clientSecret: ({ clientId }) => !isEmptyValue(clientId),
  // Nexus shows a signing key only where it has a passphrase (3.71, 3.77).
  passphrase: ({ keypair }) => !isEmptyValue(keypair),
};

/** Fields that Nexus wants together, and no schema says so. */
const together: Readonly<Record<string, readonly string[]>> = {
  authPassword: ["authScheme", "authRealm", "authUsername", "authPassword"],
};

/** What a secret is in a declaration that is only looked at. */
const some = "secret";

/** Where something that Nexus shows has secrets. */
export function secretPathsIn(kind: Kind, live: Fields): string[] {
  return pathsOf(kind.shape, live, "");
}

/** The secrets of a declaration that has some text in their places. */
export function secretsOf(kind: Kind, fields: Fields, paths: readonly string[]): Secret[] {
  const said = paths.filter((path) => getValueAt(fields, path) !== undefined);
  return said.map((path) => ({ path, goesWith: goesWith(kind, fields, path) }));
}

/** The declaration with some text in the place of each secret. */
export function withSecrets(fields: Fields, paths: readonly string[]): Fields {
  return paths.reduce((all, path) => setValueAt(all, path, some), fields);
}

function pathsOf(shape: Shape, live: Fields, above: string): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const path = above ? `${above}.${name}` : name;
    const value = live[name];
    if (field.metadata.writeOnly) return hasOne(name, field, value, live) ? [path] : [];
    if (!field.fields) return [];
    // A part that must be there is, also where Nexus shows nothing of it.
    if (isFields(value) ? !isEmptyValue(value) : !field.optional)
      return pathsOf(field, isFields(value) ? value : {}, path);
    return [];
  });
}

function hasOne(name: string, { optional }: Shape, value: Json | undefined, beside: Fields): boolean {
  return !isEmptyValue(value) || !optional || (told[name]?.(beside) ?? false);
}

/** The least that must go with a secret for the rest to be a declaration still. */
function goesWith(kind: Kind, whole: Fields, path: string): string[] {
  const names = path.split(".");
  const own = together[names.at(-1) ?? ""];
  if (own) return own.filter((name) => whole[name] !== undefined);
  for (let depth = names.length; depth > 0; depth--) {
    const part = names.slice(0, depth).join(".");
    if (!validateFields(kind, without(whole, part)).length) return [part];
  }
  return [];
}

/** The fields without what is at a path. */
export function without(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  if (!rest.length) return others;
  return isFields(value) ? { ...fields, [name]: without(value, rest.join(".")) } : fields;
}

/** The fields that are left where no secret is configured. */
export function withoutSecrets(fields: Fields, secrets: readonly Secret[]): Fields {
  const gone = secrets.flatMap(({ path, goesWith }) => [path, ...goesWith]);
  return gone.reduce((rest, path) => (getValueAt(rest, path) === undefined ? rest : without(rest, path)), fields);
}
