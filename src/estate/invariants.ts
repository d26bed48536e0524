/**
 * Invariants: named rules that an estate must satisfy. An estate declares them beside its resources
 * (`estate({ invariants })`); other programs use `assertInvariants`. While an invariant is violated, neither a preview nor
 * an update registers any resource. `nexus-iac review` also checks them against Nexus itself.
 *
 * ```ts
 * export default estate({
 *   invariants: [invariants.neverCleaned("mirror"), invariants.writtenBy("mirror", "mirror-writers")],
 *   declare() {
 *     const mirror = new docker.Hosted("mirror", { cleanup: { policyNames: [] } });
 *     const writers = new Access("mirror-writers", {
 *       description: "The bootstrap host fills the mirror",
 *       privileges: mirror.privileges(...push),
 *       users: ["bootstrap"],
 *     });
 *     return { passwords: writers.passwords };
 *   },
 * });
 * ```
 */

import { implies } from "../access/permission.ts";
import { findRolesPermitted, isPermitted, listRolePermissions } from "../access/role-permissions.ts";
import type { Action, RepositoryRef } from "../access/security-model.ts";
import { findPathsWith } from "../model/shape.ts";
import { type Fields, getValueAt, isUnknown, type Json } from "../util/json.ts";
import { isAccessUnknown, toSecurityModel } from "./declared-security.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  findRepository,
  findUnknownName,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "./estate.ts";
import type { Invariant } from "./invariant.ts";

export type * from "./invariant.ts";

const writeActions: readonly Action[] = ["add", "edit", "delete"];

/** Creates an invariant about a declared repository. It is violated if no declared repository has the name. */
function createRepositoryInvariant(
  rule: NonNullable<Invariant["rule"]>,
  name: string,
  repository: string,
  findViolations: (declaration: Declaration, estate: Estate) => EstateFinding[],
): Invariant {
  return {
    name,
    rule,
    findings: (estate: Estate) => {
      const declaration = findRepository(estate, repository)?.declaration;
      if (declaration) return findViolations(declaration, estate);
      // The estate is validated again when the name is known.
      if (findUnknownName(estate, "repository")) return [];
      return [{ path: "", message: `repository "${repository}" is not declared` }];
    },
  };
}

/**
 * Requires that a repository has no cleanup policy, and declares this (`cleanup: { policyNames: [] }`), so that a policy
 * attached by hand is drift.
 */
export function neverCleaned(repository: string): Invariant {
  return createRepositoryInvariant(
    ["neverCleaned", repository],
    `${repository} is never cleaned`,
    repository,
    (declaration) => {
      const path = "cleanup.policyNames";
      const policies = getValueAt(declaration.fields, path);
      if (isUnknownAt(declaration.fields, path)) return [];
      if (!Array.isArray(policies))
        return [{ about: declaration, path, message: "is not set; set cleanup: { policyNames: [] }" }];
      return policies.length
        ? [{ about: declaration, path, message: `contains ${policies.map(formatPolicy).join(", ")}` }]
        : [];
    },
  );
}

/**
 * Requires that a role has write access to a repository (add, edit or delete), and that no other role has, also through a
 * wildcard, a content selector or a contained role.
 */
export function writtenBy(repository: string, role: string): Invariant {
  return createRepositoryInvariant(
    ["writtenBy", repository, role],
    `only ${role} writes to ${repository}`,
    repository,
    (declaration, estate) => {
      const writers = findRolesPermitted(toSecurityModel(estate), writeActions, toRepositoryRef(declaration));
      const findings = listByFamily(estate, "role")
        .filter((other) => getDeclaredIdentity(other) !== role && writers.includes(getDeclaredIdentity(other)))
        .map((other): EstateFinding => {
          const message = `role "${getDeclaredIdentity(other)}" also has write access`;
          return { about: other, path: "privileges", message };
        });
      // The estate is validated again when all values are known.
      if (writers.includes(role) || isAccessUnknown(estate)) return findings;
      const missing: EstateFinding = { about: declaration, path: "", message: `role "${role}" has no write access` };
      return [...findings, missing];
    },
  );
}

/** Requires that a declared role has no access to the content of a repository: no action, on no part of it. */
export function nothingOn(repository: string, role: string): Invariant {
  return createRepositoryInvariant(
    ["nothingOn", repository, role],
    `${role} has no access to ${repository}`,
    repository,
    (declaration, estate) => {
      const permissions = listRolePermissions(toSecurityModel(estate), role);
      const permittedActions = (["browse", "read", ...writeActions] as const).filter((action) =>
        isPermitted(permissions, action, toRepositoryRef(declaration)),
      );
      const about = listByFamily(estate, "role").find((candidate) => getDeclaredIdentity(candidate) === role);
      if (!about) return [{ path: "", message: `role "${role}" is not declared` }];
      return permittedActions.length
        ? [{ about, path: "privileges", message: `allows ${permittedActions.join(", ")}` }]
        : [];
    },
  );
}

/** Requires that a group does not contain a repository, directly or through another group. */
export function notIn(group: string, repository: string): Invariant {
  return createRepositoryInvariant(
    ["notIn", group, repository],
    `${group} does not contain ${repository}`,
    group,
    (declaration, estate) => {
      const contains = (name: string, visited: readonly string[]): boolean => {
        const fields = findRepository(estate, name)?.declaration?.fields ?? {};
        return getStrings(fields, "group.memberNames").some(
          (member) => member === repository || (!visited.includes(member) && contains(member, [...visited, member])),
        );
      };
      return contains(group, [group])
        ? [{ about: declaration, path: "group.memberNames", message: `contains "${repository}"` }]
        : [];
    },
  );
}

/**
 * Requires that published content of a hosted repository cannot be overwritten: `storage.writePolicy` is `ALLOW_ONCE` or
 * `DENY`, and `storage.latestPolicy` is not true.
 */
export function immutable(repository: string): Invariant {
  return createRepositoryInvariant(
    ["immutable", repository],
    `${repository} is immutable`,
    repository,
    (declaration) => {
      const getField = (field: string) => getValueAt(declaration.fields, `storage.${field}`);
      const createFinding = (field: string, message: string) => [
        { about: declaration, path: `storage.${field}`, message },
      ];
      const policy = getField("writePolicy");
      if (getField("latestPolicy") === true)
        return createFinding("latestPolicy", "is true, so the tag latest can be overwritten");
      if (policy === "ALLOW_ONCE" || policy === "DENY") return [];
      if (isUnknownAt(declaration.fields, "storage.writePolicy")) return [];
      const state = policy === undefined ? "is not set" : `is "${String(policy)}"`;
      return createFinding("writePolicy", `${state}; use ALLOW_ONCE or DENY`);
    },
  );
}

/** Requires that no repository has its own connector port for Docker or OCI clients. */
export const noConnectors: Invariant = {
  name: "no repository has a connector",
  rule: ["noConnectors"],
  findings: (estate: Estate) =>
    listByFamily(estate, "repository").flatMap((declaration) => {
      const paths = findPathsWith(declaration.kind.shape, "connectorPort");
      const path = paths.find((candidate) => getValueAt(declaration.fields, candidate) !== undefined);
      return path ? [{ about: declaration, path, message: "is set; remove it" }] : [];
    }),
};

/** Requires that no declared role grants everything, neither by nx-all or nx-admin nor by a wildcard privilege. */
export const noAllPowerfulRole: Invariant = {
  name: "no role grants everything",
  rule: ["noAllPowerfulRole"],
  findings: (estate: Estate) => {
    const security = toSecurityModel(estate);
    return listByFamily(estate, "role")
      .filter((role) =>
        listRolePermissions(security, getDeclaredIdentity(role)).some((permission) => implies(permission, "nexus:*")),
      )
      .map((role) => ({
        about: role,
        path: "privileges",
        message: `role "${getDeclaredIdentity(role)}" grants everything`,
      }));
  },
};

const functions = { neverCleaned, writtenBy, nothingOn, notIn, immutable };
const constants = { noConnectors, noAllPowerfulRole };

/**
 * Returns the invariant for a `rule`. Returns nothing if this module has no rule of that name.
 *
 * @internal
 */
export function createInvariant([rule, first = "", second = ""]: NonNullable<Invariant["rule"]>):
  | Invariant
  | undefined {
  if (Object.hasOwn(constants, rule)) return constants[rule as keyof typeof constants];
  return Object.hasOwn(functions, rule) ? functions[rule as keyof typeof functions](first, second) : undefined;
}

function toRepositoryRef(declaration: Declaration): RepositoryRef {
  return { format: declaration.kind.repository?.format ?? "", name: getDeclaredIdentity(declaration) };
}

/** Returns true if the value at a path, or an object that contains it, is not known yet. */
function isUnknownAt(fields: Fields, path: string): boolean {
  const parts = path.split(".");
  return parts.some((_, index) => isUnknown(getValueAt(fields, parts.slice(0, index + 1).join("."))));
}

function formatPolicy(name: Json): string {
  return isUnknown(name) ? "a policy whose name is not known yet" : String(name);
}
