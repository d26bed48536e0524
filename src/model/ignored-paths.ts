/**
 * The paths in Pulumi's option `ignoreChanges`. For an ignored path Pulumi passes the value of the state in place of the
 * program's, which may not be the value in Nexus. So the program stores the paths in the inputs, and an update keeps the values
 * in Nexus.
 */
import { type Fields, getValueAt, isFields, type Json, setValueAt } from "../util/json.ts";

/** Returns the ignored paths that a program stored in the inputs of a resource, such as `storage.writePolicy`. */
export function readIgnoredPaths({ __ignored: paths }: Fields): string[] {
  return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
}

/** Returns true if two inputs of a resource ignore the same paths. */
export function hasSameIgnoredPaths(before: Fields, after: Fields): boolean {
  return readIgnoredPaths(before).join() === readIgnoredPaths(after).join();
}

/** Returns a copy of the fields without the paths. An object that has no other field is left out, too. */
export function omitPaths(fields: Fields, paths: readonly string[]): Fields {
  return paths.reduce((rest, path) => omitPath(rest, path.split(".")), fields);
}

function omitPath(fields: Fields, [name = "", ...rest]: readonly string[]): Fields {
  const { [name]: value, ...others } = fields;
  if (value === undefined) return fields;
  if (!rest.length) return others;
  if (!isFields(value)) return fields;
  const inner = omitPath(value, rest);
  return inner === value ? fields : { ...others, ...(Object.keys(inner).length && { [name]: inner }) };
}

/** Returns a copy of the body of an update in which the paths have their values in Nexus. */
export function keepPaths(body: Fields, live: Fields, paths: readonly string[]): Fields {
  return paths.reduce((kept, path) => {
    const value: Json | undefined = getValueAt(live, path);
    return value === undefined ? omitPaths(kept, [path]) : setValueAt(kept, path, value);
  }, body);
}
