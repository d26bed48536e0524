import { isEmptyValue } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import type { Shape } from "../model/shape.ts";
import { validateFields } from "../model/validation.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../util/json.ts";

/** Represents a secret of an object that Nexus never returns. */
export interface ExportedSecret {
  /** The path of the field: `httpClient.authentication.password`. */
  path: string;
  /**
   * The fields that cannot be declared without the secret. Where the list is empty, the whole object cannot be
   * declared without it. Fields that are not declared are left unchanged.
   */
  goesWith: readonly string[];
}

/** Fields that Nexus requires together, which no schema expresses. */
const requiredTogether: Readonly<Record<string, readonly string[]>> = {
  authPassword: ["authScheme", "authRealm", "authUsername", "authPassword"],
};

/** The placeholder for a secret in a declaration that is only validated. */
const placeholder = "secret";

/** Finds the paths of the secrets that an object in Nexus has. */
export function findSecretPaths(kind: Kind, live: Fields): string[] {
  return pathsOf(kind.shape, live, "");
}

/** Returns the secrets of a declaration in which placeholders stand for them. */
export function findSecrets(kind: Kind, fields: Fields, paths: readonly string[]): ExportedSecret[] {
  const declared = paths.filter((path) => getValueAt(fields, path) !== undefined);
  return declared.map((path) => ({ path, goesWith: findDependentFields(kind, fields, path) }));
}

/** Puts a placeholder at the path of each secret. */
export function fillSecrets(fields: Fields, paths: readonly string[]): Fields {
  return paths.reduce((all, path) => setValueAt(all, path, placeholder), fields);
}

function pathsOf(shape: Shape, live: Fields, parent: string): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const path = parent ? `${parent}.${name}` : name;
    const value = live[name];
    if (field.metadata.writeOnly) return isSet(field, value, live) ? [path] : [];
    if (!field.fields) return [];
    // A required object exists even where Nexus returns nothing of it.
    if (isFields(value) ? !isEmptyValue(value) : !field.optional)
      return pathsOf(field, isFields(value) ? value : {}, path);
    return [];
  });
}

function isSet({ optional, metadata }: Shape, value: Json | undefined, owner: Fields): boolean {
  return !isEmptyValue(value) || !optional || (metadata.isStored?.(owner) ?? false);
}

/** Returns the smallest part that must be omitted with a secret so that the rest is still a valid declaration. */
function findDependentFields(kind: Kind, fields: Fields, path: string): string[] {
  const names = path.split(".");
  const dependent = requiredTogether[names.at(-1) ?? ""];
  if (dependent) return dependent.filter((name) => fields[name] !== undefined);
  for (let depth = names.length; depth > 0; depth--) {
    const part = names.slice(0, depth).join(".");
    if (!validateFields(kind, omitField(fields, part)).length) return [part];
  }
  return [];
}

/** Returns the fields without the one at a path. */
export function omitField(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  if (!rest.length) return others;
  return isFields(value) ? { ...fields, [name]: omitField(value, rest.join(".")) } : fields;
}

/** Returns the fields that are declared where no secret is configured. */
export function omitSecrets(fields: Fields, secrets: readonly ExportedSecret[]): Fields {
  const omitted = secrets.flatMap(({ path, goesWith }) => [path, ...goesWith]);
  return omitted.reduce((rest, path) => (getValueAt(rest, path) === undefined ? rest : omitField(rest, path)), fields);
}
