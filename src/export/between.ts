/** Two Nexuses held against each other. */
import type { Declaration } from "../estate/estate.ts";
import { findDifferences } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { getMetadataAt } from "../model/shape.ts";
import type { Inventory } from "../provider/inventory.ts";
import type { Fields, Json } from "../util/json.ts";
import { getValueAt } from "../util/json.ts";
import { isOwn, isShipped, withoutOwnNotes } from "./shipped.ts";
import { mayBeSecret } from "./taken.ts";
import { isUpstream } from "./upstreams.ts";

/** Something that only one of two has. */
export interface Only {
  kind: string;
  noun: string;
  name: string;
}

/** A field that is not the same in both. */
export interface Differing {
  path: string;
  a: Json;
  b: Json;
}

/** How two Nexuses differ, as `nexus-iac diff --json` prints it. */
export interface Between {
  onlyA: Only[];
  onlyB: Only[];
  different: (Only & { fields: Differing[] })[];
  /** How many things are the same in both. */
  same: number;
  /** What could not be looked at in one of them, and is not compared. */
  notCompared: { family: string; where: "a" | "b"; reason: string }[];
}

/** @param upstreams - whether the addresses that proxies fetch from count */
export function between(a: Inventory, b: Inventory, upstreams = true): Between {
  const unseen = [
    ...a.unreadable.map((one) => ({ ...one, where: "a" as const })),
    ...b.unreadable.map((one) => ({ ...one, where: "b" as const })),
  ];
  const hidden = new Set<string>(unseen.map(({ family }) => family));
  const [left, right] = [a, b].map((inventory) => byIdentity(inventory, hidden)) as [Things, Things];
  const both = [...left].flatMap(([key, one]) => {
    const other = right.get(key);
    return other ? [{ one, other }] : [];
  });
  const different = both.flatMap(({ one, other }) => {
    const fields = fieldsBetween(one, other).filter(({ path }) => upstreams || !isUpstream(path));
    return fields.length ? [{ ...thing(one), fields }] : [];
  });
  return {
    onlyA: only(left, right),
    onlyB: only(right, left),
    different,
    same: both.length - different.length,
    notCompared: unseen,
  };
}

type Things = ReadonlyMap<string, Declaration>;

/** What people made, or changed, or at least could; several that nothing tells apart are numbered. */
function byIdentity({ declarations }: Inventory, hidden: ReadonlySet<string>): Things {
  const things = declarations
    .filter((one) => !isOwn(one) && !hidden.has(one.kind.family))
    .map((one) => ({ ...one, fields: withoutOwnNotes(one.fields) }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const seen = new Map<string, number>();
  return new Map(
    things.map((one) => {
      const key = `${one.kind.family}/${one.resource}`;
      const number = (seen.get(key) ?? 0) + 1;
      seen.set(key, number);
      return [`${key}/${number}`, one];
    }),
  );
}

function sortKey({ kind, resource }: Declaration): string {
  return [kind.family, kind.name, resource].join("\u0000");
}

/** What only the first has; a setting that nobody has set is none. */
function only(things: Things, others: Things): Only[] {
  return [...things].flatMap(([key, one]) => (others.has(key) || isShipped(one) ? [] : [thing(one)]));
}

function thing({ kind, resource }: Declaration): Only {
  return { kind: kind.name, noun: kind.noun, name: resource };
}

/** Of one kind, field by field; two kinds of one name are different as a whole. */
function fieldsBetween(one: Declaration, other: Declaration): Differing[] {
  if (one.kind !== other.kind) return [{ path: "", a: one.kind.noun, b: other.kind.noun }];
  const { kind } = one;
  const paths = [one, other].flatMap(({ fields }, index) =>
    findDifferences(kind.shape, fields, (index ? one : other).fields).map(({ path }) => path),
  );
  return [...new Set(paths)]
    .sort()
    .map((path) => ({ path, a: shown(kind, one.fields, path), b: shown(kind, other.fields, path) }));
}

/** What may be a secret is told to differ, and not shown. */
function shown(kind: Kind, fields: Fields, path: string): Json {
  const value = getValueAt(fields, path) ?? null;
  const isAnybodys = kind.shape.fields?.properties?.values && path.startsWith("properties.");
  if (getMetadataAt(kind.shape, path)?.writeOnly || (isAnybodys && mayBeSecret(path)))
    return value === null ? null : "[secret]";
  return typeof value === "string" ? value.replace(/(?<=^\w+:\/\/)[^/@]*@/, "[secret]@") : value;
}
