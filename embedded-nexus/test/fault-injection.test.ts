import { describe, expect, test } from "vitest";
import { ask, nexusWith } from "./support/nexuses.ts";

const role = (id: string) => ({ id, name: id });
const ROLES = "/v1/security/roles";

describe("fault injection", () => {
  test("sends a response without handling the request, a number of times", async () => {
    const nexus = await nexusWith();
    const headers = { "Retry-After": "1" };
    nexus.injectFault({
      method: "POST",
      path: /\/roles$/,
      times: 2,
      response: { status: 502, body: "bad gateway", headers },
    });
    const first = await ask(nexus, "POST", ROLES, role("r"));
    expect([first.status, first.body, first.headers.get("retry-after")]).toEqual([502, "bad gateway", "1"]);
    expect((await ask(nexus, "GET", `${ROLES}/r`)).status).toBe(404);
    expect((await ask(nexus, "POST", ROLES, role("r"))).status).toBe(502);
    expect((await ask(nexus, "POST", ROLES, role("r"))).status).toBe(200);
  });

  test("sends JSON, until the fault is removed", async () => {
    const nexus = await nexusWith();
    const removeFault = nexus.injectFault({ times: 100, response: { status: 503, body: { why: "tired" } } });
    expect((await ask(nexus, "GET", "/v1/status")).body).toEqual({ why: "tired" });
    removeFault();
    removeFault();
    expect((await ask(nexus, "GET", "/v1/status")).status).toBe(200);
  });

  test("drops the connection without handling the request", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ method: "POST", reset: true });
    await expect(ask(nexus, "POST", ROLES, role("r"))).rejects.toThrow();
    expect((await ask(nexus, "GET", `${ROLES}/r`)).status).toBe(404);
    expect(nexus.requests.map(({ status }) => status)).toEqual([0, 404]);
  });

  test("drops the connection after handling the request", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ method: "POST", replaceResponse: "reset" });
    await expect(ask(nexus, "POST", ROLES, role("r"))).rejects.toThrow();
    expect((await ask(nexus, "GET", `${ROLES}/r`)).status).toBe(200);
  });

  test("answers 500 after the write took effect", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ method: "POST", replaceResponse: { status: 500, body: "ERROR" } });
    expect((await ask(nexus, "POST", ROLES, role("r"))).status).toBe(500);
    expect((await ask(nexus, "POST", ROLES, role("r"))).body.message).toContain("already exists");
  });

  test("spares a number of requests in each second", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ times: 100, allowedPerSecond: 2, response: { status: 429 } });
    const statuses = async () => {
      const responses = [1, 2, 3].map(() => ask(nexus, "GET", "/v1/status"));
      return (await Promise.all(responses)).map(({ status }) => status).sort();
    };
    expect(await statuses()).toEqual([200, 200, 429]);
    await new Promise((resolve) => setTimeout(resolve, 1_010));
    expect(await statuses()).toEqual([200, 200, 429]);
  });

  test("injects a fault only where its condition holds, and calls a function before the request is handled", async () => {
    const nexus = await nexusWith();
    const seen: string[] = [];
    let calls = 0;
    nexus.injectFault({
      when: ({ method, path }) => seen.push(`${method} ${path}`) === 2,
      onInject: () => {
        calls++;
      },
      response: { status: 418 },
    });
    const statuses = [];
    for (const path of ["/v1/status", ROLES, ROLES]) statuses.push((await ask(nexus, "GET", path)).status);
    expect(statuses).toEqual([200, 418, 200]);
    expect(calls).toBe(1);
    expect(seen[1]).toContain("GET /service/rest/v1/security/roles");
  });

  test("sends half of a body and drops the connection, or sends the rest later", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ path: /roles/, halfBody: "reset" });
    await expect(ask(nexus, "GET", ROLES)).rejects.toThrow();
    nexus.injectFault({ path: /roles/, halfBody: { pauseMs: 10 } });
    expect((await ask(nexus, "GET", ROLES)).body).toHaveLength(2);
    nexus.injectFault({ method: "DELETE", halfBody: "reset" });
    await ask(nexus, "POST", ROLES, role("r"));
    expect((await ask(nexus, "DELETE", `${ROLES}/r`)).status).toBe(204);
  });

  test("waits before the response, when the request has taken effect", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ method: "POST", path: /roles/, responseDelayMs: 2_000 });
    const client = new AbortController();
    const created = fetch(`${nexus.url}/service/rest${ROLES}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("admin:admin123")}`, "content-type": "application/json" },
      body: JSON.stringify(role("r")),
      signal: client.signal,
    });
    await expect.poll(async () => (await ask(nexus, "GET", `${ROLES}/r`)).status).toBe(200);
    client.abort();
    await expect(created).rejects.toThrow();
  });

  test("refuses connections for a time", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ refuseConnectionsMs: 100 });
    const attempt = () => ask(nexus, "GET", "/v1/status");
    await expect(attempt()).rejects.toThrow();
    await expect(attempt()).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: "ECONNREFUSED" }) }),
    );
    await expect
      .poll(() =>
        attempt().then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test("delays a request", async () => {
    const nexus = await nexusWith();
    nexus.injectFault({ path: /status/, delayMs: 60 });
    const start = performance.now();
    expect((await ask(nexus, "GET", "/v1/status")).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });
});
