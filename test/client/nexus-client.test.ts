import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type EmbeddedOptions, startNexus } from "nexus-embedded";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Connection } from "../../src/client/connection.ts";
import { ConnectionError, NexusError } from "../../src/client/errors.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { authorityFile, startTlsProxy, startWebPageServer } from "../support/tls-proxy.ts";

const admin = { username: "admin", password: "admin123", retry: { retryFor: 60_000, delay: 1 } };

async function nexusAndClient(options: EmbeddedOptions = {}, more: Partial<Connection> = {}) {
  const nexus = await startNexus(options);
  onTestFinished(() => nexus.stop());
  return { nexus, client: clientOf({ url: nexus.url, ...admin, ...more }) };
}

function clientOf(connection: Connection): NexusClient {
  const client = new NexusClient(connection);
  onTestFinished(() => client.close());
  return client;
}

const role = { id: "r", name: "r" };
const roles = "/v1/security/roles";
const year = 365 * 86_400_000;
const hostileText = "\u001b[2J\u202E##[error]\u0007";

describe("NexusClient", () => {
  it("uses the context path, and learns release and edition from responses", async () => {
    const { client } = await nexusAndClient({ contextPath: "/nexus", release: "3.77.0-08", edition: "CORE" });
    expect(client.server).toEqual({});
    const { body } = await client.get(roles);
    expect(body).toMatchObject([{ id: expect.any(String) }, { id: expect.any(String) }]);
    expect(client.server).toEqual({ release: "3.77.0", edition: "CORE" });
  });

  it("keeps the configured release, and learns the edition", async () => {
    const { client } = await nexusAndClient({ edition: "PRO" }, { server: { release: "3.80.0" } });
    await client.get("/v1/status");
    expect(client.server).toEqual({ release: "3.80.0", edition: "PRO" });
  });

  it("limits concurrent requests", async () => {
    let [now, most] = [0, 0];
    const server = createServer(async ({ url: path }, reply) => {
      if (path === "/later") return void reply.end();
      most = Math.max(most, ++now);
      await fetch(`${url}/later`); // Meanwhile requests arrive that the client sent before.
      now--;
      reply.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = clientOf({ url, parallel: 3 });
    await Promise.all(Array.from({ length: 20 }, () => client.get("/v1/status")));
    expect(most).toBe(3);
  });

  it("accepts or rejects credentials", async () => {
    const { client } = await nexusAndClient();
    expect(await client.acceptsCredentials({ username: "admin", password: "admin123" })).toBe(true);
    expect(await client.acceptsCredentials({ username: "admin", password: "wrong" })).toBe(false);
  });

  it("repeats requests that were refused while its own password changed", async () => {
    const nexus = await startNexus({ latencyMs: 20 });
    onTestFinished(() => nexus.stop());
    const client = clientOf({ url: nexus.url, ...admin, parallel: 4 });
    const change = client.switchCredentials(
      { username: "admin", password: "another" },
      { method: "PUT", path: "/v1/security/users/admin/change-password", text: "another" },
    );
    const others = Array.from({ length: 40 }, () => client.get(roles));
    await change;
    for (const { status } of await Promise.all(others)) expect(status).toBe(200);
    expect(nexus.requests.some(({ status }) => status === 401)).toBe(true);
  });

  it.each([
    ["a page, 200", "DELETE", { status: 200, body: "<html>Sign in</html>", headers: { "content-type": "text/html" } }],
    ["a page, 200", "PUT", { status: 200, body: "<!DOCTYPE html>", headers: { "content-type": "text/html" } }],
    ["JSON cut short", "GET", { status: 200, body: '[{"id":', headers: { "content-type": "application/json" } }],
    ["plain text", "GET", { status: 200, body: "it works", headers: { "content-type": "text/plain" } }],
  ] as const)("takes nothing from a stranger: %s, to %s", async (_what, method, answer) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ response: answer });
    await expect(client.send({ method, path: `${roles}/r` })).rejects.toMatchObject({
      details: { notFromNexus: true },
    });
  });

  it.each([
    ["", true],
    ['{"id":"*","message":"\\"Role \'r\' not found.\\""}', true],
    ["default backend - 404", false],
    ["<html><title>Not Found</title></html>", false],
  ])("recognizes a 404 of Nexus itself: %j", async (body, isNotFound) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ response: { status: 404, body } });
    await expect(client.get(`${roles}/r`)).rejects.toMatchObject({ status: 404, isNotFound });
  });

  it.each([
    ["JSON", { id: "*", message: hostileText }],
    ["a list of violations", [{ id: `FIELD a${hostileText}`, message: hostileText }]],
    ["plain text", hostileText],
    ["a web page", `<html><title>${hostileText}</title>`],
  ])("shows a refusal on one line and without control characters: %s", async (_form, body) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ response: { status: 400, body } });
    const error: unknown = await client.get(roles).catch((reason: unknown) => reason);
    if (!(error instanceof NexusError)) throw error;
    const { fields, text } = error.details;
    for (const shown of [error.message, text, ...fields.flatMap(({ field, message }) => [field, message])]) {
      expect(shown).toContain("‹U+001B›[2J");
      expect(shown).not.toMatch(/\p{C}|\u2028|^::|##\[/u);
    }
  });

  it("sends no request to a path that leads elsewhere", async () => {
    const { client, nexus } = await nexusAndClient();
    for (const path of [`${roles}/../users/admin`, `${roles}/..`, `${roles}/%2E%2e`, `${roles}/.`])
      await expect(client.send({ method: "DELETE", path })).rejects.toThrow('a name must not be "." or ".."');
    expect(nexus.requests).toEqual([]);
    expect((await client.get("/v1/security/roles?source=default&x=/../")).status).toBe(200);
  });

  it("redacts secrets in every form", async () => {
    const { client, nexus } = await nexusAndClient();
    for (const secret of ["hunter", "hunter-and-more", 'pa"ss\\wo"rd']) client.addSecret(secret);
    const echoed = `hunter-and-more pa"ss\\wo"rd ${Buffer.from("admin:admin123").toString("base64")}`;
    const body = JSON.stringify([{ id: "x", message: JSON.stringify(`not ${echoed}`) }]);
    nexus.injectFault({ response: { status: 400, body, headers: { "content-type": "application/json" } } });
    await expect(client.get(roles)).rejects.toThrow(/400: x: not \[secret\] \[secret\] \[secret\]$/);
  });

  it("names nexus:timeout if a response takes too long", async () => {
    const { nexus } = await nexusAndClient();
    const front = createServer(() => {});
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      front.closeAllConnections();
      front.close();
    });
    const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const client = clientOf({ ...admin, url, timeout: 0.05, retry: { retryFor: 0 } });
    await expect(client.get(roles)).rejects.toThrow(`No response from ${url} within nexus:timeout`);
    expect(nexus.requests).toEqual([]);
  });
});

describe("TLS", () => {
  it("verifies the certificate, and the error gives advice", async () => {
    const { nexus } = await nexusAndClient();
    const front = await startTlsProxy(nexus.url);
    onTestFinished(() => front.stop());
    await expect(clientOf({ url: front.url, ...admin }).get(roles)).rejects.toThrow(
      `The certificate of ${front.url} is not trusted. Set nexus:caFile to a file with the certificate of its authority`,
    );
    const trusting = clientOf({ url: front.url, ...admin, ca: readFileSync(authorityFile, "utf8") });
    expect((await trusting.get(roles)).status).toBe(200);
    expect((await clientOf({ url: front.url, ...admin, insecure: true }).get(roles)).status).toBe(200);
  });

  it("reports a server that does not speak TLS", async () => {
    const { nexus } = await nexusAndClient();
    const client = clientOf({ url: nexus.url.replace("http:", "https:"), ...admin });
    await expect(client.get(roles)).rejects.toThrow("does not speak TLS. Is it an http address?");
  });
});

describe("an error response", () => {
  it("is an error with method, path, status and the message of Nexus", async () => {
    const { client } = await nexusAndClient();
    const error = await client
      .send({ method: "PUT", path: `${roles}/nowhere`, body: { id: "nowhere", name: "x" } })
      .catch((caught) => caught);
    expect(error).toBeInstanceOf(NexusError);
    expect(error).toMatchObject({ method: "PUT", path: "/service/rest/v1/security/roles/nowhere", status: 404 });
    expect(error.message).toBe("PUT /service/rest/v1/security/roles/nowhere: 404: Role 'nowhere' not found.");
  });

  it("is distinguished from an HTML page of a proxy", async () => {
    const page = await startWebPageServer("Sign in");
    onTestFinished(() => page.stop());
    await expect(clientOf({ url: page.url, ...admin }).get(roles)).rejects.toThrow(
      'Received a web page instead of a response of Nexus\'s API: "Sign in"',
    );
  });

  it("of a Nexus in read-only mode is not repeated", async () => {
    const { client, nexus } = await nexusAndClient({ release: "3.77.0-08" });
    await client.send({ method: "POST", path: "/v1/read-only/freeze" });
    nexus.clearRequests();
    await expect(client.send({ method: "POST", path: roles, body: role })).rejects.toMatchObject({ isReadOnly: true });
    expect(nexus.requests).toHaveLength(1);
  });

  it("names the target of a redirect", async () => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ response: { status: 301, headers: { location: "https://nexus.example/" } } });
    await expect(client.get(roles)).rejects.toThrow("301: Redirected to https://nexus.example/. Use that address");
  });
});

describe("a request is repeated", () => {
  it.each([429, 502, 503, 504])("after %i", async (status) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ method: "GET", times: 2, response: { status } });
    expect((await client.get(roles)).status).toBe(200);
    expect(nexus.requests).toHaveLength(3);
  });

  it("after a broken connection", async () => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ times: 2, reset: true });
    expect((await client.get(roles)).status).toBe(200);
  });

  it("while a repository changes its state", async () => {
    const { client, nexus } = await nexusAndClient();
    const body = '{"id":"*","message":"\\"Invalid state: STOPPED; allowed: [STARTED]\\""}';
    nexus.injectFault({ times: 2, response: { status: 400, body } });
    expect((await client.send({ method: "POST", path: roles, body: role })).status).toBe(200);
  });

  it.each([
    "com.google.common.util.concurrent.UncheckedExecutionException: java.lang.NullPointerException",
    "java.lang.NullPointerException",
  ])("if it failed because another repository was deleted: %s", async (exception) => {
    const { client, nexus } = await nexusAndClient();
    const body = `ERROR: (ID 1) ${exception}: `;
    nexus.injectFault({ times: 2, response: { status: 500, body } });
    await expect(client.send({ method: "DELETE", path: `${roles}/none` })).rejects.toThrow("404");
    expect(nexus.requests).toHaveLength(3);
  });

  it.each([
    ["capabilities", "capability_Capability", "java.util.ConcurrentModificationException: "],
    ["tasks", "coreui_Task", 'Cannot invoke "org.quartz.JobDetail.getKey()" because "jobDetail" is null'],
    [
      "capabilities",
      "capability_Capability",
      'Cannot invoke "org.sonatype.nexus.capability.CapabilityReference.context()" because "capabilityReference" is null',
    ],
  ])("if the list of %s failed because one of them was changed or deleted", async (_what, action, message) => {
    const { client, nexus } = await nexusAndClient();
    const body = { tid: 1, type: "rpc", result: { success: false, message } };
    nexus.injectFault({ path: /extdirect/, times: 2, response: { status: 200, body } });
    expect(Array.isArray((await client.get(`extdirect:${action}.read`)).body)).toBe(true);
    expect(nexus.requests).toHaveLength(3);
  });

  it("until the deadline, and the error says so", async () => {
    const { client, nexus } = await nexusAndClient({}, { retry: { retryFor: 500, delay: 1 } });
    nexus.injectFault({ times: 9999, response: { status: 502 } });
    await expect(client.get(roles)).rejects.toThrow(/502: No reason given; no success in 1 s \(nexus:retryFor\)$/);
    expect(nexus.requests.length).toBeGreaterThan(4);
  });

  it("never with retryFor 0", async () => {
    const { client, nexus } = await nexusAndClient({}, { retry: { retryFor: 0 } });
    nexus.injectFault({ times: 9, response: { status: 503 } });
    await expect(client.get(roles)).rejects.toThrow(/503: Not ready for requests$/);
    expect(nexus.requests).toHaveLength(1);
  });

  it("once in an outage that has lasted longer than the deadline, and again after it", async () => {
    const { client, nexus } = await nexusAndClient({}, { retry: { retryFor: 100, delay: 1 } });
    const repair = nexus.injectFault({ times: 9999, response: { status: 503 } });
    await expect(client.get(roles)).rejects.toThrow("503");
    nexus.clearRequests();
    await expect(client.get(roles)).rejects.toThrow("503");
    expect(nexus.requests).toHaveLength(1);
    repair();
    await client.get(roles);
    nexus.injectFault({ times: 2, response: { status: 503 } });
    expect((await client.get(roles)).status).toBe(200);
  });

  it.each([
    ["seconds", () => "1"],
    ["an HTTP date", () => new Date(Date.now() + 1_500).toUTCString()],
    ["an HTTP date, clock a year ahead", () => new Date(Date.now() + year + 1_500).toUTCString(), year],
    ["an HTTP date, clock a year behind", () => new Date(Date.now() - year + 1_500).toUTCString(), -year],
  ])("not before the time in Retry-After (%s)", async (_, value, skew = 0) => {
    const { client, nexus } = await nexusAndClient({}, { retry: { retryFor: 5_000, delay: 1 } });
    const start = Date.now();
    const date = new Date(start + skew).toUTCString();
    nexus.injectFault({ response: { status: 429, headers: { "retry-after": value(), date } } });
    await client.get(roles);
    expect(Date.now() - start).toBeGreaterThan(400);
    expect(nexus.requests).toHaveLength(2);
  });

  it("not at all if Retry-After is later than the deadline, and the error says so", async () => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ response: { status: 503, headers: { "retry-after": "600" } } });
    await expect(client.get(roles)).rejects.toThrow(
      "; the server asks to wait 600 s (Retry-After), longer than nexus:retryFor allows",
    );
    expect(nexus.requests).toHaveLength(1);
  });

  it("but not after any other error", async () => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({
      times: 99,
      response: { status: 500, body: "ERROR: (ID 1) java.lang.NullPointerException: x" },
    });
    await expect(client.get(roles)).rejects.toThrow("500: NullPointerException: x");
    expect(nexus.requests).toHaveLength(1);
  });
});

describe("a POST", () => {
  it.each([429, 503])("that has certainly done nothing (%i) is repeated", async (status) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault({ method: "POST", times: 2, response: { status } });
    expect((await client.send({ method: "POST", path: roles, body: role })).status).toBe(200);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof startNexus>>["injectFault"]>[0]]>([
    ["502", { method: "POST", replaceResponse: { status: 502 } }],
    ["a reset", { method: "POST", replaceResponse: "reset" }],
  ])("that may have taken effect (%s) is not repeated", async (_, rule) => {
    const { client, nexus } = await nexusAndClient();
    nexus.injectFault(rule);
    const error = await client.send({ method: "POST", path: roles, body: role }).catch((caught) => caught);
    expect(error instanceof ConnectionError ? error.uncertain : error.status === 502).toBe(true);
    expect(nexus.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});

it("describes connection failures", async () => {
  const retry = { retryFor: 0 };
  await expect(clientOf({ url: "http://127.0.0.1:1", retry }).get(roles)).rejects.toThrow(
    "Connection refused: nothing listens at http://127.0.0.1:1",
  );
  await expect(clientOf({ url: "http://nexus.invalid", retry }).get(roles)).rejects.toThrow(
    /Host name not found: http:\/\/nexus.invalid/,
  );
});
