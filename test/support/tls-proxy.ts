import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";

const folder = join(import.meta.dirname, "tls");

/** The certificate of the authority that signed the proxy's certificate. No system trusts it. */
export const authorityFile = join(folder, "authority.pem");

/** A certificate that the authority signed, and its key. */
export const certificateFile = join(folder, "server.pem");
export const keyFile = join(folder, "server.key");

/** A self-signed certificate that has expired. */
export const expiredFile = join(folder, "expired.pem");

/**
 * Starts a TLS reverse proxy in front of a server. It removes the headers in `strip` from responses, and with `mutual` it
 * refuses clients without a certificate of the authority.
 */
export async function startTlsProxy(
  url: string,
  strip: readonly string[] = [],
  certificate = certificateFile,
  mutual = false,
): Promise<{ url: string; stop(): Promise<void> }> {
  const target = new URL(url);
  const server = createTlsServer(
    {
      ...{ cert: readFileSync(certificate), key: readFileSync(keyFile) },
      ...(mutual && { ca: readFileSync(authorityFile), requestCert: true }),
    },
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

/** Represents a forward proxy. */
export interface ForwardProxy {
  url: string;
  /** The requests that it received: `CONNECT nexus.example:443`, `GET http://nexus.example/service/rest/v1/status`. */
  requests: string[];
  stop(): Promise<void>;
}

/** Starts a forward proxy that requires the login `user:secret` and connects to one server, for any name. */
export async function startForwardProxy(target: string): Promise<ForwardProxy> {
  const { hostname, port } = new URL(target);
  const requests: string[] = [];
  const login = `Basic ${Buffer.from("user:secret").toString("base64")}`;
  const isRefused = ({ headers, method, url }: IncomingMessage) => {
    requests.push(`${method} ${url}`);
    return headers["proxy-authorization"] !== login;
  };
  const server = createServer((incoming, outgoing) => {
    if (isRefused(incoming)) return void outgoing.writeHead(407).end();
    const { method, url = "", headers } = incoming;
    const { pathname, search } = new URL(url);
    const onward = request({ host: hostname, port, method, path: pathname + search, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on("connect", (incoming, socket) => {
    if (isRefused(incoming)) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const onward = connect(Number(port), hostname, () => socket.write("HTTP/1.1 200 Connection Established\r\n\r\n"));
    for (const end of [socket, onward]) end.on("error", () => {});
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
