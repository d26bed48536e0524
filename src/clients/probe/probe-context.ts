import type { Action } from "../../access/security-model.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import type { EstateRepository } from "../../estate/estate.ts";
import type { ProbeCheck, ProbeIdentity, ProbePlan } from "./probe-plan.ts";

/** A repository as it is declared and as its clients see it. */
export interface ProbedRepository {
  served: ServedRepository;
  declared: EstateRepository;
}

/** Who is checked, and what they may do with a repository. */
export interface ProbedUser {
  /** As people call them: a user's id, `anonymous`. */
  name: string;
  identity: ProbeIdentity;
  /** Whether they may do that with all of it; nothing where it depends on what it is. */
  can(action: Action, repository: string): boolean | undefined;
}

/** All that checks are made of. */
export interface ProbeContext {
  clientConfig: ClientConfig;
  users: readonly ProbedUser[];
  /** The realms that are to be active; nothing where nobody declares them. */
  realms: readonly string[];
  /** Also pushes images, and removes them. */
  write: boolean;
}

/** Some checks, and what is not checked. */
export interface CheckGroup {
  checks: ProbeCheck[];
  skipped?: ProbePlan["skipped"];
}

/** What must come of trying what somebody may do, or may not. */
export function expectationFor(may: boolean, type: ServedRepository["type"]): ProbeCheck["expectation"] {
  if (!may) return "denied";
  return type === "proxy" ? "allowed by proxy" : "allowed";
}

export function mergeCheckGroups(parts: readonly CheckGroup[]): CheckGroup {
  return {
    checks: parts.flatMap(({ checks }) => checks),
    skipped: parts.flatMap(({ skipped = [] }) => skipped),
  };
}
