import { joinWithAnd } from "../../util/display-text.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, listStrings, type RiskRule } from "./risk-rule.ts";

/** Anonymous access is enabled, or uses another user. */
export const anonymousAccessWidened: RiskRule = forEachChange((change) => {
  if (change.kind.name !== "anonymous-access" || !change.planned) return [];
  const userId = String(change.planned.userId ?? "anonymous");
  const consequence = `everyone who can reach Nexus has the permissions of the user ${userId}, without credentials`;
  if (getNewValue(change, "enabled") === true)
    return [createRisk(change, "high", "anonymous-opened", { path: "enabled", reason: "is enabled", consequence })];
  const isOtherUser = change.planned.enabled === true && getValueChange(change, "userId");
  return isOtherUser
    ? [
        createRisk(change, "high", "anonymous-user-changed", {
          path: "userId",
          reason: `uses the user ${userId} from now on`,
          consequence,
        }),
      ]
    : [];
});

/** Anonymous access is disabled. */
export const anonymousAccessClosed: RiskRule = forEachChange((change) => {
  const enabled = change.kind.name === "anonymous-access" ? getValueChange(change, "enabled") : undefined;
  if (enabled?.before !== true) return [];
  return [
    createRisk(change, "medium", "anonymous-closed", {
      path: "enabled",
      reason: "is disabled",
      consequence: "clients without credentials are refused: downloads, pulls and proxies of other servers",
    }),
  ];
});

/** A realm is removed, or the order of realms changes: Nexus queries them in their order. */
export const realmsChanged: RiskRule = forEachChange((change) => {
  const active = change.kind.family === "realms" ? getValueChange(change, "active") : undefined;
  if (!active) return [];
  const [before, after] = [listStrings(active.before), listStrings(active.after)];
  const removed = before.filter((realm) => !after.includes(realm));
  const keptBefore = before.filter((realm) => after.includes(realm));
  const keptAfter = after.filter((realm) => before.includes(realm));
  return [
    ...(removed.length
      ? [
          createRisk(change, removed.includes("NexusAuthenticatingRealm") ? "high" : "medium", "realm-removed", {
            path: "active",
            reason: `no longer include ${joinWithAnd(removed)}`,
            consequence: `logins through ${removed.length > 1 ? "these realms" : "this realm"} (users, tokens, keys) are refused`,
          }),
        ]
      : []),
    ...(keptBefore.some((realm, index) => realm !== keptAfter[index])
      ? [
          createRisk(change, "medium", "realms-reordered", {
            path: "active",
            reason: `are queried in another order: ${after.join(", ")}`,
            consequence: "users who exist in several realms may get other roles, and logins may become slower",
          }),
        ]
      : []),
  ];
});

/** An existing user without a declared password gets a generated one. */
export const passwordReplaced: RiskRule = forEachChange((change) => {
  const { kind, op, declared } = change;
  if ((op !== "adopt" && op !== "move") || !kind.login || declared?.[kind.login.password] !== undefined) return [];
  if (declared?.[kind.login.keep] === true) return [];
  return [
    createRisk(change, "medium", "password-replaced", {
      path: kind.login.password,
      reason: "exists already and gets a generated password, because no password is declared",
      consequence: "logins with the current password are refused",
    }),
  ];
});

/** An active user is disabled or locked. */
export const userDisabled: RiskRule = forEachChange((change) => {
  const status = change.kind.name === "user" ? getValueChange(change, "status") : undefined;
  return status?.before === "active" && (status.after === "disabled" || status.after === "locked")
    ? [
        createRisk(change, "low", "user-shut-out", {
          path: "status",
          reason: `becomes ${String(status.after)}`,
          consequence: "clients that use the account are refused",
        }),
      ]
    : [];
});
