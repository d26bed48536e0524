import type { AreaRights, Grant, Rights } from "../../access/rights.ts";
import { formatRights } from "../../access/rights-text.ts";
import type { Level } from "../report-schemas.ts";

/** Actions that change content. */
const writeActions = ["add", "edit", "delete"];

/** Actions of permissions on areas of Nexus that only read. */
const readActions = ["read", "browse"];

/** Areas of Nexus whose permissions let a user grant themselves any permission. */
const administrativeAreas = ["*", "users", "roles", "privileges", "settings", "tasks", "capabilities", "script"];

/** Returns true for a grant with which content or settings can be changed. */
export function hasWriteAction({ actions }: Pick<Grant, "actions">): boolean {
  return actions.some((action) => writeActions.includes(action));
}

/** Returns true for rights with which a user can get every permission. */
export function isAdministrative({ area, actions }: AreaRights): boolean {
  return (
    administrativeAreas.includes(area.split(" ")[0] ?? "") && actions.some((action) => !readActions.includes(action))
  );
}

/** Returns the level of gained actions on content; undefined where they are harmless. Anonymous users are everyone. */
export function findContentLevel(grant: Pick<Grant, "actions">, isAnonymous: boolean): Level | undefined {
  if (hasWriteAction(grant)) return isAnonymous ? "high" : "medium";
  return isAnonymous ? "medium" : undefined;
}

/** Returns the gained rights that are a risk, as `formatRights` formats them, with their levels. */
export function listRiskyRights(rights: Rights, isAnonymous: boolean): Record<string, Level> {
  const none: Rights = { everything: false, content: [], settings: [], duties: [] };
  const parts: [Rights, Level | undefined][] = [
    [{ ...none, everything: rights.everything }, rights.everything ? "high" : undefined],
    ...rights.content.map((grant): [Rights, Level | undefined] => [
      { ...none, content: [grant] },
      findContentLevel(grant, isAnonymous),
    ]),
    ...rights.settings.map((grant): [Rights, Level | undefined] => [
      { ...none, settings: [grant] },
      hasWriteAction(grant) ? "high" : undefined,
    ]),
    ...rights.duties.map((duty): [Rights, Level | undefined] => [
      { ...none, duties: [duty] },
      isAdministrative(duty) ? "high" : undefined,
    ]),
  ];
  return Object.fromEntries(
    parts.flatMap(([part, level]) => (level ? formatRights(part).map((text) => [text, level] as const) : [])),
  );
}
