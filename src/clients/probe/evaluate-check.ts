/** Whether an answer is what it should be. */
import type { CheckResult, ProbeCheck, ProbeResponse, StatusResponse } from "./probe-plan.ts";

/** Days before a certificate's end from which on it is warned of. */
const notice = 30;

export function evaluateCheck(
  { expectation, expectedValues, request }: ProbeCheck,
  answer: ProbeResponse,
): CheckResult {
  switch (answer.type) {
    case "error":
      return failed(answer.message);
    case "addresses":
      return ok(answer.addresses.join(", "));
    case "certificate":
      return certificate(answer);
    case "content":
      return content(answer);
    case "pushed":
      return "problem" in answer ? failed(answer.problem) : ok(`pushed and removed ${answer.digest}`);
    case "status":
      return rules[expectation]({
        ...answer,
        expectedValues: expectedValues ?? [],
        operation: deedOf(request),
        isApi: isOfApi(request),
        isRegistry: request.type === "registry",
      });
  }
}

interface Asked extends StatusResponse {
  expectedValues: readonly string[];
  /** What was tried, for people: `pull`. */
  operation: string;
  /** It was asked of Nexus's API. */
  isApi: boolean;
  /** It was asked of a registry. */
  isRegistry: boolean;
}

/** By what is wished: whether a status of HTTP is that. */
const rules: Record<ProbeCheck["expectation"], (asked: Asked) => CheckResult> = {
  responds: (asked) => (isFine(asked) && !(asked.page && asked.isApi) ? ok(said(asked)) : failed(said(asked))),
  authenticated: (asked) => (asked.status === 401 ? failed(`is not let in: ${said(asked)}`) : rules.responds(asked)),
  allowed: (asked) => {
    if (asked.status === 401) return failed(`is not let in: ${said(asked)}`);
    if (asked.status === 403) return failed(`may not ${asked.operation}: ${said(asked)}`);
    return isBroken(asked) || isNowhere(asked) ? failed(said(asked)) : ok(`is let in: ${said(asked)}`);
  },
  // Its upstream may fail: that is for another check to tell.
  "allowed by proxy": (asked) =>
    asked.status < 500 && asked.status !== 429 ? rules.allowed(asked) : ok(`is let in: ${said(asked)}`),
  denied: (asked) => {
    if ([401, 403, 405].includes(asked.status)) return ok(`is refused: ${said(asked)}`);
    return isBroken(asked) ? failed(said(asked)) : failed(`may ${asked.operation}, and should not: ${said(asked)}`);
  },
  "login required": (asked) => {
    if (asked.status !== 401) return failed(`lets anybody in, or is no registry: ${said(asked)}`);
    if (asked.open) return failed(`gives tokens to anybody: ${said(asked)}`);
    const challenges = asked.challenges ?? [];
    const missing = asked.expectedValues.filter((scheme) => !challenges.includes(scheme));
    if (!missing.length) return ok(`401, challenge ${challenges.join(" and ")}`);
    return failed(`does not offer ${missing.join(" or ")}: 401, challenge ${challenges.join(" and ") || "none"}`);
  },
  "anonymous allowed": (asked) =>
    asked.open
      ? ok(`lets anybody in: ${said(asked)}`)
      : failed(`wants a login, and should let anybody in: ${said(asked)}`),
  "Docker only": (asked) =>
    isFine(asked) ? failed(`answers more than Docker: ${said(asked)}`) : ok(`answers Docker only: ${said(asked)}`),
  "upstream responds": (asked) => {
    if ([401, 403].includes(asked.status)) return skipped(`may not be asked: ${said(asked)}`);
    // 404, as what it lacks and may not look for is not there (3.71).
    const isBlocked = /Remote (Manually|Auto) Blocked/.test(asked.message);
    return isBroken(asked) || isNowhere(asked) || isBlocked
      ? failed(`does not reach its upstream: ${said(asked)}`)
      : ok(`asks its upstream: ${said(asked)}`);
  },
  realms: (asked) => {
    if (asked.status === 401 || isBroken(asked)) return rules.authenticated(asked);
    if (!isFine(asked)) return skipped(`may not be asked: ${said(asked)}`);
    const missing = asked.expectedValues.filter((realm) => !asked.message.includes(JSON.stringify(realm)));
    return missing.length
      ? failed(`not active: ${missing.join(", ")}`)
      : ok(`active: ${asked.expectedValues.join(", ")}`);
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

function certificate({ days, issuer, problem }: Extract<ProbeResponse, { type: "certificate" }>): CheckResult {
  if (problem !== undefined) return failed(problem);
  const left = `valid for ${days} ${days === 1 ? "day" : "days"}, by ${issuer}`;
  return days < notice ? { outcome: "warning", evidence: left } : ok(left);
}

function content({ images, sample, problem }: Extract<ProbeResponse, { type: "content" }>): CheckResult {
  if (problem !== undefined) return failed(problem);
  if (!images) return ok("it holds nothing yet");
  const count = images === 1 ? "1 image" : `${images} images`;
  return ok(sample ? `${count}; ${sample.image}:${sample.tag} is ${sample.digest}` : `${count}, without tags`);
}

function deedOf(request: ProbeCheck["request"]): string {
  if (request.type === "registry") return request.operation;
  return request.type === "http" && request.method === "PUT" ? "write" : "read";
}

function isOfApi(request: ProbeCheck["request"]): boolean {
  return request.type === "http" && request.url.includes("/service/rest/");
}

const ok = (evidence: string): CheckResult => ({ outcome: "ok", evidence });
const failed = (evidence: string): CheckResult => ({ outcome: "failed", evidence });
const skipped = (evidence: string): CheckResult => ({ outcome: "skipped", evidence });
