import { joinWithAnd } from "../../access/rights-text.ts";
import { changeAt, each, newlyAt, type Rule, risk, textsIn } from "./rule.ts";

/** Anybody who reaches Nexus may do what the anonymous user may. */
export const anonymousOpened: Rule = each((subject) => {
  if (subject.kind.name !== "anonymous-access" || !subject.after) return [];
  const userId = String(subject.after.userId ?? "anonymous");
  if (newlyAt(subject, "enabled") === true)
    return [
      risk(subject, "high", "anonymous-opened", {
        path: "enabled",
        reason: "is opened",
        consequence: `whoever reaches Nexus may do what the user ${userId} may, without credentials`,
      }),
    ];
  const other = subject.after.enabled === true && changeAt(subject, "userId");
  return other
    ? [
        risk(subject, "high", "anonymous-user-changed", {
          path: "userId",
          reason: `takes who comes without credentials for ${userId} from now on`,
          consequence: `whoever reaches Nexus may do what the user ${userId} may`,
        }),
      ]
    : [];
});

/** Realms are asked one after another, and who is in none of them cannot come. */
export const realmsChanged: Rule = each((subject) => {
  const active = subject.kind.family === "realms" ? changeAt(subject, "active") : undefined;
  if (!active) return [];
  const [before, after] = [textsIn(active.before), textsIn(active.after)];
  const gone = before.filter((realm) => !after.includes(realm));
  const [was, is] = [before.filter((realm) => after.includes(realm)), after.filter((realm) => before.includes(realm))];
  return [
    ...(gone.length
      ? [
          risk(subject, gone.includes("NexusAuthenticatingRealm") ? "high" : "medium", "realm-removed", {
            path: "active",
            reason: `${joinWithAnd(gone)} ${gone.length > 1 ? "are" : "is"} active no more`,
            consequence: "who comes by it (users, tokens, keys) is refused from then on",
          }),
        ]
      : []),
    ...(was.some((realm, index) => realm !== is[index])
      ? [
          risk(subject, "medium", "realms-reordered", {
            path: "active",
            reason: `are asked in another order: ${after.join(", ")}`,
            consequence: "who is in several of them may get another's roles; log-ins may become slower",
          }),
        ]
      : []),
  ];
});

/** Somebody who works with a password today is given another one. */
export const passwordReplaced: Rule = each((subject) => {
  const { kind, op, declared } = subject;
  if ((op !== "adopt" && op !== "move") || !kind.login || declared?.[kind.login.password] !== undefined) return [];
  if (declared?.[kind.login.keep] === true) return [];
  return [
    risk(subject, "medium", "password-replaced", {
      path: kind.login.password,
      reason: "exists already, and a generated password takes the place of today's, as none is declared",
      consequence: "whoever logs in with today's password is refused from then on",
    }),
  ];
});

/** A user who can log in today, and will not. */
export const userShutOut: Rule = each((subject) => {
  const status = subject.kind.name === "user" ? changeAt(subject, "status") : undefined;
  return status?.before === "active" && (status.after === "disabled" || status.after === "locked")
    ? [
        risk(subject, "low", "user-shut-out", {
          path: "status",
          reason: `becomes ${String(status.after)}`,
          consequence: "whatever works with that account is refused from then on",
        }),
      ]
    : [];
});
