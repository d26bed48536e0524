import { type Declaration, getDeclaredIdentity } from "../../../src/estate/estate.ts";
import { getMetadataAt } from "../../../src/model/shape.ts";
import type { PlannedStates } from "../../../src/plan/plan-context.ts";
import { changeOps } from "../../../src/plan/resource-changes.ts";
import type { FieldChange, ReportedChange, Review } from "../../../src/review/report-schemas.ts";
import type { Fields, Json } from "../../../src/util/json.ts";

/** Creates a review with the given changes. */
export function createSampleReview(stack: string, changes: ReportedChange[], more: Partial<Review>): Review {
  const number = (op: string) => changes.filter((change) => change.op === op).length;
  return {
    version: 1,
    project: "nexus",
    stack,
    nexus: { url: `https://nexus.${stack}.example`, release: "3.94.0", edition: "PRO" },
    summary: {
      ...Object.fromEntries(changeOps.map((op) => [op, number(op)])),
      same: 31,
      others: 0,
      drift: more.drift?.length ?? 0,
    },
    notChecked: [],
    risks: [],
    access: [],
    changes,
    drift: [],
    warnings: [],
    notices: [],
    ...more,
  };
}

/** Returns the changes between two estates. */
export function diffEstates({ current: before, planned: after }: PlannedStates): ReportedChange[] {
  const key = (one: Declaration) => `${one.kind.family} ${getDeclaredIdentity(one)}`;
  const [then, now] = [before, after].map((estate) => new Map(estate.declarations.map((one) => [key(one), one])));
  return [...new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((name): ReportedChange[] => {
    const [was, is] = [then?.get(name), now?.get(name)];
    const shown = is ?? was;
    if (!shown) return [];
    const fields = fieldsBetween(shown, was?.fields, is?.fields);
    if (was && is && !fields.length) return [];
    const { kind, resource } = shown;
    return [
      {
        kind: kind.name,
        noun: kind.noun,
        name: getDeclaredIdentity(shown),
        resource,
        op: was && is ? "update" : is ? "create" : "delete",
        fields,
      },
    ];
  });
}

function fieldsBetween({ kind }: Declaration, before: Fields | undefined, after: Fields | undefined): FieldChange[] {
  const [then, now] = [leaves(before ?? {}), leaves(after ?? {})];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((path): FieldChange[] => {
    const [was, is] = [then.get(path), now.get(path)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const isSet = getMetadataAt(kind.shape, path)?.unordered && Array.isArray(was) && Array.isArray(is);
    return [
      {
        path,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
        ...(isSet && {
          added: is.filter((one) => !was.includes(one)),
          removed: was.filter((one) => !is.includes(one)),
        }),
      } as FieldChange,
    ];
  });
}

function leaves(fields: Fields, prefix = ""): Map<string, Json> {
  return new Map(
    Object.entries(fields).flatMap(([name, value]): [string, Json][] => {
      if (value === undefined) return [];
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        return [...leaves(value, `${prefix}${name}.`)];
      return [[prefix + name, value]];
    }),
  );
}
