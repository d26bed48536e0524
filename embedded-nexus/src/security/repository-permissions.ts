import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { evaluateCsel } from "../validation/csel-evaluator.ts";
import type { Subject } from "./subject.ts";

/** The actions of repository-admin privileges. */
export type AdminAction = "read" | "browse" | "edit" | "add" | "delete";

/** Returns true if a repository-admin privilege allows an action on a repository's configuration. `*` stands for all. */
export function canAdminister(subject: Subject, action: AdminAction, format: string, name: string): boolean {
  return subject.isPermitted(`nexus:repository-admin:${format}:${name}:${action}`);
}

/**
 * Returns true if a caller can read or browse something of a repository: by a repository-view privilege, or by a content
 * selector privilege, whichever content it selects. For browsing, a wildcard privilege that includes content selectors does
 * not count (3.71).
 */
export function canView(
  nexus: Nexus,
  subject: Subject,
  action: "browse" | "read",
  { format, name }: RepositoryRecord,
): boolean {
  if (subject.isPermitted(`nexus:repository-view:${format}:${name}:${action}`)) return true;
  const type = action === "browse" ? "repository-content-selector" : undefined;
  return nexus.state.selectors.some((selector) =>
    subject.isPermitted(`nexus:repository-content-selector:${selector.name}:${format}:${name}:${action}`, type),
  );
}

/**
 * Returns true if a caller can do an action on a path of a repository: by a repository-view privilege, or by the privilege of
 * a content selector that matches the path. Privileges on a group's members do not count for the group (3.71).
 */
export function canAccessPath(
  nexus: Nexus,
  subject: Subject,
  action: string,
  { format, name }: Pick<RepositoryRecord, "format" | "name">,
  path: string,
): boolean {
  if (subject.isPermitted(`nexus:repository-view:${format}:${name}:${action}`)) return true;
  return nexus.state.selectors.some(
    ({ name: selector, expression }) =>
      subject.isPermitted(`nexus:repository-content-selector:${selector}:${format}:${name}:${action}`) &&
      evaluateCsel(expression, { path, format }),
  );
}

/** Returns true if a caller can view a repository itself or, unless it is a group, any group that contains it (3.71). */
export function canReadRepository(nexus: Nexus, subject: Subject, repository: RepositoryRecord): boolean {
  const canViewItself = (candidate: RepositoryRecord): boolean =>
    canView(nexus, subject, "read", candidate) || canView(nexus, subject, "browse", candidate);
  if (canViewItself(repository)) return true;
  if (repository.type === "group") return false;
  return nexus.state.repositories.some(
    (group) => containsMember(nexus, group, repository, new Set()) && canViewItself(group),
  );
}

function containsMember(
  nexus: Nexus,
  group: RepositoryRecord,
  searched: RepositoryRecord,
  seen: Set<RepositoryRecord>,
): boolean {
  if (group.type !== "group" || seen.has(group)) return false;
  seen.add(group);
  return nexus.memberNames(group).some((name) => {
    const member = nexus.findRepository(name);
    return member === searched || (member !== undefined && containsMember(nexus, member, searched, seen));
  });
}

/** Returns true if a caller can read any repository's settings or add repositories of any format (3.71). */
export function canReadRoutingRules(nexus: Nexus, subject: Subject): boolean {
  if (nexus.recipes.some(({ format }) => canAdminister(subject, "add", format, "*"))) return true;
  return nexus.state.repositories.some(({ format, name }) => canAdminister(subject, "read", format, name));
}
