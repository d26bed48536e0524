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

/** A repository that is no registry, by its URL: who reads and who writes. */
export function createFileChecks(probed: ProbedRepository, { users: people }: ProbeContext): CheckGroup {
  return mergeCheckGroups([...people.flatMap((person) => rightsOf(person, probed)), createUpstreamCheck(probed)]);
}

/** What is not there is 404 to who may read, and what is refused anyhow is 400 to who may write. */
function rightsOf(person: ProbedUser, { served, declared }: ProbedRepository): CheckGroup[] {
  const at = (path: string) => `${served.url}/${path}`;
  const as = person.identity;
  const read = rightOf(person, served, "read", person.can("read", served.name), {
    type: "http",
    method: "GET",
    url: at(`nexus-iac-probe-${uniquePlaceholder}`),
    as,
  });
  if (served.type !== "hosted") return [read];
  const write = findRejectedWrite(declared);
  const request = write && ({ type: "http", method: "PUT", url: at(write.path), as, body: write.body } as const);
  return [read, rightOf(person, served, "write", person.can("edit", served.name), request)];
}

function rightOf(
  { name }: ProbedUser,
  { name: repository, type }: ServedRepository,
  operation: string,
  may: boolean | undefined,
  request: ProbeCheck["request"] | undefined,
): CheckGroup {
  const about = { area: "rights", name: `${name} ${may === false ? "may not" : "may"} ${operation} ${repository}` };
  const skip = (reason: string): CheckGroup => ({ checks: [], skipped: [{ ...about, reason }] });
  if (may === undefined) return skip("by a content selector: it depends on the path");
  if (!request) return skip("a write cannot be tried without leaving something");
  return { checks: [{ ...about, request, expectation: expectationFor(may, type) }] };
}
