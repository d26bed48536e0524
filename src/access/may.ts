import { explain } from "./explain.ts";
import type { Action, Principal, Security } from "./security.ts";

/** Whether somebody may do it with any of a repository's content. */
export function may(security: Security, whom: Principal, repository: string, action: Action): boolean {
  return explain(security, repository, [action], [whom]).some(({ decisions }) =>
    decisions.some(({ extent }) => extent !== "none"),
  );
}

/** Who comes without credentials. */
export const nobody: Principal = { type: "anonymous", id: "anonymous" };
