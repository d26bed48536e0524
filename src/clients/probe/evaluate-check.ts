/** Whether an answer is what it should be. */
import type { CheckResult, ProbeCheck, ProbeResponse, StatusResponse } from "./probe-plan.ts";

/** Days before a certificate's end from which on it is warned of. */
const notice = 30;

export function evaluateCheck({ wish, wanted, question }: ProbeCheck, answer: ProbeResponse): CheckResult {
  switch (answer.is) {
    case "trouble":
      return failed(answer.words);
    case "addresses":
      return ok(answer.addresses.join(", "));
    case "certificate":
      return certificate(answer);
    case "content":
      return content(answer);
    case "pushed":
      return "wrong" in answer ? failed(answer.wrong) : ok(`pushed and removed ${answer.digest}`);
    case "status":
      return rules[wish]({
        ...answer,
        wanted: wanted ?? [],
        deed: deedOf(question),
        isApi: isOfApi(question),
        isRegistry: question.by === "registry",
      });
  }
}

interface Asked extends StatusResponse {
  wanted: readonly string[];
  /** What was tried, for people: `pull`. */
  deed: string;
  /** It was asked of Nexus's API. */
  isApi: boolean;
  /** It was asked of a registry. */
  isRegistry: boolean;
}

/** By what is wished: whether a status of HTTP is that. */
const rules: Record<ProbeCheck["wish"], (asked: Asked) => CheckResult> = {
  answers: (asked) => (isFine(asked) && !(asked.page && asked.isApi) ? ok(said(asked)) : failed(said(asked))),
  known: (asked) => (asked.status === 401 ? failed(`is not let in: ${said(asked)}`) : rules.answers(asked)),
  "let in": (asked) => {
    if (asked.status === 401) return failed(`is not let in: ${said(asked)}`);
    if (asked.status === 403) return failed(`may not ${asked.deed}: ${said(asked)}`);
    return isBroken(asked) || isNowhere(asked) ? failed(said(asked)) : ok(`is let in: ${said(asked)}`);
  },
  // Its upstream may fail: that is for another check to tell.
  "let through": (asked) =>
    asked.status < 500 && asked.status !== 429 ? rules["let in"](asked) : ok(`is let in: ${said(asked)}`),
  refused: (asked) => {
    if ([401, 403, 405].includes(asked.status)) return ok(`is refused: ${said(asked)}`);
    return isBroken(asked) ? failed(said(asked)) : failed(`may ${asked.deed}, and should not: ${said(asked)}`);
  },
  "login wanted": (asked) => {
    if (asked.status !== 401) return failed(`lets anybody in, or is no registry: ${said(asked)}`);
    if (asked.open) return failed(`gives tokens to anybody: ${said(asked)}`);
    const challenges = asked.challenges ?? [];
    const missing = asked.wanted.filter((scheme) => !challenges.includes(scheme));
    if (!missing.length) return ok(`401, challenge ${challenges.join(" and ")}`);
    return failed(`does not offer ${missing.join(" or ")}: 401, challenge ${challenges.join(" and ") || "none"}`);
  },
  "open to all": (asked) =>
    asked.open
      ? ok(`lets anybody in: ${said(asked)}`)
      : failed(`wants a login, and should let anybody in: ${said(asked)}`),
  "Docker only": (asked) =>
    isFine(asked) ? failed(`answers more than Docker: ${said(asked)}`) : ok(`answers Docker only: ${said(asked)}`),
  "upstream answers": (asked) => {
    if ([401, 403].includes(asked.status)) return skipped(`may not be asked: ${said(asked)}`);
    // 404, as what it lacks and may not look for is not there (3.71).
    const isBlocked = /Remote (Manually|Auto) Blocked/.test(asked.message);
    return isBroken(asked) || isNowhere(asked) || isBlocked
      ? failed(`does not reach its upstream: ${said(asked)}`)
      : ok(`asks its upstream: ${said(asked)}`);
  },
  realms: (asked) => {
    if (asked.status === 401 || isBroken(asked)) return rules.known(asked);
    if (!isFine(asked)) return skipped(`may not be asked: ${said(asked)}`);
    const missing = asked.wanted.filter((realm) => !asked.message.includes(JSON.stringify(realm)));
    return missing.length ? failed(`not active: ${missing.join(", ")}`) : ok(`active: ${asked.wanted.join(", ")}`);
  },
};

const isFine = ({ status }: StatusResponse) => status >= 200 && status < 300;
/** Not what a server says to who asks rightly. */
const isBroken = ({ status }: StatusResponse) => status >= 500 || status === 429 || (status >= 300 && status < 400);

/** No repository is there. A registry has no pages, whatever their status: somebody else answers, or Nexus that knows none. */
const isNowhere = ({ page, isRegistry, message: words }: Asked) =>
  (page === true && isRegistry) || words.startsWith("Repository not found");

function said({ status, message: words }: StatusResponse): string {
  return words ? `${status} ${words}` : String(status);
}

function certificate({ days, issuer, problem }: Extract<ProbeResponse, { is: "certificate" }>): CheckResult {
  if (problem !== undefined) return failed(problem);
  const left = `valid for ${days} ${days === 1 ? "day" : "days"}, by ${issuer}`;
  return days < notice ? { outcome: "warning", evidence: left } : ok(left);
}

function content({ images, seen, wrong }: Extract<ProbeResponse, { is: "content" }>): CheckResult {
  if (wrong !== undefined) return failed(wrong);
  if (!images) return ok("it holds nothing yet");
  const count = images === 1 ? "1 image" : `${images} images`;
  return ok(seen ? `${count}; ${seen.image}:${seen.tag} is ${seen.digest}` : `${count}, without tags`);
}

function deedOf(question: ProbeCheck["question"]): string {
  if (question.by === "registry") return question.deed;
  return question.by === "http" && question.method === "PUT" ? "write" : "read";
}

function isOfApi(question: ProbeCheck["question"]): boolean {
  return question.by === "http" && question.url.includes("/service/rest/");
}

const ok = (evidence: string): CheckResult => ({ outcome: "ok", evidence });
const failed = (evidence: string): CheckResult => ({ outcome: "failed", evidence });
const skipped = (evidence: string): CheckResult => ({ outcome: "skipped", evidence });
