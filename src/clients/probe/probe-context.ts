import type { Action } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import type { EstateRepository } from "../../estate/estate.ts";
import type { ProbeCheck, ProbeIdentity, ProbePlan } from "./probe-plan.ts";

/** A repository as clients see it and as it is declared. */
export interface ProbedRepository {
  served: ServedRepository;
  declared: EstateRepository;
}

/** A user whose permissions are checked. */
export interface ProbedUser {
  /** The name in titles: a user id, or `anonymous`. */
  name: string;
  identity: ProbeIdentity;
  /** Returns true if the action is allowed on the whole repository, undefined if it depends on a content selector. */
  can(action: Action, repository: string): boolean | undefined;
}

/** The input of all checks besides the repository. */
export interface ProbeContext {
  clientConfig: ClientConfig;
  users: readonly ProbedUser[];
  /** The realms declared as active. Empty if none are declared. */
  realms: readonly string[];
  /** True to push images too, and remove them. */
  write: boolean;
}

/** A part of a plan. */
export interface CheckGroup {
  checks: ProbeCheck[];
  skipped?: ProbePlan["skipped"];
}

/** Returns the expectation for an operation that a user may or may not perform. */
export function expectationFor(isAllowed: boolean, type: ServedRepository["type"]): ProbeCheck["expectation"] {
  if (!isAllowed) return "denied";
  return type === "proxy" ? "allowed by proxy" : "allowed";
}

export function mergeCheckGroups(groups: readonly CheckGroup[]): CheckGroup {
  return {
    checks: groups.flatMap(({ checks }) => checks),
    skipped: groups.flatMap(({ skipped = [] }) => skipped),
  };
}
