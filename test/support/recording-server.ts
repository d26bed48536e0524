import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import { authorityFile, certificateFile, keyFile } from "./tls-proxy.ts";

/** Represents a request that a recording server received. */
export interface RecordedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  /** True if the client presented a certificate. */
  hasCertificate: boolean;
}

/** Represents a server that records what it receives. */
export interface RecordingServer {
  url: string;
  received: RecordedRequest[];
}

const emptyList: RequestListener = (_, reply) =>
  reply.writeHead(200, { "content-type": "application/json" }).end('{"items":[]}');

/** Starts a server that records the requests that it receives, until the test ends. With `tls` it asks for a client certificate. */
export async function startRecordingServer(
  answer: RequestListener = emptyList,
  { tls = false }: { tls?: boolean } = {},
): Promise<RecordingServer> {
  const received: RecordedRequest[] = [];
  const listener: RequestListener = (request, reply) => {
    const { url: path = "", headers, socket } = request;
    const hasCertificate = socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0;
    received.push({ path, headers, hasCertificate });
    answer(request, reply);
  };
  const files = { cert: certificateFile, key: keyFile, ca: authorityFile };
  const pem = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));
  const server = tls
    ? createTlsServer({ ...pem, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? "https" : "http"}://127.0.0.1:${port}`, received };
}
