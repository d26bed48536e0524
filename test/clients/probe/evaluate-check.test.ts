import { describe, expect, it } from "vitest";
import { evaluateCheck } from "../../../src/clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbeResponse } from "../../../src/clients/probe/probe-plan.ts";

const get = { type: "http", method: "GET", url: "https://nexus.example", as: "anonymous" } as const;

function evaluate(expectation: ProbeCheck["expectation"], response: ProbeResponse, expectedValues: string[] = []) {
  const { outcome, evidence } = evaluateCheck(
    { area: "a", name: "n", request: get, expectation, expectedValues },
    response,
  );
  return `${outcome}: ${evidence}`;
}

const status = (code: number, message = "", more: object = {}): ProbeResponse => ({
  type: "status",
  status: code,
  message,
  ...more,
});

describe("evaluateCheck", () => {
  it.each([
    ["responds", status(200), "ok: 200"],
    ["responds", status(503, "it is not ready"), "failed: 503 it is not ready"],
    ["authenticated", status(200), "ok: 200"],
    ["authenticated", status(401), "failed: login failed: 401"],
    ["authenticated", status(502), "failed: 502"],
    ["allowed", status(404), "ok: access allowed: 404"],
    ["allowed", status(400), "ok: access allowed: 400"],
    ["allowed", status(401), "failed: login failed: 401"],
    ["allowed", status(403), "failed: may not read: 403"],
    ["allowed", status(302, "it sends on"), "failed: 302 it sends on"],
    ["allowed", status(503), "failed: 503"],
    ["allowed by proxy", status(502), "ok: access allowed: 502"],
    ["allowed by proxy", status(403), "failed: may not read: 403"],
    ["allowed by proxy", status(302), "failed: 302"],
    ["denied", status(401), "ok: access denied: 401"],
    ["denied", status(403), "ok: access denied: 403"],
    ["denied", status(405), "ok: access denied: 405"],
    ["denied", status(404), "failed: may read, but should not: 404"],
    ["denied", status(500), "failed: 500"],
    ["anonymous allowed", status(401, "", { open: true }), "ok: anonymous access allowed: 401"],
    [
      "anonymous allowed",
      status(401, "", { open: false }),
      "failed: requires a login, but should allow anonymous access: 401",
    ],
    ["Docker only", status(404), "ok: serves Docker only: 404"],
    ["Docker only", status(200), "failed: serves more than Docker: 200"],
    ["upstream responds", status(404), "ok: reaches its upstream: 404"],
    ["upstream responds", status(502), "failed: does not reach its upstream: 502"],
    [
      "upstream responds",
      status(404, "Remote Auto Blocked until x"),
      "failed: does not reach its upstream: 404 Remote Auto Blocked until x",
    ],
    [
      "upstream responds",
      status(404, "Repository not found"),
      "failed: does not reach its upstream: 404 Repository not found",
    ],
    ["allowed", status(404, "Repository not found"), "failed: 404 Repository not found"],
    ["allowed", status(404, "no such file"), "ok: access allowed: 404 no such file"],
    ["upstream responds", status(403), "skipped: not permitted to check: 403"],
  ] as const)('expects "%s" of %j', (expectation, response, result) =>
    expect(evaluate(expectation, response)).toBe(result),
  );

  it.each(["allowed", "allowed by proxy", "upstream responds"] as const)(
    "fails for an HTML page from a registry: %s",
    (expectation) => {
      const request = {
        type: "registry",
        url: "https://nexus.example",
        image: "a/b",
        operation: "pull",
        as: "anonymous",
      } as const;
      const of = (more: object) =>
        evaluateCheck({ area: "a", name: "n", request, expectation }, status(404, "", more)).outcome;
      expect([of({}), of({ page: true })]).toEqual(["ok", "failed"]);
    },
  );

  it("fails for an HTML page from Nexus's API", () => {
    const page = status(200, "a page: Sign in", { page: true });
    const of = (path: string) => {
      const request = { ...get, url: `https://nexus.example${path}` };
      return evaluateCheck({ area: "a", name: "n", request, expectation: "responds" }, page).outcome;
    };
    expect(of("/service/rest/v1/status")).toBe("failed");
    expect(of("/health")).toBe("ok");
  });

  it.each([
    [status(401, "", { challenges: ["basic"] }), "ok: 401, challenge basic"],
    [status(401, "", { challenges: ["bearer"] }), "failed: does not offer basic: 401, challenge bearer"],
    [status(401), "failed: does not offer basic: 401, challenge none"],
    [status(200, "", { open: true }), "failed: allows anonymous access, or is not a registry: 200"],
    [status(401, "", { challenges: ["basic"], open: true }), "failed: gives tokens to anonymous clients: 401"],
  ])("expects a required login of %j", (response, result) =>
    expect(evaluate("login required", response, ["basic"])).toBe(result),
  );

  it.each([
    [status(200, '["NexusAuthenticatingRealm","DockerToken"]'), "ok: active: DockerToken"],
    [status(200, '["NotDockerToken"]'), "failed: not active: DockerToken"],
    [status(403), "skipped: not permitted to check: 403"],
    [status(401), "failed: login failed: 401"],
    [status(502), "failed: 502"],
  ])("expects active realms of %j", (response, result) =>
    expect(evaluate("realms", response, ["DockerToken"])).toBe(result),
  );

  it.each<[ProbeResponse, string]>([
    [{ type: "error", message: "nothing listens" }, "failed: nothing listens"],
    [{ type: "addresses", addresses: ["10.0.0.1", "::1"] }, "ok: 10.0.0.1, ::1"],
    [{ type: "certificate", days: 30, issuer: "CA" }, "ok: valid for 30 days, by CA"],
    [{ type: "certificate", days: 29, issuer: "CA" }, "warning: valid for 29 days, by CA"],
    [{ type: "certificate", days: -1, issuer: "CA", problem: "it has expired" }, "failed: it has expired"],
    [{ type: "content", images: 0 }, "ok: no images yet"],
    [{ type: "content", images: 1 }, "ok: 1 image, without tags"],
    [
      { type: "content", images: 2, sample: { image: "a/b", tag: "1", digest: "sha256:0" } },
      "ok: 2 images; a/b:1 is sha256:0",
    ],
    [{ type: "content", images: 2, problem: "a/b:1 is not there" }, "failed: a/b:1 is not there"],
    [{ type: "pushed", digest: "sha256:0" }, "ok: pushed and removed sha256:0"],
    [{ type: "pushed", problem: "it stays" }, "failed: it stays"],
  ])("evaluates %j", (response, result) => expect(evaluate("responds", response)).toBe(result));
});
