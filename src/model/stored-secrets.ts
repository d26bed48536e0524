import { type Fields, isFields, type Json, setValueAt } from "../util/json.ts";
import { isAtLeast, type Server } from "../util/release.ts";
import { hasSameMeaning, isEmptyValue } from "./comparison.ts";
import { isMaskedSecret, secretPlaceholder } from "./masked-secrets.ts";
import { getFieldShapes, type Shape } from "./shape.ts";

/** An update of an object: Nexus replaces the object by the body, without the secrets that the body lacks. */
export interface Update {
  body: Fields;
  /** The current object. */
  live: Fields;
  declared: Fields;
  /** Paths that are no longer declared. Their secrets are removed on purpose. */
  removed: readonly string[];
}

/** A secret in Nexus that an update would remove, as the program does not declare it and Nexus does not return it. */
export interface LostSecret {
  path: string;
  /** The path of the secret or of a block around it that can be declared as null, if there is one. */
  nullablePath?: string;
}

/**
 * Returns the body of an update with placeholders for the stored secrets that the program does not declare, and the secrets
 * for which Nexus accepts no placeholder. It finds secrets at any depth.
 */
export function keepStoredSecrets(
  shape: Shape,
  update: Update,
  server: Server,
): { body: Fields; lost: readonly LostSecret[] } {
  const secrets = findUndeclaredSecrets(shape, update, { path: "" });
  const kept = secrets.filter(({ secret }) => keepsPlaceholder(secret, server));
  return {
    body: kept.reduce((body, { path }) => setValueAt(body, path, secretPlaceholder), update.body),
    lost: secrets
      .filter((found) => !kept.includes(found) && isLost(found.secret, server))
      .map(({ path, nullablePath }) => ({ path, ...(nullablePath !== undefined && { nullablePath }) })),
  };
}

/** A secret that an update does not declare. */
interface UndeclaredSecret extends LostSecret {
  secret: { shape: Shape; value: Json | undefined; isStored: boolean };
}

function findUndeclaredSecrets(
  shape: Shape,
  { body, live, declared, removed }: Update,
  parent: LostSecret,
): UndeclaredSecret[] {
  return Object.entries(getFieldShapes(shape, body) ?? {}).flatMap(([name, field]) => {
    const path = parent.path ? `${parent.path}.${name}` : name;
    if (removed.includes(path) || declared[name] === null) return [];
    const nullablePath = field.nullable ? path : parent.nullablePath;
    const place = { path, ...(nullablePath !== undefined && { nullablePath }) };
    const value = body[name];
    if (field.metadata.writeOnly || field.metadata.sensitive) {
      if (declared[name] !== undefined) return [];
      return [{ ...place, secret: { shape: field, value, isStored: isStored(shape, field, live, body) } }];
    }
    if (!isFields(value)) return [];
    const inner = { body: value, live: toFields(live[name]), declared: toFields(declared[name]), removed };
    return findUndeclaredSecrets(field, inner, place);
  });
}

/** Returns true if Nexus has the secret now, and the updated object still has a use for it. */
function isStored({ fields }: Shape, { metadata }: Shape, live: Fields, body: Fields): boolean {
  const { isStored, secretOf } = metadata;
  if (!isStored?.(live) || !isStored(body)) return false;
  const owner = secretOf === undefined ? undefined : fields?.[secretOf];
  return !owner || secretOf === undefined || hasSameMeaning(owner, trim(live[secretOf]), trim(body[secretOf]));
}

function keepsPlaceholder({ shape, value }: UndeclaredSecret["secret"], { release }: Server): boolean {
  const { placeholder } = shape.metadata;
  if (placeholder === "returned") return isMaskedSecret(value);
  return placeholder !== undefined && release !== undefined && isAtLeast(release, placeholder);
}

function isLost({ shape, value, isStored }: UndeclaredSecret["secret"], { release }: Server): boolean {
  const { placeholder } = shape.metadata;
  if (isMaskedSecret(value)) return true;
  // Nexus returned the secret in clear text, or no placeholder for it.
  if (!isEmptyValue(value) || placeholder === "returned") return false;
  const keepsOmitted = placeholder !== undefined && release !== undefined;
  return isStored && !keepsOmitted;
}

function toFields(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

function trim(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? value.trim() : value;
}
