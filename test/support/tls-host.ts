import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { onTestFinished } from "vitest";
import { certificateFile, expiredFile, keyFile } from "./tls-proxy.ts";

const key = readFileSync(keyFile);

/** The certificates that a host shows, first and later. */
export const [firstCertificate, secondCertificate] = [certificateFile, expiredFile].map((file) =>
  readFileSync(file, "utf8"),
) as [string, string];

export const [firstFingerprint, secondFingerprint] = [firstCertificate, secondCertificate].map(
  (pem) => new X509Certificate(pem).fingerprint,
) as [string, string];

/** Starts a TLS server that shows the first certificate, and the second one after `showSecond`. It stops after the test. */
export async function startTlsHost(): Promise<{ port: number; showSecond(): void }> {
  const server = createServer({ key, cert: firstCertificate }, (socket) => socket.on("error", () => {}));
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    showSecond: () => server.setSecureContext({ key, cert: secondCertificate }),
  };
}
