import { isOfImages } from "../../../client-config/references.ts";
import { suggestionFor } from "../../../util/suggestions.ts";
import { isSaid } from "../attempt.ts";
import { type Facts, isOpen } from "../facts.ts";
import { type Cause, certain, heal, likely, not, quoted } from "../verdict.ts";

/** Who comes is not known, or not let in. */
export function isRefused({ attempt, answer }: Facts): boolean {
  return attempt.said?.status === 401 || isSaid(attempt, "unauthorized", "no credentials") || answer?.status === 401;
}

const noCredentials: Cause = {
  name: "no-credentials",
  look: (facts) => {
    const { attempt, security, where, answer } = facts;
    if (isSaid(attempt, "no credentials"))
      return certain(
        "the client has no credentials for this address",
        ["it says so itself"],
        `docker login ${facts.wire?.host ?? "HOST"}, on the host and as the user that runs the client; in Kubernetes an imagePullSecret of the pod's namespace for exactly this host and port`,
      );
    if (attempt.user !== undefined) return undefined;
    if (security.anonymous === undefined && (answer === undefined || answer.status === 401))
      return certain(
        "nobody logged in, and this Nexus lets nobody in without credentials: anonymous access is off",
        [`anonymous access: ${facts.isLive ? "off in Nexus" : "off as declared"}`],
        "log in, and name the user with --user to have his rights looked at",
      );
    if (where && isOfImages(where.repository) && answer?.status === 401)
      return (isOpen(facts, where.repository.name) ? likely : certain)(
        `nobody logged in, and ${where.repository.name} is not open to who comes without credentials`,
        [
          "anonymous access is on",
          `forceBasicAuth of ${where.repository.name}: ${!isOpen(facts, where.repository.name)}`,
        ],
        `log in; or declare \`${where.repository.format}: { forceBasicAuth: false }\` in ${where.repository.name}, with the realm DockerToken, and reading for the anonymous user`,
      );
    return security.anonymous === undefined ? undefined : not("anonymous access is on");
  },
};

const noUser: Cause = {
  name: "no-such-user",
  look: (facts) => {
    const { login, declared, stack, security } = facts;
    if (!login?.known) return undefined;
    if (login.known.length) return not(`there is a user ${login.user}`);
    const others = [...security.groupSources];
    const isDeclared =
      declared?.declarations.some(({ kind, fields }) => kind.family === "user" && fields.userId === login.user) ??
      false;
    if (login.accepted) return not("Nexus lets him in, from elsewhere");
    const evidence = [`Nexus has ${login.users.join(", ")}`];
    if (isDeclared)
      return certain(
        `there is no user ${quoted(login.user)}, though he is declared`,
        evidence,
        `npm run up -- --stack ${stack}  # where he was never made`,
        `${heal(facts)}  # where somebody has deleted him`,
      );
    const what = `there is no user ${quoted(login.user)}${suggestionFor(login.user, login.users)}`;
    if (others.length)
      return likely(
        what,
        [...evidence, `users of ${others.join(", ")} are known to Nexus only once they have come`],
        "look for him there",
      );
    return certain(
      what,
      evidence,
      `declare him: new Access("ROLE", { privileges: ..., users: [${quoted(login.user)}] })`,
    );
  },
};

const disabled: Cause = {
  name: "user-disabled",
  look: ({ login, declared, ...facts }) => {
    const known = login?.known;
    if (!login || !known?.length) return undefined;
    const off = known.filter(({ status }) => !/^(active|changepassword)$/i.test(status));
    if (off.length < known.length) return not(`${login.user} is ${known.map(({ status }) => status).join(", ")}`);
    const status = off[0]?.status ?? "";
    const isSo = declared?.declarations.some(
      ({ kind, fields }) => kind.family === "user" && fields.userId === login.user && fields.status === status,
    );
    return certain(
      `${login.user} is ${status}: Nexus refuses him as it refuses a wrong password`,
      [`status of ${login.user} in Nexus: ${status}`],
      isSo ? `declare the user ${quoted(login.user)} with status: "active"` : heal({ declared, login, ...facts }),
    );
  },
};

const elsewhereKept: Cause = {
  name: "user-of-another-source",
  look: (facts) => {
    const { login } = facts;
    const source = login?.known?.find((one) => one.source !== "default")?.source;
    if (!login || source === undefined || login.accepted || !isRefused(facts)) return undefined;
    return likely(
      `${login.user} is a user of ${source}: his password is kept and checked there`,
      [`source of ${login.user}: ${source}`],
      `try it there; look whether ${source}'s realm is among the active ones and its server can be reached from Nexus`,
    );
  },
};

const wrongPassword: Cause = {
  name: "wrong-password",
  look: (facts) => {
    const { login } = facts;
    if (!login?.known?.some(({ source, status }) => source === "default" && /^(active|changepassword)$/i.test(status)))
      return undefined;
    if (login.password === undefined)
      return isRefused(facts) && facts.attempt.user !== undefined
        ? likely(
            `the client's password for ${login.user} is not the one that Nexus has, or it sends none`,
            ["Nexus knows the user, and refused what came (401)", "his password is not known here: it was not tried"],
            `docker login or the like anew, with the password that holds; NEXUS_USERNAME=${login.user} and NEXUS_PASSWORD let it be tried here`,
          )
        : undefined;
    if (login.accepted === false)
      return certain(
        `the password of ${login.user} is another one in Nexus than ${login.password} has`,
        [`Nexus refuses ${login.user} with it (401), and he is active`],
        `${heal(facts)}  # gives him the declared password again`,
        "if it was rotated on purpose: take the new one into the configuration, nexus:passwords",
      );
    const isSaidRefused = facts.attempt.said?.status === 401 || isSaid(facts.attempt, "unauthorized");
    if (login.accepted && isSaidRefused && facts.answer?.status !== 401)
      return likely(
        `the client has another password for ${login.user}, most likely one from before a rotation, or sends none`,
        [`Nexus lets ${login.user} in with the password of ${login.password}`, "the client was refused (401)"],
        "give the client the password that holds: `nexus-iac outputs --for ...` writes it for each kind of client",
      );
    return login.accepted ? not(`Nexus lets ${login.user} in with the password of ${login.password}`) : undefined;
  },
};

export const login: readonly Cause[] = [noCredentials, noUser, disabled, elsewhereKept, wrongPassword];
