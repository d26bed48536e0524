import { type Fields, isFields } from "../util/json.ts";
import { isWithin, type Release, type ReleaseRange } from "../util/release.ts";
import { isEmptyValue } from "./comparison.ts";
import type { FieldMetadata } from "./field-metadata.ts";
import type { Shape } from "./shape.ts";

/**
 * Makes a response of Nexus independent of the releases that do not return some fields: removes the empty values that they
 * return instead, and adds null for a field that is missing in a release that returns it. The responses of an unknown
 * release stay as they are.
 */
export function normalizeUnreturned(shape: Shape, live: Fields, release: Release | undefined): Fields {
  if (release === undefined) return live;
  const result: Fields = { ...live };
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    const value = result[name];
    const range = getRange(field.metadata);
    if (field.fields && isFields(value)) result[name] = normalizeUnreturned(field, value, release);
    if (!range || !isEmptyValue(value)) continue;
    if (isWithin(release, range)) delete result[name];
    else result[name] = value ?? null;
  }
  return result;
}

/** Returns the paths of declared fields that this release does not return, so that a change by hand is not detected. */
export function findUnreturned(shape: Shape, declared: Fields, release: Release | undefined): string[] {
  if (release === undefined) return [];
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const value = declared[name];
    const range = getRange(field.metadata);
    if (isEmptyValue(value)) return [];
    if (range && isWithin(release, range)) return [name];
    return isFields(value) ? findUnreturned(field, value, release).map((path) => `${name}.${path}`) : [];
  });
}

function getRange({ notReturned }: FieldMetadata): ReleaseRange | undefined {
  return notReturned === true ? undefined : notReturned;
}
