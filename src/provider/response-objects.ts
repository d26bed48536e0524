/** The objects in responses of Nexus. What is not an object of the kind is an error: it would be taken for "does not exist". */
import { unexpectedResponse } from "../client/nexus-client.ts";
import type { Family } from "../model/field-metadata.ts";
import type { Kind } from "../model/kind.ts";
import type { Shape } from "../model/shape.ts";
import { type Fields, isFields, type Json } from "../util/json.ts";

/**
 * Parses the objects of a response.
 *
 * @throws NexusError that names the path and the field, if a part of the response is not an object of the kind
 */
export function parseObjects(kind: Kind, path: string, body: Json): Fields[] {
  const content = unwrapItems(body);
  const isList = Array.isArray(content) && !kind.setting;
  const entries = isList ? content : [content];
  const objects = entries.map((entry) =>
    typeof entry === "object" && entry !== null ? readFields(kind, path, entry) : {},
  );
  for (const [index, fields] of objects.entries()) {
    const problem = fields && findProblem(kind, fields, isList);
    if (problem !== undefined)
      throw unexpectedResponse({ method: "GET", path }, 200, isList ? `[${index}].${problem}` : problem);
  }
  return objects.filter((fields) => fields !== undefined);
}

/** Converts an object. Kinds expect the documented form of a response, so that they fail with a TypeError for another one. */
function readFields(kind: Kind, path: string, entry: Fields | Json[]): Fields | undefined {
  try {
    return kind.fromNexus(entry);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unexpectedResponse({ method: "GET", path }, 200, `it does not have the form of the ${kind.noun}`);
  }
}

/** Returns what is wrong with the name of an object that was requested by its name. The case may differ. */
export function findOtherName(
  { identity, identify, setting }: Kind,
  requested: string,
  fields: Fields,
): string | undefined {
  const name = identity === undefined || identify || setting ? undefined : fields[identity];
  if (name === undefined || (typeof name === "string" && name.toLowerCase() === requested.toLowerCase()))
    return undefined;
  return `${identity} is not "${requested}", which was requested`;
}

/** The list of tasks is wrapped like a page (`items`, `continuationToken`), but always complete. */
export function unwrapItems(body: Json): Json {
  if (!isFields(body) || !Array.isArray(body.items)) return body;
  const isPage = "continuationToken" in body || Object.keys(body).length === 1;
  return isPage ? body.items : body;
}

/** The fields that distinguish the kinds of a family. */
const typeFields: Partial<Record<Family, readonly string[]>> = {
  repository: ["format", "type"],
  "blob store": ["type"],
  privilege: ["type"],
  task: ["type"],
  capability: ["type"],
};

/**
 * Returns what is wrong with an object: it must have a field of the kind, and each known field must have the right form. An
 * object of a list also needs its name and its type. Without them it would be taken for another object.
 */
function findProblem(
  { shape, identity, identify, family }: Kind,
  fields: Fields,
  isListed: boolean,
): string | undefined {
  const known = Object.entries(shape.fields ?? {}).filter(([name]) => fields[name] !== undefined);
  if (!known.length) return `${Object.keys(shape.fields ?? {})[0]} is missing`;
  const wrong = known.find(([name, field]) => !hasForm(field, fields[name] ?? null));
  if (wrong) return `${wrong[0]} is not ${wrong[1].element ? "a list" : "an object"}`;
  const texts = [...(identity === undefined || identify ? [] : [identity]), ...(typeFields[family] ?? [])];
  const missing = isListed && texts.find((name) => typeof fields[name] !== "string" || fields[name] === "");
  return missing ? `${missing} is not a text` : undefined;
}

function hasForm({ element, fields }: Shape, value: Json): boolean {
  if (value === null) return true;
  if (element) return Array.isArray(value);
  return !fields || isFields(value);
}
