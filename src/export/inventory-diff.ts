import type { Declaration, Inventory } from "../estate/estate.ts";
import { isOwnedByNexus, isUnchangedDefault, omitAutomaticNotes } from "../estate/unchanged-defaults.ts";
import { findDifferences } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { isMaskedSecret } from "../model/masked-secrets.ts";
import { findShapeAt, isSecretField } from "../model/shape.ts";
import { type Fields, getValueAt, type Json } from "../util/json.ts";
import { isUpstreamPath } from "./upstreams.ts";

/** Represents an object that only one of two Nexuses has, or that differs. */
export interface DiffEntry {
  kind: string;
  noun: string;
  name: string;
}

/** Represents a field that differs. */
export interface FieldDifference {
  path: string;
  a: Json;
  b: Json;
}

/** Represents the differences of two Nexuses, as `nexus-iac diff --json` prints them. */
export interface InventoryDiff {
  onlyA: DiffEntry[];
  onlyB: DiffEntry[];
  different: (DiffEntry & { fields: FieldDifference[] })[];
  /** The number of objects that are the same in both. */
  same: number;
  /** Families that could not be read in one of the two and are not compared. */
  notCompared: { family: string; where: "a" | "b"; reason: string }[];
}

/**
 * Compares two inventories. Objects that Nexus brings itself and secrets are not compared.
 *
 * @param compareUpstreams - false ignores the addresses that proxies fetch from
 */
export function diffInventories(a: Inventory, b: Inventory, compareUpstreams = true): InventoryDiff {
  const notCompared = [
    ...a.unreadable.map((family) => ({ ...family, where: "a" as const })),
    ...b.unreadable.map((family) => ({ ...family, where: "b" as const })),
  ];
  const skipped = new Set<string>(notCompared.map(({ family }) => family));
  const [objectsA, objectsB] = [indexByIdentity(a, skipped), indexByIdentity(b, skipped)];
  const pairs = [...objectsA].flatMap(([key, declarationA]) => {
    const declarationB = objectsB.get(key);
    return declarationB ? [{ declarationA, declarationB }] : [];
  });
  const different = pairs.flatMap(({ declarationA, declarationB }) => {
    const fields = diffFields(declarationA, declarationB).filter(
      ({ path }) => compareUpstreams || !isUpstreamPath(path),
    );
    return fields.length ? [{ ...toEntry(declarationA), fields }] : [];
  });
  return {
    onlyA: listOnlyIn(objectsA, objectsB),
    onlyB: listOnlyIn(objectsB, objectsA),
    different,
    same: pairs.length - different.length,
    notCompared,
  };
}

type DeclarationsByKey = ReadonlyMap<string, Declaration>;

/** Indexes the objects that people create or change. Objects of the same name are numbered. */
function indexByIdentity({ declarations }: Inventory, skipped: ReadonlySet<string>): DeclarationsByKey {
  const compared = declarations
    .filter((declaration) => !isOwnedByNexus(declaration) && !skipped.has(declaration.kind.family))
    .map((declaration) => ({ ...declaration, fields: omitAutomaticNotes(declaration.fields) }))
    .sort((a, b) => (toSortKey(a) < toSortKey(b) ? -1 : 1));
  const counts = new Map<string, number>();
  return new Map(
    compared.map((declaration) => {
      const key = `${declaration.kind.family}/${declaration.resource}`;
      const number = (counts.get(key) ?? 0) + 1;
      counts.set(key, number);
      return [`${key}/${number}`, declaration];
    }),
  );
}

function toSortKey({ kind, resource }: Declaration): string {
  return [kind.family, kind.name, resource].join("\u0000");
}

/** Settings with the values of a fresh Nexus are left out. */
function listOnlyIn(own: DeclarationsByKey, other: DeclarationsByKey): DiffEntry[] {
  return [...own].flatMap(([key, declaration]) =>
    other.has(key) || isUnchangedDefault(declaration) ? [] : [toEntry(declaration)],
  );
}

function toEntry({ kind, resource }: Declaration): DiffEntry {
  return { kind: kind.name, noun: kind.noun, name: resource };
}

/** Compares objects of one kind by field. Objects of two kinds differ as a whole. */
function diffFields(a: Declaration, b: Declaration): FieldDifference[] {
  if (a.kind !== b.kind) return [{ path: "", a: a.kind.noun, b: b.kind.noun }];
  const { kind } = a;
  const paths = [
    ...findDifferences(kind.shape, a.fields, b.fields),
    ...findDifferences(kind.shape, b.fields, a.fields),
  ].map(({ path }) => path);
  return [...new Set(paths)]
    .sort()
    .map((path) => ({ path, a: redactValue(kind, a.fields, path), b: redactValue(kind, b.fields, path) }));
}

/** Replaces a value that may be a secret: the diff shows only that it differs. */
function redactValue(kind: Kind, fields: Fields, path: string): Json {
  const value = getValueAt(fields, path) ?? null;
  const field = findShapeAt(kind.shape, path);
  const isSecret = field !== undefined && isSecretField(field, path.split(".").at(-1) ?? "");
  if (isSecret || (field?.metadata.sensitive && isMaskedSecret(value))) return value === null ? null : "[secret]";
  return typeof value === "string" ? value.replace(/(?<=^\w+:\/\/)[^/@]*@/, "[secret]@") : value;
}
