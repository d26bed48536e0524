import { automaticPrivileges } from "../access/privileges.ts";
import type { Existing } from "../estate/estate.ts";
import { listReferences } from "../estate/references.ts";
import type { Family } from "../model/field-metadata.ts";
import { toClassName } from "../reference/kind-descriptions.ts";
import { type AccessOf, accessesIn } from "./accesses.ts";
import { camel, capital, kebab, Names } from "./names.ts";
import { type Taken, waits } from "./taken.ts";
import type { Whole } from "./whole.ts";

/** A thing, and what it is called in the program. */
export interface Called extends Taken {
  /** The resource's own name. */
  resource: string;
  /** By path: the key of the stack's `nexus:secrets` for each secret. */
  secretNames: ReadonlyMap<string, string>;
  /** The constant, where anything refers to it. */
  constant: string | undefined;
}

/** What exists and is not declared, with the constant for its name. */
export interface CalledExisting extends Existing {
  constant: string | undefined;
}

/** A repository's own privilege: to do that with what it holds. */
export interface Permit {
  constant: string;
  action: string;
}

/** What everything is called, and how to refer to it. */
export interface Scope {
  things: readonly Called[];
  existing: readonly CalledExisting[];
  /** Roles that are declared with their users. */
  accesses: ReadonlyMap<Called, AccessOf>;
  names: Names;
  /** The code of a reference: `apps.name`; nothing where a text must do. */
  reference(family: Family, name: string): string | undefined;
  /** The privilege as one of a declared repository. */
  permit(privilege: string): Permit | undefined;
}

/** Gives names to everything, in the order in which it is given. */
export function scopeOf(whole: Whole): Scope {
  const names = new Names();
  const named = resourcesOf(whole.things);
  const accesses = accessesIn(named);
  const inside = new Set([...accesses.values()].flatMap(({ users }) => users));
  const permits = permitsOf(whole.things);
  const wanted = wantedIn(
    named.filter((one) => !inside.has(one)),
    permits,
  );
  const constantFor = (family: Family, name: string, called: string) => {
    if (!wanted.has(key(family, name))) return undefined;
    const word = camel(called, family);
    return names.give(word, word + capital(camel(family, family)));
  };
  const existing = whole.existing.map((one) => ({ ...one, constant: constantFor(one.family, one.name, one.name) }));
  const codes = new Map(existing.map(({ family, name, constant }) => [key(family, name), constant]));
  for (const one of named) {
    const { family } = one.kind;
    if (inside.has(one) || codes.has(key(family, one.identity))) continue;
    one.constant = constantFor(family, one.identity, one.resource);
    const output = accesses.has(one) ? "role.roleId" : (outputs[family] ?? "name");
    codes.set(key(family, one.identity), one.constant && `${one.constant}.${output}`);
  }
  const repositories = new Map(named.flatMap((one) => (one.kind.repository ? [[one.identity, one.constant]] : [])));
  return {
    things: named,
    existing,
    accesses,
    names,
    reference: (family, name) => codes.get(key(family, name)),
    permit: (privilege) => {
      const found = permits.get(privilege);
      const constant = found && repositories.get(found.repository);
      return found && constant ? { constant, action: found.action } : undefined;
    },
  };
}

/** The resources' own names, and those of their secrets. */
function resourcesOf(things: readonly Taken[]): Called[] {
  const byToken = new Map<string, Names>();
  const secrets = new Names([]);
  return things.map((one) => {
    const { token, family } = one.kind;
    const given = byToken.get(token) ?? new Names([]);
    byToken.set(token, given);
    const resource = given.give(resourceName(one));
    const secretName = (path: string) => {
      const [word, parts] = [camel(resource, family), path.split(".").map(capital)];
      return secrets.give(word + (parts.at(-1) ?? ""), word + (parts[0] ?? "") + (parts.at(-1) ?? ""));
    };
    const secretNames = new Map(one.secrets.map(({ path }) => [path, secretName(path)]));
    return { ...one, resource, secretNames, constant: undefined };
  });
}

/** The output by which others refer to it, where that is not its name. */
const outputs: Partial<Record<Family, string>> = { role: "roleId", user: "userId" };

function key(family: Family, name: string): string {
  return `${family}/${name}`;
}

const actions: readonly string[] = ["browse", "read", "add", "edit", "delete"];

/** The privileges that declared repositories bring and can name: to do one thing with what they hold. */
function permitsOf(things: readonly Taken[]): Map<string, { repository: string; action: string }> {
  const declared = things.filter((one) => one.kind.repository && !waits(one));
  return new Map(
    declared.flatMap(({ kind, identity }) => {
      const format = kind.repository?.format ?? "";
      const names = [...automaticPrivileges(format, identity).keys()];
      return actions.flatMap((action) => {
        const name = names.find((one) => one === `nx-repository-view-${format}-${identity}-${action}`);
        return name === undefined ? [] : [[name, { repository: identity, action }] as const];
      });
    }),
  );
}

/** What anything refers to, so that it needs a constant. */
function wantedIn(things: readonly Called[], permits: ReadonlyMap<string, { repository: string }>): Set<string> {
  return new Set(
    things.flatMap(({ kind, identity, fields, resource }) =>
      listReferences({ kind, resource: identity, fields }).flatMap(({ path, family, name }) => {
        // It is called as what it is for.
        if (path === kind.identity && name === resource) return [];
        const permit = family === "privilege" ? permits.get(name) : undefined;
        return permit ? key("repository", permit.repository) : key(family, name);
      }),
    ),
  );
}

/** Names of resources are in the state of the stack, in its previews and in URLs: plain ones, and no long ones. */
const plain = /^[\p{L}\p{N}\p{P}\p{S}][\p{L}\p{N}\p{P}\p{S} ]{0,99}$/u;

function resourceName({ kind, identity, fields }: Taken): string {
  const word = kebab(toClassName(kind).split(".").at(-1) ?? "");
  const tame = (name: unknown) =>
    typeof name === "string" && plain.test(name) && !name.includes("::") ? name : undefined;
  if (kind.setting) return word;
  if (kind.identity !== undefined) return tame(fields[kind.identity]) ?? camel(identity, kind.family);
  if (kind.family === "capability") return tame(identity.replaceAll(/[^\w.-]+/g, "-")) ?? word;
  return word;
}
