import { joinWithAnd } from "../../access/rights-text.ts";
import { createRisk, forEachChange, getNewValue, getValueChange, type RiskRule, toStrings } from "./risk-rule.ts";

/** Anybody who reaches Nexus may do what the anonymous user may. */
export const anonymousOpened: RiskRule = forEachChange((subject) => {
  if (subject.kind.name !== "anonymous-access" || !subject.planned) return [];
  const userId = String(subject.planned.userId ?? "anonymous");
  if (getNewValue(subject, "enabled") === true)
    return [
      createRisk(subject, "high", "anonymous-opened", {
        path: "enabled",
        reason: "is opened",
        consequence: `whoever reaches Nexus may do what the user ${userId} may, without credentials`,
      }),
    ];
  const other = subject.planned.enabled === true && getValueChange(subject, "userId");
  return other
    ? [
        createRisk(subject, "high", "anonymous-user-changed", {
          path: "userId",
          reason: `takes who comes without credentials for ${userId} from now on`,
          consequence: `whoever reaches Nexus may do what the user ${userId} may`,
        }),
      ]
    : [];
});

/** Realms are asked one after another, and who is in none of them cannot come. */
export const realmsChanged: RiskRule = forEachChange((subject) => {
  const active = subject.kind.family === "realms" ? getValueChange(subject, "active") : undefined;
  if (!active) return [];
  const [before, after] = [toStrings(active.before), toStrings(active.after)];
  const gone = before.filter((realm) => !after.includes(realm));
  const [was, is] = [before.filter((realm) => after.includes(realm)), after.filter((realm) => before.includes(realm))];
  return [
    ...(gone.length
      ? [
          createRisk(subject, gone.includes("NexusAuthenticatingRealm") ? "high" : "medium", "realm-removed", {
            path: "active",
            reason: `${joinWithAnd(gone)} ${gone.length > 1 ? "are" : "is"} active no more`,
            consequence: "who comes by it (users, tokens, keys) is refused from then on",
          }),
        ]
      : []),
    ...(was.some((realm, index) => realm !== is[index])
      ? [
          createRisk(subject, "medium", "realms-reordered", {
            path: "active",
            reason: `are asked in another order: ${after.join(", ")}`,
            consequence: "who is in several of them may get another's roles; log-ins may become slower",
          }),
        ]
      : []),
  ];
});

/** Somebody who works with a password today is given another one. */
export const passwordReplaced: RiskRule = forEachChange((subject) => {
  const { kind, op, declared } = subject;
  if ((op !== "adopt" && op !== "move") || !kind.login || declared?.[kind.login.password] !== undefined) return [];
  if (declared?.[kind.login.keep] === true) return [];
  return [
    createRisk(subject, "medium", "password-replaced", {
      path: kind.login.password,
      reason: "exists already, and a generated password takes the place of today's, as none is declared",
      consequence: "whoever logs in with today's password is refused from then on",
    }),
  ];
});

/** A user who can log in today, and will not. */
export const userShutOut: RiskRule = forEachChange((subject) => {
  const status = subject.kind.name === "user" ? getValueChange(subject, "status") : undefined;
  return status?.before === "active" && (status.after === "disabled" || status.after === "locked")
    ? [
        createRisk(subject, "low", "user-shut-out", {
          path: "status",
          reason: `becomes ${String(status.after)}`,
          consequence: "whatever works with that account is refused from then on",
        }),
      ]
    : [];
});
