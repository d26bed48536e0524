import { accessChanges } from "../../src/access/changes.ts";
import { principalInWords, rightsInWords } from "../../src/access/words.ts";
import type { Declaration } from "../../src/estate/estate.ts";
import { securityOf } from "../../src/estate/security.ts";
import { declare, docker, estateOf, raw } from "../estate/support.ts";

export const repositories = [docker("apps"), docker("mirror"), raw("files")];
export const user = (userId: string, ...roles: string[]) => declare("user", userId, { roles, password: "x" });
export const wildcard = (name: string, pattern: string) => declare("privilege-wildcard", name, { pattern });
export const selector = (name: string, expression: string) => declare("content-selector", name, { expression });
export const selected = (name: string, contentSelector: string, repository: string, ...actions: string[]) =>
  declare("privilege-repository-content-selector", name, { format: "*", repository, contentSelector, actions });

export const securityWith = (...declarations: Declaration[]) => securityOf(estateOf(declarations));

/** `user a, role r: + read on apps; - add on apps`, a line for each change. */
export function changesBetween(before: readonly Declaration[], after: readonly Declaration[]): string[] {
  const { changes } = accessChanges(securityWith(...before), securityWith(...after));
  return changes.map(({ who, are, gains, loses }) => {
    const told = [
      ...rightsInWords(gains).map((text) => `+ ${text}`),
      ...rightsInWords(loses).map((text) => `- ${text}`),
    ];
    return `${who.map(principalInWords).join(", ")}${are ? ` (${are})` : ""}: ${told.join("; ")}`;
  });
}
