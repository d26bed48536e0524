import { bearerTokenRealms, isImageRepository } from "../../../client-config/image-reference.ts";
import { suggestionFor } from "../../../util/suggestions.ts";
import { hasSymptom } from "../attempt.ts";
import { type AttemptFacts, allowsAnonymousTokens } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** Returns true if the client or the replay got a 401, or an error with that meaning. */
export function isUnauthorized({ attempt, replay }: AttemptFacts): boolean {
  return (
    attempt.reportedError?.status === 401 ||
    hasSymptom(attempt, "unauthorized", "no credentials") ||
    replay?.status === 401
  );
}

const noCredentials: Cause = {
  name: "no-credentials",
  check: (facts) => {
    const { attempt, security, location, replay } = facts;
    if (hasSymptom(attempt, "no credentials"))
      return reportCertain(
        "the client has no credentials for this address",
        ["the client reports it"],
        `docker login ${facts.connection?.host ?? "HOST"}, on the host and as the user that runs the client; in Kubernetes an imagePullSecret in the pod's namespace for exactly this host and port`,
      );
    if (attempt.user !== undefined) return undefined;
    if (security.anonymous === undefined && (replay === undefined || replay.status === 401))
      return reportCertain(
        "the client sent no credentials, and anonymous access is off",
        [`anonymous access: ${facts.isLive ? "off in Nexus" : "off as declared"}`],
        "log in; to check a user's permissions here, add --user",
      );
    if (location && isImageRepository(location.repository) && replay?.status === 401) {
      const { name, format } = location.repository;
      const isOpen = allowsAnonymousTokens(facts, name);
      return (isOpen ? reportLikely : reportCertain)(
        `the client sent no credentials, and ${name} does not allow anonymous access`,
        ["anonymous access is on", `forceBasicAuth of ${name}: ${!isOpen}`],
        `log in; or declare \`${format}: { forceBasicAuth: false }\` in ${name}, with the realm ${bearerTokenRealms.get(format)}, and the read privilege for the anonymous user`,
      );
    }
    return security.anonymous === undefined ? undefined : ruleOut("anonymous access is on");
  },
};

const noSuchUser: Cause = {
  name: "no-such-user",
  check: (facts) => {
    const { login, declared, stack, security } = facts;
    if (!login?.matchingUsers) return undefined;
    if (login.matchingUsers.length) return ruleOut(`the user ${login.user} exists`);
    const externalSources = [...security.groupSources];
    const isDeclared =
      declared?.declarations.some(({ kind, fields }) => kind.family === "user" && fields.userId === login.user) ??
      false;
    if (login.isAccepted) return ruleOut("Nexus accepts the login through another user source");
    const evidence = [`users in Nexus: ${login.localUserIds.join(", ")}`];
    if (isDeclared)
      return reportCertain(
        `the user ${quote(login.user)} is declared, but does not exist in Nexus`,
        evidence,
        `npm run up -- --stack ${stack}  # if the user was never created`,
        `${suggestRestore(facts)}  # if the user was deleted manually`,
      );
    const summary = `there is no user ${quote(login.user)}${suggestionFor(login.user, login.localUserIds)}`;
    if (externalSources.length)
      return reportLikely(
        summary,
        [...evidence, `Nexus knows users of ${externalSources.join(", ")} only after their first login`],
        `check that the user exists in ${externalSources.join(" or ")}`,
      );
    return reportCertain(
      summary,
      evidence,
      `declare the user: new Access("ROLE", { privileges: ..., users: [${quote(login.user)}] })`,
    );
  },
};

const disabled: Cause = {
  name: "user-disabled",
  check: (facts) => {
    const { login, declared } = facts;
    const users = login?.matchingUsers;
    if (!login || !users?.length) return undefined;
    const inactive = users.filter(({ status }) => !isActive(status));
    if (inactive.length < users.length)
      return ruleOut(`${login.user} is ${users.map(({ status }) => status).join(", ")}`);
    const status = inactive[0]?.status ?? "";
    const isDeclared = declared?.declarations.some(
      ({ kind, fields }) => kind.family === "user" && fields.userId === login.user && fields.status === status,
    );
    return reportCertain(
      `${login.user} is ${status}: Nexus rejects the login as it rejects a wrong password`,
      [`status of ${login.user} in Nexus: ${status}`],
      isDeclared ? `declare the user ${quote(login.user)} with status: "active"` : suggestRestore(facts),
    );
  },
};

const externalUser: Cause = {
  name: "user-of-another-source",
  check: (facts) => {
    const { login } = facts;
    const source = login?.matchingUsers?.find((user) => user.source !== "default")?.source;
    if (!login || source === undefined || login.isAccepted || !isUnauthorized(facts)) return undefined;
    return reportLikely(
      `${login.user} is a user of ${source}, which stores and checks the password`,
      [`source of ${login.user}: ${source}`],
      `try the password there; check that the realm of ${source} is active and that Nexus reaches its server`,
    );
  },
};

const wrongPassword: Cause = {
  name: "wrong-password",
  check: (facts) => {
    const { login, attempt, replay } = facts;
    if (!login?.matchingUsers?.some(({ source, status }) => source === "default" && isActive(status))) return undefined;
    if (login.passwordSource === undefined)
      return isUnauthorized(facts) && attempt.user !== undefined
        ? reportLikely(
            `the client sends a wrong password for ${login.user}, or none`,
            [
              "the user exists, and Nexus rejected the login (401)",
              "the password is not known here, so it was not tried",
            ],
            `log in again with the current password (docker login or similar); with NEXUS_USERNAME=${login.user} and NEXUS_PASSWORD it is tried from here`,
          )
        : undefined;
    if (login.isAccepted === false)
      return reportCertain(
        `the password of ${login.user} in Nexus differs from the one in ${login.passwordSource}`,
        [`Nexus rejects ${login.user} with this password (401), and the user is active`],
        `${suggestRestore(facts)}  # sets the declared password again`,
        "if the password was changed on purpose, put the new one into the configuration, nexus:passwords",
      );
    const isReportedUnauthorized = attempt.reportedError?.status === 401 || hasSymptom(attempt, "unauthorized");
    const accepted = `Nexus accepts ${login.user} with the password from ${login.passwordSource}`;
    if (login.isAccepted && isReportedUnauthorized && replay?.status !== 401)
      return reportLikely(
        `the client sends another password for ${login.user}, probably one from before a rotation, or none`,
        [accepted, "the client was rejected (401)"],
        "give the client the current password: `nexus-iac outputs --for ...` writes it for each kind of client",
      );
    return login.isAccepted ? ruleOut(accepted) : undefined;
  },
};

/** Nexus allows a login with the status `changepassword` too. */
function isActive(status: string): boolean {
  return /^(active|changepassword)$/i.test(status);
}

export const loginCauses: readonly Cause[] = [noCredentials, noSuchUser, disabled, externalUser, wrongPassword];
