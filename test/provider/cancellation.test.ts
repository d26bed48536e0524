/** Pulumi's engine calls `Cancel` of each provider on Ctrl-C; the SDK ignores the call. */
import { createServer } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server, type Http2Server } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/provider/index.ts";

async function listen(server: Server | Http2Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends the call as the engine does. */
async function callCancel(): Promise<void> {
  const server = createHttp2Server((_, response) => response.end());
  const client = connectHttp2(await listen(server));
  const request = client.request({ ":method": "POST", ":path": "/pulumirpc.ResourceProvider/Cancel" });
  await new Promise((resolve) => request.on("close", resolve).resume().end());
  client.close();
}

const createRole = (url: string) => {
  const settings: Record<string, string> = { "nexus:url": url, "nexus:username": "admin", "nexus:password": "x" };
  return connect("role", { config: { get: (key) => settings[key] } }).create({ roleId: "r" });
};

it("a cancellation by the engine ends the wait for a Nexus that is not ready", async () => {
  let requests = 0;
  const busy = createServer((_, response) => {
    requests++;
    response.writeHead(503).end();
  });
  const run = createRole(await listen(busy)).catch((error: Error) => error.message);
  await expect.poll(() => requests).toBeGreaterThan(0);
  const start = Date.now();
  await callCancel();
  expect(await run).toMatch(/503: Not ready for requests; canceled$/);
  expect(Date.now() - start).toBeLessThan(1_000);
});

it("a cancellation by the engine ends the wait for a response after two seconds", async () => {
  let requests = 0;
  const silent = createServer(() => void requests++);
  onTestFinished(() => silent.closeAllConnections());
  const run = createRole(await listen(silent)).catch((error: Error) => error.message);
  await expect.poll(() => requests).toBeGreaterThan(0);
  const start = Date.now();
  await callCancel();
  expect(await run).toContain("before the operation was canceled");
  expect(Date.now() - start).toBeLessThan(4_000);
});
