import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startNexus } from "../src/index.ts";
import { ask, docker, hosted, nexusWith } from "./support/nexuses.ts";

describe("an embedded Nexus", () => {
  test("serves a context path", async () => {
    const nexus = await nexusWith({ contextPath: "/nexus" });
    expect(new URL(nexus.url).pathname).toBe("/nexus");
    expect((await ask(nexus, "GET", "/v1/status")).status).toBe(200);
    const { body } = await ask(nexus, "GET", "/v1/repositories/maven-releases");
    expect(body.url).toBe(`${nexus.url}/repository/maven-releases`);
    expect((await fetch(new URL("/service/rest/v1/status", nexus.url))).status).toBe(404);
  });

  test("records every request", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "GET", "/v1/status", undefined, null);
    await ask(nexus, "GET", "/v1/nosuch");
    await ask(nexus, "GET", "/v1/status", undefined, "admin:wrong");
    expect(nexus.requests).toEqual([
      { method: "GET", path: "/service/rest/v1/status", status: 200 },
      { method: "GET", path: "/service/rest/v1/nosuch", status: 404, user: "admin" },
      { method: "GET", path: "/service/rest/v1/status", status: 401, user: "admin" },
    ]);
    nexus.clearRequests();
    expect(nexus.requests).toEqual([]);
  });

  test("has the given password and latency, and no repositories if asked", async () => {
    const nexus = await nexusWith({ adminPassword: "other", latencyMs: 30, builtinRepositories: false });
    const start = performance.now();
    const { status, body } = await ask(nexus, "GET", "/v1/repositories", undefined, "admin:other");
    expect(performance.now() - start).toBeGreaterThanOrEqual(28);
    expect([status, body]).toEqual([200, []]);
    expect((await ask(nexus, "GET", "/v1/repositories")).status).toBe(401);
  });

  test("refuses a malformed release", async () => {
    await expect(startNexus({ release: "latest" })).rejects.toThrow("write it like 3.94.0-12");
  });

  test("keeps its state in the data folder", async () => {
    const data = mkdtempSync(join(tmpdir(), "embedded-nexus-"));
    try {
      const first = await startNexus({ data });
      await ask(first, "POST", "/v1/repositories/docker/hosted", hosted("d", docker({ httpPort: 5000 })));
      await ask(first, "PUT", "/v1/security/users/admin/change-password", "changed");
      await first.stop();
      expect(readdirSync(data)).toEqual(["nexus.json"]);
      const second = await nexusWith({ data });
      expect((await ask(second, "GET", "/v1/status")).status).toBe(401);
      const { body } = await ask(second, "GET", "/v1/repositories/docker/hosted/d", undefined, "admin:changed");
      expect(body.docker?.httpPort).toBe(5000);
      expect(second.connectorPort("d")).toBeGreaterThan(0);
    } finally {
      rmSync(data, { recursive: true });
    }
  });

  test("lets the process end after it was stopped", async () => {
    const program = `
      import { startNexus } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)};
      const nexus = await startNexus();
      const headers = { Authorization: "Basic " + btoa("admin:admin123"), "Content-Type": "application/json" };
      const body = ${JSON.stringify(JSON.stringify(hosted("d", docker({ httpPort: 5000 }))))};
      const made = await fetch(nexus.url + "/service/rest/v1/repositories/docker/hosted", { method: "POST", headers, body });
      // Unread responses keep their connections open.
      await fetch(nexus.url + "/service/rest/v1/security/privileges", { headers });
      await fetch("http://127.0.0.1:" + nexus.connectorPort("d") + "/v2/", { headers });
      await nexus.stop();
      process.stdout.write(String(made.status));
    `;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { timeout: 10_000 });
    let output = "";
    child.stdout.on("data", (part) => {
      output += part;
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect([code, output]).toEqual([0, "201"]);
  });

  test("stops during requests", async () => {
    const nexus = await startNexus({ latencyMs: 60_000 });
    const pending = request(`${nexus.url}/service/rest/v1/status`, { headers: { Expect: "100-continue" } });
    pending.end();
    await once(pending, "continue"); // The server has received the request.
    await Promise.all([nexus.stop(), expect(once(pending, "response")).rejects.toThrow()]);
  });
});
