import { diffAccess } from "../../src/access/access-diff.ts";
import { formatPrincipal, formatRights } from "../../src/access/rights-text.ts";
import { toSecurityModel } from "../../src/estate/declared-security.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { declare, docker, estateOf, raw } from "../estate/support.ts";

export const repositories = [docker("apps"), docker("mirror"), raw("files")];
export const user = (userId: string, ...roles: string[]) => declare("user", userId, { roles, password: "x" });
export const wildcard = (name: string, pattern: string) => declare("privilege-wildcard", name, { pattern });
export const selector = (name: string, expression: string) => declare("content-selector", name, { expression });
export const selected = (name: string, contentSelector: string, repository: string, ...actions: string[]) =>
  declare("privilege-repository-content-selector", name, { format: "*", repository, contentSelector, actions });

export const securityWith = (...declarations: Declaration[]) => toSecurityModel(estateOf(declarations));

/** Formats each change in a line: `user a, role r: + read on apps; - add on apps`. */
export function changesBetween(before: readonly Declaration[], after: readonly Declaration[]): string[] {
  const { changes } = diffAccess(securityWith(...before), securityWith(...after));
  return changes.map(({ who, are, gains, loses }) => {
    const rights = [
      ...formatRights(gains).map((text) => `+ ${text}`),
      ...formatRights(loses).map((text) => `- ${text}`),
    ];
    return `${who.map(formatPrincipal).join(", ")}${are ? ` (${are})` : ""}: ${rights.join("; ")}`;
  });
}
