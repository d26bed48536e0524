import { describe, expect, it } from "vitest";
import { evaluateCheck } from "../../../src/clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbeResponse } from "../../../src/clients/probe/probe-plan.ts";

const get = { type: "http", method: "GET", url: "https://nexus.example", as: "anonymous" } as const;

function judged(expectation: ProbeCheck["expectation"], answer: ProbeResponse, expectedValues: string[] = []) {
  const { outcome, evidence } = evaluateCheck(
    { area: "a", name: "n", request: get, expectation, expectedValues },
    answer,
  );
  return `${outcome}: ${evidence}`;
}

const status = (code: number, words = "", more: object = {}): ProbeResponse => ({
  type: "status",
  status: code,
  message: words,
  ...more,
});

describe("an answer", () => {
  it.each([
    ["responds", status(200), "ok: 200"],
    ["responds", status(503, "it is not ready"), "failed: 503 it is not ready"],
    ["authenticated", status(200), "ok: 200"],
    ["authenticated", status(401), "failed: is not let in: 401"],
    ["authenticated", status(502), "failed: 502"],
    ["allowed", status(404), "ok: is let in: 404"],
    ["allowed", status(400), "ok: is let in: 400"],
    ["allowed", status(401), "failed: is not let in: 401"],
    ["allowed", status(403), "failed: may not read: 403"],
    ["allowed", status(302, "it sends on"), "failed: 302 it sends on"],
    ["allowed", status(503), "failed: 503"],
    ["allowed by proxy", status(502), "ok: is let in: 502"],
    ["allowed by proxy", status(403), "failed: may not read: 403"],
    ["allowed by proxy", status(302), "failed: 302"],
    ["denied", status(401), "ok: is refused: 401"],
    ["denied", status(403), "ok: is refused: 403"],
    ["denied", status(405), "ok: is refused: 405"],
    ["denied", status(404), "failed: may read, and should not: 404"],
    ["denied", status(500), "failed: 500"],
    ["anonymous allowed", status(401, "", { open: true }), "ok: lets anybody in: 401"],
    ["anonymous allowed", status(401, "", { open: false }), "failed: wants a login, and should let anybody in: 401"],
    ["Docker only", status(404), "ok: answers Docker only: 404"],
    ["Docker only", status(200), "failed: answers more than Docker: 200"],
    ["upstream responds", status(404), "ok: asks its upstream: 404"],
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
    ["allowed", status(404, "no such file"), "ok: is let in: 404 no such file"],
    ["upstream responds", status(403), "skipped: may not be asked: 403"],
  ] as const)("where it %s: %j", (expectation, answer, said) => expect(judged(expectation, answer)).toBe(said));

  it.each(["allowed", "allowed by proxy", "upstream responds"] as const)(
    "of a page is no registry's: %s",
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

  it("is none of Nexus's API's where it is a page", () => {
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
    [status(200, "", { open: true }), "failed: lets anybody in, or is no registry: 200"],
    [status(401, "", { challenges: ["basic"], open: true }), "failed: gives tokens to anybody: 401"],
  ])("where a login is wanted: %j", (answer, said) => expect(judged("login required", answer, ["basic"])).toBe(said));

  it.each([
    [status(200, '["NexusAuthenticatingRealm","DockerToken"]'), "ok: active: DockerToken"],
    [status(200, '["NotDockerToken"]'), "failed: not active: DockerToken"],
    [status(403), "skipped: may not be asked: 403"],
    [status(401), "failed: is not let in: 401"],
    [status(502), "failed: 502"],
  ])("of the realms: %j", (answer, said) => expect(judged("realms", answer, ["DockerToken"])).toBe(said));

  it.each<[ProbeResponse, string]>([
    [{ type: "error", message: "nothing listens" }, "failed: nothing listens"],
    [{ type: "addresses", addresses: ["10.0.0.1", "::1"] }, "ok: 10.0.0.1, ::1"],
    [{ type: "certificate", days: 30, issuer: "CA" }, "ok: valid for 30 days, by CA"],
    [{ type: "certificate", days: 29, issuer: "CA" }, "warning: valid for 29 days, by CA"],
    [{ type: "certificate", days: -1, issuer: "CA", problem: "it has expired" }, "failed: it has expired"],
    [{ type: "content", images: 0 }, "ok: it holds nothing yet"],
    [{ type: "content", images: 1 }, "ok: 1 image, without tags"],
    [
      { type: "content", images: 2, sample: { image: "a/b", tag: "1", digest: "sha256:0" } },
      "ok: 2 images; a/b:1 is sha256:0",
    ],
    [{ type: "content", images: 2, problem: "a/b:1 is not there" }, "failed: a/b:1 is not there"],
    [{ type: "pushed", digest: "sha256:0" }, "ok: pushed and removed sha256:0"],
    [{ type: "pushed", problem: "it stays" }, "failed: it stays"],
  ])("%j", (answer, said) => expect(judged("responds", answer)).toBe(said));
});
