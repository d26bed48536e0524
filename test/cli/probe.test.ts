import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Means, Reach, Unknown } from "../../src/cli/probe/reach.ts";
import { probed } from "../../src/cli/probe/run.ts";
import { planText, probeText } from "../../src/cli/probe/text.ts";
import type { Check, Plan } from "../../src/probe/check.ts";
import { reportOf } from "../../src/probe/report.ts";
import { authorityFile, expiredFile, tlsFront } from "../support/tls-front.ts";

function reach(means: Partial<Means> = {}): Reach {
  const made = new Reach({ connection: {}, passwords: {}, timeout: 10, unique: "u", ...means });
  onTestFinished(() => made.close());
  return made;
}

async function serving(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, as: "nobody" | "stack" | { user: string } = "nobody") =>
  ({ by: "http", method: "GET", url, as }) as const;

describe("a certificate", () => {
  async function shown(certificate: string | undefined, ca?: string, host = "127.0.0.1") {
    const front = await tlsFront("http://127.0.0.1:9", [], certificate);
    onTestFinished(() => front.stop());
    const connection = ca === undefined ? {} : { ca: readFileSync(ca, "utf8") };
    return reach({ connection }).ask({ by: "certificate", host, port: Number(new URL(front.url).port) });
  }

  it("is trusted by its authority", async () =>
    expect(await shown(undefined, authorityFile)).toMatchObject({
      is: "certificate",
      days: expect.any(Number),
      issuer: "nexus-iac test authority",
    }));

  it.each([
    [
      "of an authority that nobody knows",
      undefined,
      undefined,
      "127.0.0.1",
      "is not trusted: name its authority's certificate",
    ],
    ["that has expired", expiredFile, expiredFile, "127.0.0.1", "has expired"],
    ["of another name", undefined, authorityFile, "localhost", "is for another name"],
  ])("%s is told", async (_what, certificate, ca, host, words) =>
    expect(await shown(certificate, ca, host)).toMatchObject({ problem: expect.stringContaining(words) }),
  );
});

describe("a question", () => {
  it("has its time, and no more", async () => {
    const url = await serving(() => {});
    expect(await reach({ timeout: 0.05 }).ask(get(url))).toMatchObject({ is: "trouble" });
  });

  it("is asked by nobody whose password is not known", async () => {
    const unknown = [get("http://127.0.0.1:9", "stack"), get("http://127.0.0.1:9", { user: "__proto__" })];
    for (const question of unknown) expect(await reach().ask(question)).toBeInstanceOf(Unknown);
  });

  it("is told with the reason, and without a secret", async () => {
    const url = await serving((request, reply) => {
      reply.statusMessage = "Remote Manually Blocked";
      reply.writeHead(404).end(`<html>${request.headers.authorization}</html>`);
    });
    const passwords = { ci: "pass-of-ci" };
    expect(await reach({ passwords }).ask(get(url, { user: "ci" }))).toEqual({
      ...{ is: "status", status: 404, words: "Remote Manually Blocked", page: true },
    });
    const echo = await serving((_, reply) => reply.writeHead(500).end("no pass-of-ci"));
    expect(JSON.stringify(await reach({ passwords }).ask(get(echo, { user: "ci" })))).not.toContain("pass-of-ci");
  });

  it("of a name that is not known says so", async () =>
    expect(await reach().ask({ by: "name", host: "no-such-host.invalid" })).toMatchObject({ is: "trouble" }));
});

it("shows names and answers of anybody's making with what cannot be seen in them", async () => {
  const url = await serving((_, reply) => reply.writeHead(500).end("a\u001b[31mred"));
  const check: Check = { area: "rights", name: "ci\u202e may\nread", question: get(url), wish: "answers" };
  const plan: Plan = {
    version: 1,
    stack: "lab",
    checks: [check],
    skipped: [{ area: "b", name: "c\u0007", reason: "d" }],
  };
  const report = await probed(plan, { connection: {}, passwords: {}, timeout: 10, unique: "u" });
  expect(report.summary).toEqual({ ok: 0, warning: 0, failed: 1, skipped: 1 });
  for (const text of [probeText(report), planText(plan)]) expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(probeText(report)).toContain("failed  ci‹U+202E› may↵read: 500 a‹U+001B›[31mred");
});

it("a report counts in words, one and several", () => {
  const check = { area: "rights", name: "ci may read", outcome: "ok", evidence: "200", milliseconds: 1 } as const;
  const ended = (checks: Parameters<typeof reportOf>[1]) => probeText(reportOf("lab", checks)).split("\n").at(-1);
  expect(ended([check])).toBe("lab: 1 check, 1 ok");
  const late = { ...check, outcome: "warning" } as const;
  expect(ended([check, late])).toBe("lab: 2 checks, 1 ok, 1 warning");
  expect(ended([late, late])).toBe("lab: 2 checks, 0 ok, 2 warnings");
});
