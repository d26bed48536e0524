import type { ProbeCheck, ProbeCheckResult, ProbeResponse, StatusResponse } from "./probe-plan.ts";

/** A certificate that expires within so many days is a warning. */
const warningDays = 30;

/**
 * Compares the response to a check's request with its expectation.
 *
 * @example
 * evaluateCheck({ area: "names", name: "nexus.example resolves", request, expectation: "responds" }, response);
 * // { outcome: "ok", evidence: "10.0.0.1" }
 */
export function evaluateCheck(
  { expectation, expectedValues, request }: ProbeCheck,
  response: ProbeResponse,
): ProbeCheckResult {
  switch (response.type) {
    case "error":
      return failed(response.message);
    case "addresses":
      return ok(response.addresses.join(", "));
    case "certificate":
      return evaluateCertificate(response);
    case "content":
      return evaluateContent(response);
    case "pushed":
      return "problem" in response ? failed(response.problem) : ok(`pushed and removed ${response.digest}`);
    case "status":
      return rules[expectation]({
        ...response,
        expectedValues: expectedValues ?? [],
        operation: getOperation(request),
        isApi: isApiRequest(request),
        isRegistry: request.type === "registry",
      });
  }
}

/** A status response with the facts about its request. */
interface EvaluatedStatus extends StatusResponse {
  expectedValues: readonly string[];
  /** `pull`, `push`, `read` or `write`. */
  operation: string;
  /** True if the request was sent to Nexus's REST API. */
  isApi: boolean;
  /** True if the request was sent to a registry. */
  isRegistry: boolean;
}

/** The rule of each expectation for an HTTP status. */
const rules: Record<ProbeCheck["expectation"], (response: EvaluatedStatus) => ProbeCheckResult> = {
  responds: (response) =>
    isSuccess(response) && !(response.page && response.isApi)
      ? ok(formatStatus(response))
      : failed(formatStatus(response)),
  authenticated: (response) =>
    response.status === 401 ? failed(`login failed: ${formatStatus(response)}`) : rules.responds(response),
  allowed: (response) => {
    if (response.status === 401) return failed(`login failed: ${formatStatus(response)}`);
    if (response.status === 403) return failed(`may not ${response.operation}: ${formatStatus(response)}`);
    return isUnusable(response) || isNoRepository(response)
      ? failed(formatStatus(response))
      : ok(`access allowed: ${formatStatus(response)}`);
  },
  // A failure of the upstream is reported by its own check.
  "allowed by proxy": (response) =>
    response.status < 500 && response.status !== 429
      ? rules.allowed(response)
      : ok(`access allowed: ${formatStatus(response)}`),
  denied: (response) => {
    if ([401, 403, 405].includes(response.status)) return ok(`access denied: ${formatStatus(response)}`);
    return isUnusable(response)
      ? failed(formatStatus(response))
      : failed(`may ${response.operation}, but should not: ${formatStatus(response)}`);
  },
  "login required": (response) => {
    if (response.status !== 401)
      return failed(`allows anonymous access, or is not a registry: ${formatStatus(response)}`);
    if (response.open) return failed(`gives tokens to anonymous clients: ${formatStatus(response)}`);
    const challenges = response.challenges ?? [];
    const missing = response.expectedValues.filter((scheme) => !challenges.includes(scheme));
    if (!missing.length) return ok(`401, challenge ${challenges.join(" and ")}`);
    return failed(`does not offer ${missing.join(" or ")}: 401, challenge ${challenges.join(" and ") || "none"}`);
  },
  "anonymous allowed": (response) =>
    response.open
      ? ok(`anonymous access allowed: ${formatStatus(response)}`)
      : failed(`requires a login, but should allow anonymous access: ${formatStatus(response)}`),
  "Docker only": (response) =>
    isSuccess(response)
      ? failed(`serves more than Docker: ${formatStatus(response)}`)
      : ok(`serves Docker only: ${formatStatus(response)}`),
  "upstream responds": (response) => {
    if ([401, 403].includes(response.status)) return skipped(`not permitted to check: ${formatStatus(response)}`);
    // A blocked proxy answers 404 for content that it does not have (3.71).
    const isBlocked = /Remote (Manually|Auto) Blocked/.test(response.message);
    return isUnusable(response) || isNoRepository(response) || isBlocked
      ? failed(`does not reach its upstream: ${formatStatus(response)}`)
      : ok(`reaches its upstream: ${formatStatus(response)}`);
  },
  realms: (response) => {
    if (response.status === 401 || isUnusable(response)) return rules.authenticated(response);
    if (!isSuccess(response)) return skipped(`not permitted to check: ${formatStatus(response)}`);
    const missing = response.expectedValues.filter((realm) => !response.message.includes(JSON.stringify(realm)));
    return missing.length
      ? failed(`not active: ${missing.join(", ")}`)
      : ok(`active: ${response.expectedValues.join(", ")}`);
  },
};

const isSuccess = ({ status }: StatusResponse) => status >= 200 && status < 300;
/** Server errors, rate limits and redirects, which no working server answers to these requests. */
const isUnusable = ({ status }: StatusResponse) => status >= 500 || status === 429 || (status >= 300 && status < 400);

/**
 * Returns true if no repository is at the address. A registry sends no HTML page with any status: it comes from
 * another server, or from a Nexus without such a repository.
 */
const isNoRepository = ({ page, isRegistry, message }: EvaluatedStatus) =>
  (page === true && isRegistry) || message.startsWith("Repository not found");

function formatStatus({ status, message }: StatusResponse): string {
  return message ? `${status} ${message}` : String(status);
}

function evaluateCertificate({
  days,
  issuer,
  problem,
}: Extract<ProbeResponse, { type: "certificate" }>): ProbeCheckResult {
  if (problem !== undefined) return failed(problem);
  const validity = `valid for ${days} ${days === 1 ? "day" : "days"}, by ${issuer}`;
  return days < warningDays ? { outcome: "warning", evidence: validity } : ok(validity);
}

function evaluateContent({ images, sample, problem }: Extract<ProbeResponse, { type: "content" }>): ProbeCheckResult {
  if (problem !== undefined) return failed(problem);
  if (!images) return ok("no images yet");
  const count = images === 1 ? "1 image" : `${images} images`;
  return ok(sample ? `${count}; ${sample.image}:${sample.tag} is ${sample.digest}` : `${count}, without tags`);
}

function getOperation(request: ProbeCheck["request"]): string {
  if (request.type === "registry") return request.operation;
  return request.type === "http" && request.method === "PUT" ? "write" : "read";
}

function isApiRequest(request: ProbeCheck["request"]): boolean {
  return request.type === "http" && request.url.includes("/service/rest/");
}

const ok = (evidence: string): ProbeCheckResult => ({ outcome: "ok", evidence });
const failed = (evidence: string): ProbeCheckResult => ({ outcome: "failed", evidence });
const skipped = (evidence: string): ProbeCheckResult => ({ outcome: "skipped", evidence });
