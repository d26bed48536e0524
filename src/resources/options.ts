/** Pulumi's options of a resource: those that have no effect on an object of Nexus are refused, each with another way. */
import type * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../model/kind.ts";
import { containsSecret, type Shape } from "../model/shape.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { isOutputLike } from "./inputs.ts";

type AnyOptions = pulumi.CustomResourceOptions & pulumi.ComponentResourceOptions;

const readInstead =
  "resources are not read. Refer to an object that another program manages with `existing`, or declare it: an existing object is adopted";
const inPlace =
  "changes are made in place. For a new, empty object, remove the resource, run `up`, and declare it again, or give it another name";
const noPlugin = "nexus-iac has no plugin. Set its version in package.json";

/** The options that have no effect on an object of Nexus, with the way to get the effect. */
const reasons = {
  import: "declare the resource without it: an existing object is adopted, and the preview shows what changes",
  id: readInstead,
  urn: readInstead,
  replaceOnChanges: inPlace,
  replacementTrigger: inPlace,
  replaceWith: inPlace,
  customTimeouts: "set `nexus:timeout` for each request, and `nexus:retryFor` for repeats",
  version: noPlugin,
  pluginDownloadURL: noPlugin,
  envVarMappings: "set the configuration `nexus:*` of the stack, or the arguments of a `Provider`",
} as const satisfies Partial<Record<keyof AnyOptions, string>>;

/** The names of the options that are refused. */
export const unsupportedOptions = Object.keys(reasons) as readonly (keyof typeof reasons)[];

/** Returns an error for each option that has no effect on an object of Nexus. */
export function findOptionErrors(options: Partial<Record<keyof typeof reasons, unknown>>): string[] {
  const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && !value.length);
  return unsupportedOptions
    .filter((option) => isSet(options[option]))
    .map((option) => `the option ${option} is not supported: ${reasons[option]}`);
}

/** The fields that an update leaves as they are in Nexus. */
export interface IgnoredPaths {
  /** Paths of fields, such as `storage.writePolicy`. */
  paths: string[];
  errors: string[];
}

/**
 * Resolves the option `ignoreChanges` to fields of a kind: `storage["writePolicy"]` is `storage.writePolicy`, and `*` stands for
 * every field except the identity. A path that an update cannot keep is an error.
 */
export function resolveIgnoredPaths(
  kind: Kind,
  declared: Record<string, unknown>,
  ignoreChanges: readonly string[] = [],
): IgnoredPaths {
  const results = ignoreChanges.map((text) => resolvePath(kind, declared, text));
  return {
    paths: [...new Set(results.flatMap((result) => (typeof result === "string" ? [] : result)))],
    errors: results.flatMap((result) => (typeof result === "string" ? [`ignoreChanges: ${result}`] : [])),
  };
}

/** Returns the paths of one element of `ignoreChanges`, or an error. */
function resolvePath(kind: Kind, declared: Record<string, unknown>, text: string): string[] | string {
  const steps = parsePath(text);
  if (!steps) return `"${text}" is not a path. Use one such as storage.writePolicy`;
  if (steps.length === 1 && steps[0] === "*") {
    const { fields = {} } = kind.shape;
    const names = Object.keys(fields).filter((name) => name !== kind.identity && !fields[name]?.metadata.control);
    const secret = names.find((name) => isLostWhenIgnored(kind, fields[name], name, declared[name]));
    return secret === undefined ? names : `"${text}" includes ${describeLostSecret(secret)}`;
  }
  let shape: Shape = kind.shape;
  let value: unknown = declared;
  const path: string[] = [];
  for (const step of steps) {
    const here = path.join(".");
    if (shape.element || typeof step === "number")
      return `"${text}" is an element of a list, and Nexus stores lists as a whole. Use "${here}"`;
    // All keys of an object are the object itself.
    if (step === "*") break;
    const field: Shape | undefined = shape.values ?? shape.fields?.[step];
    if (!field || step.includes(".")) {
      const owner = here ? `${here} of a ${kind.noun}` : `a ${kind.noun}`;
      return `"${text}": ${step} is not a field of ${owner}${suggestionFor(step, Object.keys(shape.fields ?? {}))}`;
    }
    shape = field;
    value =
      typeof value === "object" && value !== null && !isOutputLike(value)
        ? (value as Record<string, unknown>)[step]
        : value;
    path.push(step);
  }
  const name = path.join(".");
  if (name === kind.identity)
    return `"${name}" identifies the object. Another name declares another object, so it cannot be ignored`;
  return isLostWhenIgnored(kind, shape, name, value) ? `"${text}" includes ${describeLostSecret(name)}` : [name];
}

function describeLostSecret(path: string): string {
  return `a secret (${path}) that Nexus does not return, so an update would lose it. Name other fields`;
}

/** Returns true for a declared secret, except a login password, which an update of the user does not send. */
function isLostWhenIgnored(kind: Kind, shape: Shape | undefined, path: string, value: unknown): boolean {
  return shape !== undefined && path !== kind.login?.password && declaresSecret(shape, value);
}

function declaresSecret(shape: Shape, value: unknown): boolean {
  if (value === undefined || value === null || !containsSecret(shape)) return false;
  if (shape.metadata.writeOnly || isOutputLike(value) || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.length > 0;
  return Object.entries(shape.fields ?? {}).some(([name, field]) =>
    declaresSecret(field, (value as Record<string, unknown>)[name]),
  );
}

/** Parses a path of Pulumi: `a.b`, `a["b"]`, `a[0]`, `a[*]`. Returns undefined if it is none. */
function parsePath(text: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const pattern = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\[(\*)\]|\["((?:[^"\\]|\\.)*)"\]/gy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, name, index, star, quoted] = match;
    steps.push(index === undefined ? (name ?? star ?? quoted?.replace(/\\(.)/g, "$1") ?? "") : Number(index));
  }
  return steps.length ? steps : undefined;
}
