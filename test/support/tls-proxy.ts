import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const folder = join(import.meta.dirname, "tls");

/** The certificate of the authority that signed the proxy's certificate. No system trusts it. */
export const authorityFile = join(folder, "authority.pem");

/** A self-signed certificate that has expired. */
export const expiredFile = join(folder, "expired.pem");

/** Starts a TLS reverse proxy in front of a server. It removes the headers in `strip` from responses. */
export async function startTlsProxy(
  url: string,
  strip: readonly string[] = [],
  certificate = join(folder, "server.pem"),
): Promise<{ url: string; stop(): Promise<void> }> {
  const target = new URL(url);
  const server = createTlsServer(
    { cert: readFileSync(certificate), key: readFileSync(join(folder, "server.key")) },
    (incoming, outgoing) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ host: target.hostname, port: target.port, method, path, headers }, (reply) => {
        const kept = Object.entries(reply.headers).filter(([name]) => !strip.includes(name));
        outgoing.writeHead(reply.statusCode ?? 502, Object.fromEntries(kept));
        reply.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Starts a server that responds to every request with a web page, like a login page in front of Nexus. */
export async function startWebPageServer(title: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((_, reply) => {
    reply.writeHead(200, { "content-type": "text/html" }).end(`<html><title>${title}</title></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
