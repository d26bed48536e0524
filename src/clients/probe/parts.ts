import type { Action } from "../../access/security.ts";
import type { ClientConfig, ServedRepository } from "../../client-config/client-config.ts";
import type { Repository } from "../../estate/estate.ts";
import type { Asker, Check, Plan } from "./check.ts";

/** A repository as it is declared and as its clients see it. */
export interface Probed {
  served: ServedRepository;
  declared: Repository;
}

/** Who is checked, and what they may do with a repository. */
export interface Person {
  /** As people call them: a user's id, `anonymous`. */
  name: string;
  asker: Asker;
  /** Whether they may do that with all of it; nothing where it depends on what it is. */
  may(action: Action, repository: string): boolean | undefined;
}

/** All that checks are made of. */
export interface Sight {
  clientConfig: ClientConfig;
  people: readonly Person[];
  /** The realms that are to be active; nothing where nobody declares them. */
  realms: readonly string[];
  /** Also pushes images, and removes them. */
  write: boolean;
}

/** Some checks, and what is not checked. */
export interface Part {
  checks: Check[];
  skipped?: Plan["skipped"];
}

/** What must come of trying what somebody may do, or may not. */
export function wishOf(may: boolean, type: ServedRepository["type"]): Check["wish"] {
  if (!may) return "refused";
  return type === "proxy" ? "let through" : "let in";
}

export function joined(parts: readonly Part[]): Part {
  return {
    checks: parts.flatMap(({ checks }) => checks),
    skipped: parts.flatMap(({ skipped = [] }) => skipped),
  };
}
