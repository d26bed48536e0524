import { describe, expect, it } from "vitest";
import { evaluateCheck } from "../../../src/clients/probe/evaluate-check.ts";
import type { ProbeCheck, ProbeResponse } from "../../../src/clients/probe/probe-plan.ts";

const get = { by: "http", method: "GET", url: "https://nexus.example", as: "nobody" } as const;

function judged(wish: ProbeCheck["wish"], answer: ProbeResponse, wanted: string[] = []) {
  const { outcome, evidence } = evaluateCheck({ area: "a", name: "n", question: get, wish, wanted }, answer);
  return `${outcome}: ${evidence}`;
}

const status = (code: number, words = "", more: object = {}): ProbeResponse => ({
  is: "status",
  status: code,
  message: words,
  ...more,
});

describe("an answer", () => {
  it.each([
    ["answers", status(200), "ok: 200"],
    ["answers", status(503, "it is not ready"), "failed: 503 it is not ready"],
    ["known", status(200), "ok: 200"],
    ["known", status(401), "failed: is not let in: 401"],
    ["known", status(502), "failed: 502"],
    ["let in", status(404), "ok: is let in: 404"],
    ["let in", status(400), "ok: is let in: 400"],
    ["let in", status(401), "failed: is not let in: 401"],
    ["let in", status(403), "failed: may not read: 403"],
    ["let in", status(302, "it sends on"), "failed: 302 it sends on"],
    ["let in", status(503), "failed: 503"],
    ["let through", status(502), "ok: is let in: 502"],
    ["let through", status(403), "failed: may not read: 403"],
    ["let through", status(302), "failed: 302"],
    ["refused", status(401), "ok: is refused: 401"],
    ["refused", status(403), "ok: is refused: 403"],
    ["refused", status(405), "ok: is refused: 405"],
    ["refused", status(404), "failed: may read, and should not: 404"],
    ["refused", status(500), "failed: 500"],
    ["open to all", status(401, "", { open: true }), "ok: lets anybody in: 401"],
    ["open to all", status(401, "", { open: false }), "failed: wants a login, and should let anybody in: 401"],
    ["Docker only", status(404), "ok: answers Docker only: 404"],
    ["Docker only", status(200), "failed: answers more than Docker: 200"],
    ["upstream answers", status(404), "ok: asks its upstream: 404"],
    ["upstream answers", status(502), "failed: does not reach its upstream: 502"],
    [
      "upstream answers",
      status(404, "Remote Auto Blocked until x"),
      "failed: does not reach its upstream: 404 Remote Auto Blocked until x",
    ],
    [
      "upstream answers",
      status(404, "Repository not found"),
      "failed: does not reach its upstream: 404 Repository not found",
    ],
    ["let in", status(404, "Repository not found"), "failed: 404 Repository not found"],
    ["let in", status(404, "no such file"), "ok: is let in: 404 no such file"],
    ["upstream answers", status(403), "skipped: may not be asked: 403"],
  ] as const)("where it %s: %j", (wish, answer, said) => expect(judged(wish, answer)).toBe(said));

  it.each(["let in", "let through", "upstream answers"] as const)("of a page is no registry's: %s", (wish) => {
    const question = {
      by: "registry",
      url: "https://nexus.example",
      image: "a/b",
      deed: "pull",
      as: "nobody",
    } as const;
    const of = (more: object) => evaluateCheck({ area: "a", name: "n", question, wish }, status(404, "", more)).outcome;
    expect([of({}), of({ page: true })]).toEqual(["ok", "failed"]);
  });

  it("is none of Nexus's API's where it is a page", () => {
    const page = status(200, "a page: Sign in", { page: true });
    const of = (path: string) => {
      const question = { ...get, url: `https://nexus.example${path}` };
      return evaluateCheck({ area: "a", name: "n", question, wish: "answers" }, page).outcome;
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
  ])("where a login is wanted: %j", (answer, said) => expect(judged("login wanted", answer, ["basic"])).toBe(said));

  it.each([
    [status(200, '["NexusAuthenticatingRealm","DockerToken"]'), "ok: active: DockerToken"],
    [status(200, '["NotDockerToken"]'), "failed: not active: DockerToken"],
    [status(403), "skipped: may not be asked: 403"],
    [status(401), "failed: is not let in: 401"],
    [status(502), "failed: 502"],
  ])("of the realms: %j", (answer, said) => expect(judged("realms", answer, ["DockerToken"])).toBe(said));

  it.each<[ProbeResponse, string]>([
    [{ is: "trouble", words: "nothing listens" }, "failed: nothing listens"],
    [{ is: "addresses", addresses: ["10.0.0.1", "::1"] }, "ok: 10.0.0.1, ::1"],
    [{ is: "certificate", days: 30, issuer: "CA" }, "ok: valid for 30 days, by CA"],
    [{ is: "certificate", days: 29, issuer: "CA" }, "warning: valid for 29 days, by CA"],
    [{ is: "certificate", days: -1, issuer: "CA", problem: "it has expired" }, "failed: it has expired"],
    [{ is: "content", images: 0 }, "ok: it holds nothing yet"],
    [{ is: "content", images: 1 }, "ok: 1 image, without tags"],
    [
      { is: "content", images: 2, seen: { image: "a/b", tag: "1", digest: "sha256:0" } },
      "ok: 2 images; a/b:1 is sha256:0",
    ],
    [{ is: "content", images: 2, wrong: "a/b:1 is not there" }, "failed: a/b:1 is not there"],
    [{ is: "pushed", digest: "sha256:0" }, "ok: pushed and removed sha256:0"],
    [{ is: "pushed", wrong: "it stays" }, "failed: it stays"],
  ])("%j", (answer, said) => expect(judged("answers", answer)).toBe(said));
});
