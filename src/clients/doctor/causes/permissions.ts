import { explainAccess, getExtent } from "../../../access/access-explanation.ts";
import { joinWithAnd } from "../../../access/rights-text.ts";
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
import type { Operation } from "../attempt.ts";
import { type AttemptFacts, type ContentLocation, formatAddress, isReadOnlyLocation } from "../attempt-facts.ts";
import { type Cause, type CauseResult, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";
import { matchesSelector } from "./selector-match.ts";

/** What each deed takes. A push looks first what is there; HTTP's PUT asks for edit, for what is new, too (3.71, 3.77). */
const wanted: Readonly<Record<Operation, readonly Action[]>> = {
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
    const { attempt, location: where, security, declaredSecurity } = facts;
    const actions = wanted[attempt.operation];
    const who = principal(facts);
    if (!where || !who || !actions.length || isReadOnlyLocation(facts)) return undefined;
    if (attempt.user === undefined && security.anonymous === undefined) return undefined;
    const { repository } = where;
    const cell = explainAccess(security, repository.name, actions, [who])[0]?.cell;
    const extents = actions.map((action) => ({ action, extent: getExtent(cell, action) }));
    const missing = extents.filter(({ extent }) => extent === "none").map(({ action }) => action);
    const name = attempt.user ?? "who comes without credentials";
    if (missing.length) {
      const through = missing.includes("read") ? (cell?.through ?? []) : [];
      return absent(facts, where, name, who, missing, through, declaredSecurity);
    }
    const selected = extents.filter(({ extent }) => extent === "selected").map(({ action }) => action);
    if (!selected.length) return ruleOut(`${name} may ${joinWithAnd(actions)} on ${repository.name}`);
    return bySelector(where, name, selected, cell?.selected ?? []);
  },
};

/** Whether the repository gives who tried it what that takes, of some of its content at least. */
export function hasPermission(facts: AttemptFacts, repository: string): boolean {
  const { attempt, security } = facts;
  const who = principal(facts);
  const actions = wanted[attempt.operation];
  if (!who) return false;
  const cell = explainAccess(security, repository, actions, [who])[0]?.cell;
  return actions.every((action) => getExtent(cell, action) !== "none");
}

function principal({ attempt, security }: AttemptFacts): Principal | undefined {
  if (attempt.user === undefined) return { type: "anonymous", id: "anonymous" };
  const found = [...security.users].find(([, user]) => user.active && user.userId === attempt.user);
  return found && { type: "user", id: found[0] };
}

function absent(
  facts: AttemptFacts,
  where: ContentLocation,
  name: string,
  who: Principal,
  missing: readonly Action[],
  through: readonly string[],
  declaredSecurity: SecurityModel | undefined,
): CauseResult {
  const { security, attempt, clientConfig } = facts;
  const { repository } = where;
  const privileges = missing.map((action) => `nx-repository-view-${repository.format}-${repository.name}-${action}`);
  const roles = security.users.get(who.id)?.roles ?? [];
  const may = listPrincipals(security).filter(
    (one) =>
      one.type === "user" &&
      one.id !== "anonymous" &&
      wanted[attempt.operation].every(
        (action) => getExtent(explainAccess(security, repository.name, [action], [one])[0]?.cell, action) === "all",
      ),
  );
  const evidence = [
    `roles of ${name}: ${roles.length ? waysTo(security, roles).join(", ") : "none"}`,
    may.length ? `who may: ${may.map(({ id }) => id).join(", ")}` : "nobody may",
  ];
  const groups = clientConfig.repositories.filter((one) => through.includes(one.name));
  const drifted = declaredSecurity && missing.every((action) => mayIn(declaredSecurity, repository.name, who, action));
  const what = `${name} lacks ${joinWithAnd(privileges)}`;
  if (drifted)
    return reportCertain(
      `${what}, which the estate gives: somebody has taken it away`,
      evidence,
      suggestRestore(facts),
    );
  const asks = groups.map((one) => `ask the group, which ${name} may read: ${formatAddress(one, where)}`);
  return reportCertain(what, evidence, ...asks, ...grants(facts, roles, repository.name, privileges, missing));
}

function mayIn(security: SecurityModel, repository: string, who: Principal, action: Action): boolean {
  return getExtent(explainAccess(security, repository, [action], [who])[0]?.cell, action) === "all";
}

/** `ci`, `team > inner`: roles and those within them. */
function waysTo(security: SecurityModel, roles: readonly string[]): string[] {
  return findRolePaths(security, roles).map((path) => path.join(" > "));
}

/** The lines of the estate that would let him: in the role that is most about the repository already. */
function grants(
  { security, attempt }: AttemptFacts,
  roles: readonly string[],
  repository: string,
  privileges: readonly string[],
  missing: readonly Action[],
): string[] {
  const code = `privileges: [..., ${privileges.map(quote).join(", ")}]`;
  const own = findRolePaths(security, roles)
    .map((path) => path.at(-1) ?? "")
    .filter((role) => !builtInRoles.has(role));
  const about = (role: string) =>
    listRolePrivileges(security, role).filter((one) => one.includes(`-${repository}-`)).length;
  const [best] = own.sort((a, b) => about(b) - about(a));
  if (attempt.user === undefined) return ["log in as somebody who may"];
  const add = missing.map((action) => quote(action)).join(", ");
  if (best !== undefined)
    return [
      `if ${attempt.user} shall: in the role ${quote(best)}, ${code}`,
      `which is what .privileges(${add}) of ${repository} gives`,
    ];
  return [
    `if ${attempt.user} shall: new Access("${attempt.user}-${repository}", { ${code.replace("..., ", "")}, users: [${quote(attempt.user)}] })`,
  ];
}

function bySelector(
  { path, version, repository }: ContentLocation,
  name: string,
  actions: readonly Action[],
  held: NonNullable<ReturnType<typeof explainAccess>[number]["cell"]>["selected"],
): CauseResult {
  const asked = isImageRepository(repository) ? `/v2/${path}/manifests/${version ?? "latest"}` : `/${path}`;
  const about = held.filter((one) => actions.some((action) => one.actions.includes(action)));
  const verdicts = about.map(({ selector }) => matchesSelector(selector.expression, repository.format, asked));
  if (verdicts.includes(true)) return ruleOut(`a content selector that ${name} has selects ${asked}`);
  const evidence = about.map(({ selector }) => `${selector.name}: ${selector.expression}`);
  const what = `${name} may ${joinWithAnd(actions)} on ${repository.name} only what content selectors select`;
  const todo = `use a path that one of them selects, or widen it: new ContentSelector(${quote(about[0]?.selector.name ?? "")}, { expression: ... })${isImageRepository(repository) ? ", which for Docker must select /v2/ as well" : ""}`;
  if (verdicts.every((verdict) => verdict === false))
    return reportCertain(`${what}, and ${asked} is not among it`, evidence, todo);
  return reportLikely(`${what}; whether ${asked} is among it cannot be told here`, evidence, todo);
}

export const permissionCauses: readonly Cause[] = [missingPrivilege];
