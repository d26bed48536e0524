import type { Declaration } from "../estate/estate.ts";
import { omitAutomaticNotes } from "../estate/unchanged-defaults.ts";
import { findDifferences, isEmptyValue } from "../model/comparison.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import type { Kind } from "../model/kind.ts";
import { isMaskedSecret, mayBeSecret } from "../model/masked-secrets.ts";
import { getFieldShapes, type Shape } from "../model/shape.ts";
import { formatViolation, type Violation, validateFields } from "../model/validation.ts";
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../util/json.ts";
import type { Server } from "../util/release.ts";
import { toFullFields, toMinimalFields } from "./exported-fields.ts";
import type { Omission } from "./omission.ts";
import {
  type ExportedSecret,
  fillSecrets,
  findSecretPaths,
  findSecrets,
  omitField,
  omitSecrets,
} from "./secret-fields.ts";

/** Represents an object in Nexus as an estate declares it. */
export interface ExportedResource {
  kind: Kind;
  identity: string;
  /** The declared fields, with a placeholder for each secret. */
  fields: Fields;
  secrets: readonly ExportedSecret[];
}

/** Returns true for a resource that cannot be declared at all as long as one of its secrets is not configured. */
export function needsSecret({ secrets }: ExportedResource): boolean {
  return secrets.some(({ goesWith }) => !goesWith.length);
}

/**
 * Converts an object in Nexus to a declaration. Fields that a declaration cannot have, and objects that cannot be
 * declared, are returned as omissions.
 *
 * @param isFull - declares every field instead of the fewest
 */
export function toDeclaration(
  { kind, resource: identity, fields: liveFields }: Declaration,
  server: Server,
  isFull: boolean,
): { resource?: ExportedResource; omissions: Omission[] } {
  const live = omitAutomaticNotes(liveFields);
  const secretPaths = findSecretPaths(kind, live);
  const { fields, omitted, violations } = toValidFields(
    kind,
    fillSecrets(isFull ? toFullFields(kind, live) : toMinimalFields(kind, live), secretPaths),
    server,
  );
  const object = { noun: kind.noun, identity };
  const omitObject = (reason: string) => ({ omissions: [{ ...object, path: "", reason }] });
  if (kind.binaryBodyField) return omitObject("Nexus does not return the file");
  if (violations.length) return omitObject(violations.map(formatViolation).join("; "));
  if (hasMalformedText(fields)) return omitObject("a text has half of a surrogate pair, which no program can declare");
  const reason = findUndeclarableEntry(kind, fields);
  if (reason) return omitObject(reason);
  const secrets = findSecrets(kind, fields, secretPaths);
  const changed = findDifferences(kind.shape, omitSecrets(fields, secrets), live).map(({ path }) => path);
  if (changed.length) return omitObject(`${changed.join(", ")}: a declaration would change the value in Nexus`);
  return {
    resource: { kind, identity, fields, secrets },
    omissions: omitted.map((omission) => ({ ...object, ...omission })),
  };
}

interface ValidFields {
  fields: Fields;
  /** Optional fields whose values in Nexus no declaration may have. */
  omitted: { path: string; reason: string }[];
  /** Violations of fields that cannot be omitted. */
  violations: Violation[];
}

/** Converts values to upper case where an older release has them otherwise, and omits invalid optional fields. */
function toValidFields(kind: Kind, liveFields: Fields, server: Server): ValidFields {
  let fields = liveFields;
  const omitted: ValidFields["omitted"] = [];
  for (;;) {
    const violations = [...validateFields(kind, fields), ...unsupportedBy(server, kind, fields)];
    const [violation] = violations;
    if (!violation) return { fields, omitted, violations };
    const inUpperCase = toUpperCaseAt(kind, fields, violation.path);
    const path = inUpperCase ? undefined : findOmittablePath(kind.shape, fields, violation.path);
    if (!inUpperCase && path === undefined) return { fields, omitted, violations };
    if (path !== undefined) omitted.push({ path, reason: violation.message });
    fields = inUpperCase ?? omitField(fields, path ?? "");
  }
}

/** Converts the field to upper case if Nexus ignores its case and it is not in upper case yet. */
function toUpperCaseAt(kind: Kind, fields: Fields, violationPath: string): Fields | undefined {
  const path = violationPath.replace(/\[\d+\]$/, "");
  const shape = path.split(".").reduce<Shape | undefined>((inner, name) => inner?.fields?.[name], kind.shape);
  const value = getValueAt(fields, path);
  const texts = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
  if (!shape?.metadata.ignoreCase || texts.every((text) => text === text.toUpperCase())) return undefined;
  const upperCase = texts.map((text) => text.toUpperCase());
  return setValueAt(fields, path, Array.isArray(value) ? upperCase : (upperCase[0] ?? null));
}

/** Returns the path of the innermost object or field around a violation that exists and is optional. */
function findOmittablePath(shape: Shape, fields: Fields, violationPath: string): string | undefined {
  const names = violationPath.replace(/\[.*$/, "").split(".").filter(Boolean);
  let omittable: string | undefined;
  let current: Shape | undefined = shape;
  for (const [index, name] of names.entries()) {
    const path = names.slice(0, index + 1).join(".");
    const parent = index ? getValueAt(fields, names.slice(0, index).join(".")) : fields;
    current = current && getFieldShapes(current, parent)?.[name];
    if (current?.optional && getValueAt(fields, path) !== undefined) omittable = path;
  }
  return omittable;
}

/** Returns true if a text or a key has half of a surrogate pair, at any depth. */
function hasMalformedText(value: Json | undefined): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasMalformedText(inner));
}

/** Returns true for a value of unknown meaning that Nexus hides, or whose name suggests a secret. */
function mayHoldSecret(name: string, value: Json | undefined): boolean {
  return isMaskedSecret(value) || (mayBeSecret(name) && !isEmptyValue(value));
}

/** Returns the reason why an entry of a map with free keys cannot be declared; undefined where all can. */
function findUndeclarableEntry({ shape, noun }: Kind, fields: Fields): string | undefined {
  for (const [path, { values }] of Object.entries(shape.fields ?? {})) {
    const entries = fields[path];
    if (!values || !isFields(entries)) continue;
    const names = Object.keys(entries);
    const inherited = names.find((name) => name in Object.prototype);
    if (inherited) return `the key "${inherited}" of ${path} has a meaning of its own in JavaScript`;
    const secret = values.metadata.sensitive && names.find((name) => mayHoldSecret(name, entries[name]));
    if (secret) return `${path}.${secret} may be a secret, and the ${path} of this type of ${noun} are not known`;
  }
  return undefined;
}
