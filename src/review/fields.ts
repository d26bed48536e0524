import { findDifferences, hasSameMeaning } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { findRemovedPaths } from "../model/request-body.ts";
import type { Shape } from "../model/shape.ts";
import { containsUnknown, type Fields, getValueAt, isFields, type Json } from "../util/json.ts";
import type { FieldChange } from "./schema.ts";

/** What Pulumi shows in place of a secret. */
const hidden = "[secret]";

function holdsSecret(value: Json | undefined): boolean {
  if (value === hidden) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** The library's own inputs are no part of a declaration. */
function isOurs(name: string): boolean {
  return name.startsWith("__");
}

/** The declaration alone, without what cannot be compared with what Nexus has: secrets, and what is not known yet. */
export function comparable(declared: Fields): Fields {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, value]): [string, Json | undefined][] => {
      if (isOurs(name)) return [];
      if (!holdsSecret(value) && !containsUnknown(value)) return [[name, value]];
      return isFields(value) ? [[name, comparable(value)]] : [];
    }),
  );
}

/** The paths of what cannot be compared: secrets, and what is known only in the run. */
function veiled(declared: Fields, above = ""): { path: string; secret: boolean }[] {
  return Object.entries(declared).flatMap(([name, value]) => {
    if (isOurs(name)) return [];
    const path = above ? `${above}.${name}` : name;
    if (isFields(value)) return veiled(value, path);
    if (holdsSecret(value)) return [{ path, secret: true }];
    return containsUnknown(value) ? [{ path, secret: false }] : [];
  });
}

/** What the declared says that what is there does not, field by field. Secrets are left out, whatever the field. */
export function differencesFrom(kind: Kind, declared: Fields, live: Fields): FieldChange[] {
  return findDifferences(kind.shape, comparable(declared), live).map(({ path, declared: after, live: before }) =>
    fieldChange(kind.shape, path, before, after),
  );
}

/** What is declared otherwise than before, field by field. */
export function declaredAnew(kind: Kind, before: Fields, after: Fields): FieldChange[] {
  const [old, now] = [comparable(before), comparable(after)];
  const changed = findDifferences(kind.shape, now, old, "declaration").map(({ path, declared, live }) =>
    fieldChange(kind.shape, path, getValueAt(old, path) === undefined ? undefined : live, declared),
  );
  const withdrawn = findRemovedPaths(kind.shape, plain(before), plain(after)).map((path): FieldChange => {
    const value = getValueAt(old, path);
    return { path, withdrawn: true, ...(value === undefined ? { secret: true as const } : { before: value }) };
  });
  return [...changed, ...withdrawn, ...unknownIn(after, before)];
}

function plain(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isOurs(name)));
}

/** What the run will know, and secrets that were not declared before. */
function unknownIn(after: Fields, before: Fields): FieldChange[] {
  return veiled(after).flatMap(({ path, secret }): FieldChange[] => {
    if (!secret) return [{ path, unknown: true }];
    return getValueAt(before, path) === undefined ? [{ path, secret: true }] : [];
  });
}

/** The secrets of a declaration: nobody may see whether they have changed. */
export function secretsOf(declared: Fields): FieldChange[] {
  return veiled(declared)
    .filter(({ secret }) => secret)
    .map(({ path }) => ({ path, secret: true }));
}

function fieldChange(shape: Shape, path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  const field = shapeAt(shape, path);
  if (field?.metadata.writeOnly || holdsSecret(before) || holdsSecret(after)) return { path, secret: true };
  return {
    path,
    ...(before !== undefined && before !== null && { before }),
    ...(after !== undefined && { after }),
    ...(field?.metadata.unordered && Array.isArray(after) && inSets(field, Array.isArray(before) ? before : [], after)),
  };
}

/** What came into a list whose order means nothing, and what went. */
function inSets(field: Shape, before: Json[], after: Json[]): { added: Json[]; removed: Json[] } {
  const without = (list: Json[], other: Json[]) =>
    list.filter((item) => !other.some((one) => hasSameMeaning(field, [one], [item])));
  return { added: without(after, before), removed: without(before, after) };
}

function shapeAt(shape: Shape, path: string): Shape | undefined {
  return path.split(".").reduce<Shape | undefined>((at, name) => at?.fields?.[name], shape);
}
