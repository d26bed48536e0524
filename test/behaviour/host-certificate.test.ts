import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { createProgram, createTestEnvironment } from "../support/stack/test-environment.ts";
import {
  firstCertificate,
  firstFingerprint,
  secondCertificate,
  secondFingerprint,
  startTlsHost,
} from "../support/tls-host.ts";

const trusting = (port: number, more = "") => `
  const trusted = new Certificate("ldap", { host: "127.0.0.1", port: ${port}${more} });
  export const pinned = trusted.pinned;`;

async function createEnvironment(more?: string) {
  const host = await startTlsHost();
  const environment = await createTestEnvironment({ program: trusting(host.port, more) });
  const listTrusted = async () => {
    const entries = (await environment.manual.get("/v1/security/ssl/truststore")) as unknown as { id: string }[];
    return entries.map(({ id }) => id);
  };
  return { ...environment, host, listTrusted };
}

it("trusts the certificate that a host shows, pins it in the state, and shows it in the preview", async () => {
  const { stack, host, listTrusted, recordRequests } = await createEnvironment();
  const preview = await stack.preview();
  expect(preview.output).toContain(`certificate of 127.0.0.1:${host.port}: trusts ${firstFingerprint}`);
  expect(preview.output).toMatch(/subject CN=.*, valid until \d{4}-\d\d-\d\d/);
  expect(await listTrusted()).toEqual([]);
  const up = await stack.up();
  expect(up.counts, up.output).toEqual({ created: 2 });
  expect(await listTrusted()).toEqual([firstFingerprint]);
  const { pinned } = (await stack.readOutputs()) as { pinned: Record<string, string> };
  expect(pinned.fingerprint).toBe(firstFingerprint);
  expect(new X509Certificate(pinned.pem ?? "").fingerprint).toBe(firstFingerprint);
  expect((await stack.readResources())[0]?.id).toBe(firstFingerprint);
  host.showSecond();
  const requests = await recordRequests(async () => expect((await stack.up()).counts).toEqual({ unchanged: 2 }));
  expect(requests).toEqual([]);
});

it("keeps the pinned certificate when the host shows another one, and a refresh says so", async () => {
  const { stack, host, listTrusted } = await createEnvironment();
  await stack.up();
  expect((await stack.refresh()).output).not.toContain("another certificate");
  host.showSecond();
  const refresh = await stack.refresh();
  expect(refresh.counts).toEqual({ unchanged: 2 });
  expect(refresh.output).toContain(
    `the host shows another certificate now, which is not trusted: ${secondFingerprint} (SHA-256`,
  );
  expect(await listTrusted()).toEqual([firstFingerprint]);
  stack.program(createProgram(trusting(host.port, `, fingerprint: "${secondFingerprint}"`)));
  const up = await stack.up();
  expect(up.code, up.output).toBe(0);
  expect(await listTrusted()).toEqual([secondFingerprint]);
  expect(await stack.readOutputs()).toMatchObject({ pinned: { fingerprint: secondFingerprint } });
  expect((await stack.up()).counts).toEqual({ unchanged: 2 });
});

it("accepts the fingerprint of the pinned certificate later, also if the host shows another certificate then", async () => {
  const { stack, host, listTrusted } = await createEnvironment();
  await stack.up();
  host.showSecond();
  const sha256 = new X509Certificate(firstCertificate).fingerprint256.replaceAll(":", "").toLowerCase();
  stack.program(createProgram(trusting(host.port, `, fingerprint: "${sha256}"`)));
  expect((await stack.up()).counts).toEqual({ updated: 1, unchanged: 1 });
  expect(await listTrusted()).toEqual([firstFingerprint]);
});

it.each([
  ["SHA-1", secondFingerprint],
  ["SHA-256", new X509Certificate(secondCertificate).fingerprint256],
])("refuses a certificate with another %s fingerprint than declared", async (_, fingerprint) => {
  const { stack, listTrusted } = await createEnvironment(`, fingerprint: "${fingerprint}"`);
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(`is ${fingerprint}, but the host shows ${firstFingerprint}`);
  }
  expect(await listTrusted()).toEqual([]);
});

it("fails in the preview if Nexus cannot connect to the host, and offline declares it unseen", async () => {
  const { stack } = await createTestEnvironment({
    program: `new Certificate("ldap", { host: "127.0.0.1", port: 9 });`,
  });
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  expect(preview.output).toContain(
    "Nexus cannot retrieve its certificate: Could not retrieve an SSL certificate from '127.0.0.1:9'",
  );
  await stack.configure({ offline: true });
  expect((await stack.preview()).code).toBe(0);
});

it("moves from a host to the declared certificate and back without a gap, and deletes it at the end", async () => {
  const { stack, host, listTrusted, recordRequests } = await createEnvironment();
  await stack.up();
  const declared = createProgram(`new Certificate("ldap", { pem: ${JSON.stringify(firstCertificate)} });`);
  for (const program of [declared, createProgram(trusting(host.port))]) {
    stack.program(program);
    const requests = await recordRequests(async () => expect((await stack.up()).code).toBe(0));
    expect(requests.filter((request) => /^(POST|DELETE)/.test(request))).toEqual([]);
    expect(await listTrusted()).toEqual([firstFingerprint]);
  }
  expect((await stack.destroy()).code).toBe(0);
  expect(await listTrusted()).toEqual([]);
});

it("trusts the certificate again that was removed from Nexus by hand", async () => {
  const { stack, manual, listTrusted } = await createEnvironment();
  await stack.up();
  await manual.send("DELETE", `/v1/security/ssl/truststore/${encodeURIComponent(firstFingerprint)}`);
  expect((await stack.refresh()).counts).toEqual({ deleted: 1, unchanged: 1 });
  expect((await stack.up()).counts).toEqual({ created: 1, unchanged: 1 });
  expect(await listTrusted()).toEqual([firstFingerprint]);
});

it("needs either a certificate or a host", async () => {
  const { stack } = await createTestEnvironment({
    program: `
      new Certificate("both", { pem: ${JSON.stringify(firstCertificate)}, host: "ldap.example" });
      new Certificate("none", {});
      new Certificate("fingerprint", { host: "smtp.example", fingerprint: "12:34" });`,
  });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain("both (nexus:HostCertificate) pem: is not a field of a certificate of a host");
  expect(output).toContain("none (nexus:Certificate) pem: is missing: a string");
  expect(output).toContain("fingerprint: must be a SHA-1 or SHA-256 fingerprint");
});
