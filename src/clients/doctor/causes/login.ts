import { isImageRepository } from "../../../client-config/image-reference.ts";
import { suggestionFor } from "../../../util/suggestions.ts";
import { hasSymptom } from "../attempt.ts";
import { type AttemptFacts, allowsAnonymousTokens } from "../attempt-facts.ts";
import { type Cause, quote, reportCertain, reportLikely, ruleOut, suggestRestore } from "../cause.ts";

/** Who comes is not known, or not let in. */
export function isUnauthorized({ attempt, replay: answer }: AttemptFacts): boolean {
  return (
    attempt.reportedError?.status === 401 ||
    hasSymptom(attempt, "unauthorized", "no credentials") ||
    answer?.status === 401
  );
}

const noCredentials: Cause = {
  name: "no-credentials",
  check: (facts) => {
    const { attempt, security, location: where, replay: answer } = facts;
    if (hasSymptom(attempt, "no credentials"))
      return reportCertain(
        "the client has no credentials for this address",
        ["it says so itself"],
        `docker login ${facts.connection?.host ?? "HOST"}, on the host and as the user that runs the client; in Kubernetes an imagePullSecret of the pod's namespace for exactly this host and port`,
      );
    if (attempt.user !== undefined) return undefined;
    if (security.anonymous === undefined && (answer === undefined || answer.status === 401))
      return reportCertain(
        "nobody logged in, and this Nexus lets nobody in without credentials: anonymous access is off",
        [`anonymous access: ${facts.isLive ? "off in Nexus" : "off as declared"}`],
        "log in, and name the user with --user to have his rights looked at",
      );
    if (where && isImageRepository(where.repository) && answer?.status === 401)
      return (allowsAnonymousTokens(facts, where.repository.name) ? reportLikely : reportCertain)(
        `nobody logged in, and ${where.repository.name} is not open to who comes without credentials`,
        [
          "anonymous access is on",
          `forceBasicAuth of ${where.repository.name}: ${!allowsAnonymousTokens(facts, where.repository.name)}`,
        ],
        `log in; or declare \`${where.repository.format}: { forceBasicAuth: false }\` in ${where.repository.name}, with the realm DockerToken, and reading for the anonymous user`,
      );
    return security.anonymous === undefined ? undefined : ruleOut("anonymous access is on");
  },
};

const noUser: Cause = {
  name: "no-such-user",
  check: (facts) => {
    const { login, declared, stack, security } = facts;
    if (!login?.matchingUsers) return undefined;
    if (login.matchingUsers.length) return ruleOut(`there is a user ${login.user}`);
    const others = [...security.groupSources];
    const isDeclared =
      declared?.declarations.some(({ kind, fields }) => kind.family === "user" && fields.userId === login.user) ??
      false;
    if (login.isAccepted) return ruleOut("Nexus lets him in, from elsewhere");
    const evidence = [`Nexus has ${login.localUserIds.join(", ")}`];
    if (isDeclared)
      return reportCertain(
        `there is no user ${quote(login.user)}, though he is declared`,
        evidence,
        `npm run up -- --stack ${stack}  # where he was never made`,
        `${suggestRestore(facts)}  # where somebody has deleted him`,
      );
    const what = `there is no user ${quote(login.user)}${suggestionFor(login.user, login.localUserIds)}`;
    if (others.length)
      return reportLikely(
        what,
        [...evidence, `users of ${others.join(", ")} are known to Nexus only once they have come`],
        "look for him there",
      );
    return reportCertain(
      what,
      evidence,
      `declare him: new Access("ROLE", { privileges: ..., users: [${quote(login.user)}] })`,
    );
  },
};

const disabled: Cause = {
  name: "user-disabled",
  check: ({ login, declared, ...facts }) => {
    const known = login?.matchingUsers;
    if (!login || !known?.length) return undefined;
    const off = known.filter(({ status }) => !/^(active|changepassword)$/i.test(status));
    if (off.length < known.length) return ruleOut(`${login.user} is ${known.map(({ status }) => status).join(", ")}`);
    const status = off[0]?.status ?? "";
    const isSo = declared?.declarations.some(
      ({ kind, fields }) => kind.family === "user" && fields.userId === login.user && fields.status === status,
    );
    return reportCertain(
      `${login.user} is ${status}: Nexus refuses him as it refuses a wrong password`,
      [`status of ${login.user} in Nexus: ${status}`],
      isSo
        ? `declare the user ${quote(login.user)} with status: "active"`
        : suggestRestore({ declared, login, ...facts }),
    );
  },
};

const elsewhereKept: Cause = {
  name: "user-of-another-source",
  check: (facts) => {
    const { login } = facts;
    const source = login?.matchingUsers?.find((one) => one.source !== "default")?.source;
    if (!login || source === undefined || login.isAccepted || !isUnauthorized(facts)) return undefined;
    return reportLikely(
      `${login.user} is a user of ${source}: his password is kept and checked there`,
      [`source of ${login.user}: ${source}`],
      `try it there; look whether ${source}'s realm is among the active ones and its server can be reached from Nexus`,
    );
  },
};

const wrongPassword: Cause = {
  name: "wrong-password",
  check: (facts) => {
    const { login } = facts;
    if (
      !login?.matchingUsers?.some(
        ({ source, status }) => source === "default" && /^(active|changepassword)$/i.test(status),
      )
    )
      return undefined;
    if (login.passwordSource === undefined)
      return isUnauthorized(facts) && facts.attempt.user !== undefined
        ? reportLikely(
            `the client's password for ${login.user} is not the one that Nexus has, or it sends none`,
            ["Nexus knows the user, and refused what came (401)", "his password is not known here: it was not tried"],
            `docker login or the like anew, with the password that holds; NEXUS_USERNAME=${login.user} and NEXUS_PASSWORD let it be tried here`,
          )
        : undefined;
    if (login.isAccepted === false)
      return reportCertain(
        `the password of ${login.user} is another one in Nexus than ${login.passwordSource} has`,
        [`Nexus refuses ${login.user} with it (401), and he is active`],
        `${suggestRestore(facts)}  # gives him the declared password again`,
        "if it was rotated on purpose: take the new one into the configuration, nexus:passwords",
      );
    const isSaidRefused = facts.attempt.reportedError?.status === 401 || hasSymptom(facts.attempt, "unauthorized");
    if (login.isAccepted && isSaidRefused && facts.replay?.status !== 401)
      return reportLikely(
        `the client has another password for ${login.user}, most likely one from before a rotation, or sends none`,
        [`Nexus lets ${login.user} in with the password of ${login.passwordSource}`, "the client was refused (401)"],
        "give the client the password that holds: `nexus-iac outputs --for ...` writes it for each kind of client",
      );
    return login.isAccepted
      ? ruleOut(`Nexus lets ${login.user} in with the password of ${login.passwordSource}`)
      : undefined;
  },
};

export const loginCauses: readonly Cause[] = [noCredentials, noUser, disabled, elsewhereKept, wrongPassword];
