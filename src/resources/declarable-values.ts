import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../model/kind.ts";
import { withArticle } from "../util/display-text.ts";
import { formatPath, maxDepth } from "../util/json.ts";
import { isOutputLike } from "./inputs.ts";

/**
 * Rejects arguments that Pulumi cannot pass to the provider, or passes as something else: Pulumi fails with a stack overflow for
 * an object that contains itself, and a `Map` or `Date` would become an empty object.
 *
 * @throws RunError that names the resource and the field
 */
export function rejectUndeclarableValues(kind: Kind, name: string, args: object): void {
  const [problem] = findProblems(args, []);
  if (problem) throw new pulumi.RunError(`${name} (${kind.token}) ${problem}`);
}

function* findProblems(value: unknown, path: readonly PropertyKey[]): Generator<string> {
  if (isOutputLike(value)) return;
  const type = nameUndeclarableType(value);
  if (typeof value === "string" && !value.isWellFormed())
    yield `${formatPath(path)}: has half of a surrogate pair, which no encoding of a request can express`;
  else if (type)
    yield `${formatPath(path) || "arguments"}: must be a string, number, boolean, list or object of these, or an Output of one, not ${withArticle(type)}`;
  else if (path.length > maxDepth)
    yield `${formatPath(path.slice(0, 1))}: contains itself, or more than ${maxDepth} levels`;
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* findProblems(item, [...path, index]);
  else if (typeof value === "object" && value !== null)
    for (const [key, field] of Object.entries(value))
      if (key === "__proto__") yield `${formatPath([...path, key])}: is not a possible name of a field`;
      else yield* findProblems(field, [...path, key]);
}

/** Returns the name of the type of a value that is not like JSON, or undefined. Objects of a class of the user are like JSON. */
function nameUndeclarableType(value: unknown): string | undefined {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") return typeof value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (pulumi.Resource.isInstance(value)) return "resource; use its name";
  const [, tag] = /^\[object (.*)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
  if (tag !== "Object") return tag;
  // Pulumi converts each argument to a text.
  return "toString" in value && typeof value.toString === "function" ? undefined : "object without a method toString";
}
