import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { matchesSelector } from "../validation/csel-evaluator.ts";
import type { Subject } from "./subject.ts";

export type AdminAction = "read" | "browse" | "edit" | "add" | "delete";

export function canAdminister(subject: Subject, action: AdminAction, format: string, name: string): boolean {
  return subject.isPermitted(`nexus:repository-admin:${format}:${name}:${action}`);
}

/**
 * By a view privilege, or by one of a content selector, whatever the selector selects; to be browsed, not by a wildcard
 * that covers those of selectors (3.71).
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

/** By a view privilege, or by one of a content selector that selects it; of the repository that is asked alone (3.71). */
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
      matchesSelector(expression, { path, format }),
  );
}

/** 3.71: what may be read or browsed itself or, being no group, through a group that holds it however deep. */
export function canReadRepository(nexus: Nexus, subject: Subject, repository: RepositoryRecord): boolean {
  const itself = (one: RepositoryRecord): boolean =>
    canView(nexus, subject, "read", one) || canView(nexus, subject, "browse", one);
  if (itself(repository)) return true;
  if (repository.type === "group") return false;
  return nexus.state.repositories.some((group) => containsMember(nexus, group, repository, new Set()) && itself(group));
}

function containsMember(
  nexus: Nexus,
  group: RepositoryRecord,
  wanted: RepositoryRecord,
  seen: Set<RepositoryRecord>,
): boolean {
  if (group.type !== "group" || seen.has(group)) return false;
  seen.add(group);
  return nexus.memberNames(group).some((name) => {
    const member = nexus.findRepository(name);
    return member === wanted || (member !== undefined && containsMember(nexus, member, wanted, seen));
  });
}

/** 3.71: routing rules may be read by who may read any repository's settings or add repositories of a format. */
export function canReadRoutingRules(nexus: Nexus, subject: Subject): boolean {
  if (nexus.recipes.some(({ format }) => canAdminister(subject, "add", format, "*"))) return true;
  return nexus.state.repositories.some(({ format, name }) => canAdminister(subject, "read", format, name));
}
