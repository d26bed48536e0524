import { explainAccess, getExtent } from "../../../access/access-explanation.ts";
import {
  type Action,
  findRolePaths,
  listPrincipals,
  listRolePrivileges,
  type Principal,
  type SecurityModel,
} from "../../../access/security-model.ts";
import { isImageRepository } from "../../../client-config/image-reference.ts";
import { builtInRoles } from "../../../model/nexus-defaults.ts";
import { joinWithAnd } from "../../../util/display-text.ts";
import type { Operation } from "../attempt.ts";
import { type AttemptFacts, type ContentLocation, formatAddress, isReadOnlyLocation } from "../attempt-facts.ts";
import { type Cause, type CauseResult, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";
import { evaluateSelector } from "./selector-match.ts";

/**
 * The actions that each operation needs. A push first reads existing content. An HTTP PUT needs edit even for new
 * content (3.71, 3.77).
 */
const requiredActions: Readonly<Record<Operation, readonly Action[]>> = {
  pull: ["read"],
  get: ["read"],
  push: ["read", "add", "edit"],
  put: ["add", "edit"],
  delete: ["delete"],
  login: [],
};

const missingPrivilege: Cause = {
  name: "missing-privilege",
  check: (facts) => {
    const { attempt, location, security } = facts;
    const actions = requiredActions[attempt.operation];
    const principal = findPrincipal(facts);
    if (!location || !principal || !actions.length || isReadOnlyLocation(facts)) return undefined;
    if (attempt.user === undefined && security.anonymous === undefined) return undefined;
    const { repository } = location;
    const cell = explainAccess(security, repository.name, actions, [principal])[0]?.cell;
    const extents = actions.map((action) => ({ action, extent: getExtent(cell, action) }));
    const missing = extents.filter(({ extent }) => extent === "none").map(({ action }) => action);
    const name = attempt.user ?? "the anonymous user";
    if (missing.length) {
      const readableGroups = missing.includes("read") ? (cell?.through ?? []) : [];
      return reportMissing(facts, location, { name, principal }, missing, readableGroups);
    }
    const selected = extents.filter(({ extent }) => extent === "selected").map(({ action }) => action);
    if (!selected.length) return ruleOut(`${name} may ${joinWithAnd(actions)} on ${repository.name}`);
    return checkSelectors(location, name, selected, cell?.selected ?? []);
  },
};

/** Returns true if the user of the attempt may perform the operation on at least a part of the repository. */
export function hasPermission(facts: AttemptFacts, repository: string): boolean {
  const { attempt, security } = facts;
  const principal = findPrincipal(facts);
  const actions = requiredActions[attempt.operation];
  if (!principal) return false;
  const cell = explainAccess(security, repository, actions, [principal])[0]?.cell;
  return actions.every((action) => getExtent(cell, action) !== "none");
}

function findPrincipal({ attempt, security }: AttemptFacts): Principal | undefined {
  if (attempt.user === undefined) return { type: "anonymous", id: "anonymous" };
  const entry = [...security.users].find(([, user]) => user.active && user.userId === attempt.user);
  return entry && { type: "user", id: entry[0] };
}

function reportMissing(
  facts: AttemptFacts,
  location: ContentLocation,
  { name, principal }: { name: string; principal: Principal },
  missing: readonly Action[],
  readableGroups: readonly string[],
): CauseResult {
  const { security, declaredSecurity, attempt, clientConfig } = facts;
  const { repository } = location;
  const privileges = missing.map((action) => `nx-repository-view-${repository.format}-${repository.name}-${action}`);
  const roles = security.users.get(principal.id)?.roles ?? [];
  const permittedUsers = listPrincipals(security).filter(
    (candidate) =>
      candidate.type === "user" &&
      candidate.id !== "anonymous" &&
      requiredActions[attempt.operation].every((action) => hasFullAccess(security, repository.name, candidate, action)),
  );
  const evidence = [
    `roles of ${name}: ${roles.length ? formatRolePaths(security, roles).join(", ") : "none"}`,
    `users with this permission: ${permittedUsers.map(({ id }) => id).join(", ") || "none"}`,
  ];
  const summary = `${name} lacks ${joinWithAnd(privileges)}`;
  const isDrift =
    declaredSecurity && missing.every((action) => hasFullAccess(declaredSecurity, repository.name, principal, action));
  if (isDrift)
    return reportCertain(
      `${summary}, which the program grants: it was removed manually`,
      evidence,
      suggestRestore(facts),
    );
  const groups = clientConfig.repositories.filter((candidate) => readableGroups.includes(candidate.name));
  return reportCertain(
    summary,
    evidence,
    ...groups.map((group) => `use the group, which ${name} may read: ${formatAddress(group, location)}`),
    ...suggestGrants(facts, roles, repository.name, privileges, missing),
  );
}

function hasFullAccess(security: SecurityModel, repository: string, principal: Principal, action: Action): boolean {
  return getExtent(explainAccess(security, repository, [action], [principal])[0]?.cell, action) === "all";
}

/** Formats roles and the roles inside them: `ci`, `team > inner`. */
function formatRolePaths(security: SecurityModel, roles: readonly string[]): string[] {
  return findRolePaths(security, roles).map((path) => path.join(" > "));
}

/** Suggests the lines that grant the privileges, in the role with the most privileges for the repository already. */
function suggestGrants(
  { security, attempt }: AttemptFacts,
  roles: readonly string[],
  repository: string,
  privileges: readonly string[],
  missing: readonly Action[],
): string[] {
  if (attempt.user === undefined) return ["log in as a user with this permission"];
  const code = `privileges: [..., ${privileges.map(quote).join(", ")}]`;
  const ownRoles = findRolePaths(security, roles)
    .map((path) => path.at(-1) ?? "")
    .filter((role) => !builtInRoles.has(role));
  const countPrivileges = (role: string) =>
    listRolePrivileges(security, role).filter((privilege) => privilege.includes(`-${repository}-`)).length;
  const [best] = ownRoles.sort((a, b) => countPrivileges(b) - countPrivileges(a));
  if (best !== undefined)
    return [
      `to grant it to ${attempt.user}: in the role ${quote(best)}, ${code}`,
      `.privileges(${missing.map(quote).join(", ")}) of ${repository} returns these privileges`,
    ];
  return [
    `to grant it to ${attempt.user}: new Access("${attempt.user}-${repository}", { ${code.replace("..., ", "")}, users: [${quote(attempt.user)}] })`,
  ];
}

function checkSelectors(
  { path, version, repository }: ContentLocation,
  name: string,
  actions: readonly Action[],
  grants: NonNullable<ReturnType<typeof explainAccess>[number]["cell"]>["selected"],
): CauseResult {
  const requestPath = isImageRepository(repository) ? `/v2/${path}/manifests/${version ?? "latest"}` : `/${path}`;
  const relevant = grants.filter((grant) => actions.some((action) => grant.actions.includes(action)));
  const matches = relevant.map(({ selector }) => evaluateSelector(selector.expression, repository.format, requestPath));
  if (matches.includes(true)) return ruleOut(`a content selector of ${name} matches ${requestPath}`);
  const evidence = relevant.map(({ selector }) => `${selector.name}: ${selector.expression}`);
  const summary = `${name} may ${joinWithAnd(actions)} on ${repository.name} only what content selectors match`;
  const advice = `use a path that one of them matches, or widen it: new ContentSelector(${quote(relevant[0]?.selector.name ?? "")}, { expression: ... })${isImageRepository(repository) ? ", which for Docker must match /v2/ too" : ""}`;
  if (matches.every((match) => match === false))
    return reportCertain(`${summary}, and none matches ${requestPath}`, evidence, advice);
  return reportLikely(
    `${summary}; they are too complex to check here whether ${requestPath} matches`,
    evidence,
    advice,
  );
}

export const permissionCauses: readonly Cause[] = [missingPrivilege];
