import { findDifferences, hasSameMeaning } from "../model/comparison.ts";
import { omitPaths, readIgnoredPaths } from "../model/ignored-paths.ts";
import type { Kind } from "../model/kind.ts";
import { isMaskedSecret } from "../model/masked-secrets.ts";
import { buildCreateBody, findRemovedPaths } from "../model/request-body.ts";
import { findShapeAt, isSecretField, type Shape } from "../model/shape.ts";
import { holdsSecret, isInternalInput, toComparable } from "../plan/comparable-fields.ts";
import { containsUnknown, type Fields, getValueAt, isFields, type Json } from "../util/json.ts";
import type { FieldChange } from "./report-schemas.ts";

/** Returns the declared fields that Nexus has otherwise. Secrets are left out, in any field, and so are ignored fields. */
export function compareWithLive(kind: Kind, declared: Fields, live: Fields): FieldChange[] {
  const managed = omitPaths(declared, readIgnoredPaths(declared));
  return findDifferences(kind.shape, toComparable(managed), live).map(({ path, declared: after, live: before }) =>
    toFieldChange(kind.shape, path, before, after),
  );
}

/** Returns the fields that differ between two declarations, those removed from the program included and ignored ones not. */
export function compareDeclarations(kind: Kind, declaredBefore: Fields, declaredAfter: Fields): FieldChange[] {
  // A new object gets its ignored fields, too.
  const ignored = Object.keys(declaredBefore).length ? readIgnoredPaths(declaredAfter) : [];
  const [before, after] = [omitPaths(declaredBefore, ignored), omitPaths(declaredAfter, ignored)];
  const [comparableBefore, comparableAfter] = [toComparable(before), toComparable(after)];
  const changed = findDifferences(kind.shape, comparableAfter, comparableBefore, "declaration").map(
    ({ path, declared, live }) =>
      toFieldChange(kind.shape, path, getValueAt(comparableBefore, path) === undefined ? undefined : live, declared),
  );
  const withdrawn = findRemovedPaths(kind.shape, omitInternal(before), omitInternal(after)).map((path): FieldChange => {
    const value = getValueAt(comparableBefore, path);
    return { path, withdrawn: true, ...(value === undefined ? { secret: true as const } : { before: value }) };
  });
  return [...changed, ...withdrawn, ...listIncomparable(after, before)];
}

/**
 * Replaces the values of the last `up` by those that Nexus has, which may have changed since. A field that Nexus has as
 * declared already is left out. Without the object in Nexus, a field that was not declared before is marked as not read.
 */
export function withValuesInNexus(
  { shape }: Kind,
  changed: readonly FieldChange[],
  { live, planned = {} }: { live?: Fields; planned?: Fields },
): FieldChange[] {
  return changed.flatMap((change): FieldChange[] => {
    const { path, secret, unknown, withdrawn } = change;
    const field = findShapeAt(shape, path);
    if (secret || !field) return [change];
    if (!live) return [change.before === undefined ? { ...change, notRead: true } : change];
    const before = getValueAt(live, path);
    if (before === undefined && field.metadata.notReturned !== undefined) return [change];
    if (field.metadata.sensitive && isMaskedSecret(before)) return [change];
    if (unknown) return [{ ...toFieldChange(shape, path, before, undefined), unknown }];
    if (withdrawn)
      return [{ ...toFieldChange(shape, path, before, getValueAt(planned, path) ?? undefined), withdrawn }];
    return hasSameMeaning(field, before, change.after) ? [] : [toFieldChange(shape, path, before, change.after)];
  });
}

/** Returns the fields that a new object gets although the program does not declare them, because a create request sends them. */
export function listCreateDefaults({ shape, identity }: Kind, declared: Fields): FieldChange[] {
  return listLeaves(buildCreateBody(shape, declared))
    .filter(({ path }) => path !== identity && getValueAt(declared, path) === undefined)
    .map(({ path, value }) => ({ ...toFieldChange(shape, path, undefined, value), byDefault: true }));
}

function listLeaves(fields: Fields, parent = ""): { path: string; value: Json }[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = parent ? `${parent}.${name}` : name;
    if (isFields(value)) return listLeaves(value, path);
    return value === undefined || value === null ? [] : [{ path, value }];
  });
}

/** Returns the secrets of a declaration. A preview does not show whether they change. */
export function listSecretFields(declared: Fields): FieldChange[] {
  return findIncomparable(declared)
    .filter(({ isSecret }) => isSecret)
    .map(({ path }) => ({ path, secret: true }));
}

function omitInternal(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isInternalInput(name)));
}

/** Returns the values that are known only during the run, and the secrets that were not declared before. */
function listIncomparable(after: Fields, before: Fields): FieldChange[] {
  return findIncomparable(after).flatMap(({ path, isSecret }): FieldChange[] => {
    if (!isSecret) return [{ path, unknown: true }];
    return getValueAt(before, path) === undefined ? [{ path, secret: true }] : [];
  });
}

/** Finds the fields that cannot be compared: secrets, and values that are known only during the run. */
function findIncomparable(declared: Fields, parent = ""): { path: string; isSecret: boolean }[] {
  return Object.entries(declared).flatMap(([name, value]) => {
    if (isInternalInput(name)) return [];
    const path = parent ? `${parent}.${name}` : name;
    if (isFields(value)) return findIncomparable(value, path);
    if (holdsSecret(value)) return [{ path, isSecret: true }];
    return containsUnknown(value) ? [{ path, isSecret: false }] : [];
  });
}

function toFieldChange(shape: Shape, path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  const field = findShapeAt(shape, path);
  if ((field && isSecretField(field, path.split(".").at(-1) ?? "")) || holdsSecret(before) || holdsSecret(after))
    return { path, secret: true };
  return {
    path,
    ...(before !== undefined && before !== null && { before }),
    ...(after !== undefined && { after }),
    ...(field?.metadata.unordered &&
      Array.isArray(after) &&
      compareLists(field, Array.isArray(before) ? before : [], after)),
  };
}

/** Returns the elements that are added to an unordered list, and those that are removed from it. */
function compareLists(field: Shape, before: Json[], after: Json[]): { added: Json[]; removed: Json[] } {
  const subtract = (list: Json[], others: Json[]) =>
    list.filter((item) => !others.some((other) => hasSameMeaning(field, [other], [item])));
  return { added: subtract(after, before), removed: subtract(before, after) };
}
