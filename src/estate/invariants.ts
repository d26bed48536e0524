/**
 * What must hold of an estate whoever edits it: small named rules over what is declared. An estate states its own
 * beside its resources; nothing is registered, in a preview or an update, while one is broken.
 */

import { implies } from "../access/permission.ts";
import { findRolesPermitted, isPermitted, listRolePermissions } from "../access/role-permissions.ts";
import type { Action, RepositoryRef } from "../access/security-model.ts";
import { findPathsWith } from "../model/shape.ts";
import { getValueAt, isUnknown } from "../util/json.ts";
import { toSecurityModel } from "./declared-security.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  findRepository,
  formatResource,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "./estate.ts";

/** A rule that an estate keeps, whoever edits it. */
export interface Invariant {
  name: string;
  /** The rule of this module and its arguments, for who holds it of something else: of what Nexus has. */
  rule?: readonly [rule: string, ...names: string[]];
  /** What breaks it; nothing where it holds. */
  findings(estate: Estate): EstateFinding[];
}

const writing: readonly Action[] = ["add", "edit", "delete"];

/** About a repository that the estate declares; one that it does not is a broken invariant. */
function about(
  told: NonNullable<Invariant["rule"]>,
  name: string,
  repository: string,
  rule: (declaration: Declaration, estate: Estate) => EstateFinding[],
): Invariant {
  return {
    name,
    rule: told,
    findings: (estate) => {
      const declaration = findRepository(estate, repository)?.declaration;
      return declaration
        ? rule(declaration, estate)
        : [{ path: "", message: `the repository "${repository}" is not declared` }];
    },
  };
}

/** No cleanup policy is ever attached to it; it says so, so that one attached by hand is drift. */
export function neverCleaned(repository: string): Invariant {
  return about(["neverCleaned", repository], `${repository} is never cleaned`, repository, (declaration) => {
    const policies = getValueAt(declaration.fields, "cleanup.policyNames");
    const path = "cleanup.policyNames";
    if (!Array.isArray(policies))
      return [{ about: declaration, path, message: "is not declared: declare cleanup: { policyNames: [] }" }];
    return policies.length ? [{ about: declaration, path, message: `names ${policies.join(", ")}` }] : [];
  });
}

/** That role alone may add, change or delete there. */
export function writtenBy(repository: string, role: string): Invariant {
  const told = ["writtenBy", repository, role] as const;
  return about(told, `${repository} is written by ${role} alone`, repository, (declaration, estate) => {
    const writers = findRolesPermitted(toSecurityModel(estate), writing, targetOf(declaration));
    const others = listByFamily(estate, "role")
      .filter((other) => getDeclaredIdentity(other) !== role && writers.includes(getDeclaredIdentity(other)))
      .map((other): EstateFinding => {
        const message = `the role "${getDeclaredIdentity(other)}" may write there too`;
        return { about: other, path: "privileges", message };
      });
    const missing: EstateFinding = { about: declaration, path: "", message: `the role "${role}" may not write there` };
    return writers.includes(role) ? others : [...others, missing];
  });
}

/** The role can do nothing at all with what the repository holds. */
export function nothingOn(repository: string, role: string): Invariant {
  return about(
    ["nothingOn", repository, role],
    `${role} may do nothing on ${repository}`,
    repository,
    (declaration, estate) => {
      const permissions = listRolePermissions(toSecurityModel(estate), role);
      const actions = (["browse", "read", ...writing] as const).filter((action) =>
        isPermitted(permissions, action, targetOf(declaration)),
      );
      const holder = listByFamily(estate, "role").find((one) => getDeclaredIdentity(one) === role);
      if (!holder) return [{ path: "", message: `the role "${role}" is not declared` }];
      return actions.length ? [{ about: holder, path: "privileges", message: `it may ${actions.join(", ")}` }] : [];
    },
  );
}

/** The group shows nothing of the repository, not even through another group. */
export function notIn(group: string, repository: string): Invariant {
  return about(["notIn", group, repository], `${group} is without ${repository}`, group, (declaration, estate) => {
    const shows = (name: string, seen: readonly string[]): boolean => {
      const fields = findRepository(estate, name)?.declaration?.fields ?? {};
      return getStrings(fields, "group.memberNames").some(
        (member) => member === repository || (!seen.includes(member) && shows(member, [...seen, member])),
      );
    };
    return shows(group, [group])
      ? [{ about: declaration, path: "group.memberNames", message: `it shows "${repository}"` }]
      : [];
  });
}

/** What is published there stays as it is. */
export function immutable(repository: string): Invariant {
  return about(["immutable", repository], `${repository} is immutable`, repository, (declaration) => {
    const storage = (field: string) => getValueAt(declaration.fields, `storage.${field}`);
    const finding = (field: string, message: string) => [{ about: declaration, path: `storage.${field}`, message }];
    const policy = storage("writePolicy");
    if (storage("latestPolicy") === true) return finding("latestPolicy", "lets the tag latest be pushed again");
    if (policy === "ALLOW_ONCE" || policy === "DENY" || isUnknown(policy)) return [];
    return finding("writePolicy", `is ${policy === undefined ? "not declared" : String(policy)}: ALLOW_ONCE or DENY`);
  });
}

/** No repository of this Nexus has a connector of its own for Docker or OCI clients. */
export const noConnectors: Invariant = {
  name: "no repository has a connector",
  rule: ["noConnectors"],
  findings: (estate) =>
    listByFamily(estate, "repository").flatMap((declaration) => {
      const ports = findPathsWith(declaration.kind.shape, "connectorPort");
      const path = ports.find((one) => getValueAt(declaration.fields, one) !== undefined);
      return path ? [{ about: declaration, path, message: "declares one" }] : [];
    }),
};

/** No role may do everything: neither by nx-all or nx-admin nor by a wildcard of one's own. */
export const noAllPowerfulRole: Invariant = {
  name: "no role may do everything",
  rule: ["noAllPowerfulRole"],
  findings: (estate) => {
    const security = toSecurityModel(estate);
    return listByFamily(estate, "role")
      .filter((role) =>
        listRolePermissions(security, getDeclaredIdentity(role)).some((held) => implies(held, "nexus:*")),
      )
      .map((role) => ({ about: role, path: "privileges", message: `${formatResource(role)} may` }));
  },
};

const withNames = { neverCleaned, writtenBy, nothingOn, notIn, immutable };
const alone = { noConnectors, noAllPowerfulRole };

/** The invariant that a rule and its arguments make; nothing for a rule that is none of this module's. */
export function invariantOf([rule, first = "", second = ""]: NonNullable<Invariant["rule"]>): Invariant | undefined {
  if (Object.hasOwn(alone, rule)) return alone[rule as keyof typeof alone];
  return Object.hasOwn(withNames, rule) ? withNames[rule as keyof typeof withNames](first, second) : undefined;
}

function targetOf(declaration: Declaration): RepositoryRef {
  return { format: declaration.kind.repository?.format ?? "", name: getDeclaredIdentity(declaration) };
}
