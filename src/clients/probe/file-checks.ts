import type { ServedRepository } from "../../client-config/client-config.ts";
import { findRejectedWrite } from "./format-requests.ts";
import {
  type CheckGroup,
  expectationFor,
  mergeCheckGroups,
  type ProbeContext,
  type ProbedRepository,
  type ProbedUser,
} from "./probe-context.ts";
import { type ProbeCheck, uniquePlaceholder } from "./probe-plan.ts";
import { createUpstreamCheck } from "./upstream-check.ts";

/** Creates the checks of a repository that is not a registry: read and write permissions, and the upstream. */
export function createFileChecks(repository: ProbedRepository, { users }: ProbeContext): CheckGroup {
  return mergeCheckGroups([
    ...users.flatMap((user) => createPermissionChecks(user, repository)),
    createUpstreamCheck(repository),
  ]);
}

/** With permission, a read of missing content answers 404, and a write that is rejected anyway answers 400. */
function createPermissionChecks(user: ProbedUser, { served, declared }: ProbedRepository): CheckGroup[] {
  const urlOf = (path: string) => `${served.url}/${path}`;
  const as = user.identity;
  const read = createPermissionCheck(user, served, "read", user.can("read", served.name), {
    type: "http",
    method: "GET",
    url: urlOf(`nexus-iac-probe-${uniquePlaceholder}`),
    as,
  });
  if (served.type !== "hosted") return [read];
  const write = findRejectedWrite(declared);
  const request = write && ({ type: "http", method: "PUT", url: urlOf(write.path), as, body: write.body } as const);
  return [read, createPermissionCheck(user, served, "write", user.can("edit", served.name), request)];
}

function createPermissionCheck(
  { name }: ProbedUser,
  { name: repository, type }: ServedRepository,
  operation: string,
  isAllowed: boolean | undefined,
  request: ProbeCheck["request"] | undefined,
): CheckGroup {
  const title = {
    area: "rights",
    name: `${name} ${isAllowed === false ? "may not" : "may"} ${operation} ${repository}`,
  };
  const skip = (reason: string): CheckGroup => ({ checks: [], skipped: [{ ...title, reason }] });
  if (isAllowed === undefined) return skip("granted by a content selector, so it depends on the path");
  if (!request) return skip("a write would leave content in the repository");
  return { checks: [{ ...title, request, expectation: expectationFor(isAllowed, type) }] };
}
