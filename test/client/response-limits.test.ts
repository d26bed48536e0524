/** Responses that do not end: the clients give up, and close the connection. */
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import type { Connection } from "../../src/client/connection.ts";
import { ContentClient } from "../../src/client/content-client.ts";
import { NexusClient } from "../../src/client/nexus-client.ts";
import { RegistryClient } from "../../src/client/registry-client.ts";

const mebibyte = Buffer.alloc(1024 * 1024, " ");

/** Starts a server, and counts the bytes that it has sent. */
async function startServer(answer: (reply: ServerResponse) => void) {
  const sent = { bytes: 0 };
  const server = createServer((_, reply) => {
    const write = reply.write.bind(reply);
    reply.write = ((chunk: Uint8Array) => {
      sent.bytes += chunk.length;
      return write(chunk);
    }) as typeof reply.write;
    answer(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const connection: Connection = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeout: 1,
    retry: { retryFor: 0 },
  };
  return { connection, sent };
}

/** Sends bytes as fast as the client reads them. */
function sendEndlessly(reply: ServerResponse): void {
  while (!reply.destroyed && reply.write(mebibyte));
  if (!reply.destroyed) reply.once("drain", () => sendEndlessly(reply));
}

/** Sends a byte every 200 milliseconds, faster than any limit of idle time. */
function drip(reply: ServerResponse): void {
  const timer = setInterval(() => reply.write(Buffer.from(" ")), 200);
  reply.on("close", () => clearInterval(timer));
}

function open<T extends { close(): Promise<void> }>(client: T): T {
  onTestFinished(() => client.close());
  return client;
}

const readers: [string, (connection: Connection) => Promise<unknown>][] = [
  ["Nexus", (connection) => open(new NexusClient(connection)).get("/v1/repositorySettings")],
  ["a registry", (connection) => open(new RegistryClient(connection)).listImages()],
  ["a manifest", (connection) => open(new RegistryClient(connection)).getManifest("team/app", "1")],
];

it.each(readers)("ends a response of %s that is not complete within the timeout", async (_name, read) => {
  const { connection } = await startServer(drip);
  await expect(read(connection)).rejects.toThrow("was not complete within nexus:timeout");
});

it("ends an error response that is not complete within the timeout", async () => {
  const { connection } = await startServer((reply) => drip(reply.writeHead(500)));
  for (const read of [
    () => open(new NexusClient(connection)).get("/v1/status"),
    () => open(new ContentClient(connection)).download("raw", "a.txt"),
    () => open(new RegistryClient(connection)).ping(),
  ])
    await expect(read()).rejects.toThrow("was not complete within nexus:timeout");
});

it.each([
  ["headers", "HTTP/1.1 200 OK\r\nX-A: ", "a"],
  ["interim responses", "", "HTTP/1.1 103 Early Hints\r\n\r\n"],
])("ends a response whose %s do not end", async (_name, beginning, repeated) => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {}).write(beginning);
    const timer = setInterval(() => socket.write(repeated), 200);
    socket.on("close", () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = open(new NexusClient({ url, timeout: 1, retry: { retryFor: 0 } }));
  await expect(client.get("/v1/status")).rejects.toThrow("within nexus:timeout");
});

it("counts the time for the headers and for the body together", async () => {
  // Each of the two alone ends within the timeout.
  const { connection } = await startServer((reply) => {
    setTimeout(() => reply.writeHead(200).write(" "), 1200);
    setTimeout(() => reply.end("[]"), 2400);
  });
  const client = open(new NexusClient({ ...connection, timeout: 2 }));
  await expect(client.get("/v1/status")).rejects.toThrow("was not complete within nexus:timeout");
});

it("does not count the time in which a request waits for a connection", async () => {
  const { connection } = await startServer((reply) => setTimeout(() => reply.end("[]"), 400));
  const client = open(new NexusClient({ ...connection, parallel: 1 }));
  const responses = await Promise.all(Array.from({ length: 5 }, () => client.get("/v1/repositorySettings")));
  expect(responses.map(({ body }) => body)).toEqual(Array.from({ length: 5 }, () => []));
});

it("does not read a manifest of more than 4 MiB", async () => {
  const { connection, sent } = await startServer(sendEndlessly);
  const read = open(new RegistryClient({ ...connection, timeout: 600 })).getManifest("team/app", "1");
  await expect(read).rejects.toThrow("is too large, so it was not read");
  expect(sent.bytes).toBeLessThan(32 * mebibyte.length);
});

it("does not read a list of more than 128 MiB, and does not repeat the request", async () => {
  let requests = 0;
  const { connection, sent } = await startServer((reply) => {
    requests++;
    sendEndlessly(reply);
  });
  const client = open(new NexusClient({ ...connection, timeout: 600, retry: { retryFor: 60_000, delay: 1 } }));
  await expect(client.get("/v1/repositorySettings")).rejects.toThrow("is too large, so it was not read");
  expect(requests).toBe(1);
  expect(sent.bytes).toBeLessThan(160 * mebibyte.length);
});

it("reads a download of any size and duration", async () => {
  const { connection } = await startServer((reply) => {
    reply.writeHead(200);
    let rest = 8;
    const timer = setInterval(() => {
      reply.write(mebibyte);
      if (--rest) return;
      clearInterval(timer);
      reply.end();
    }, 200);
  });
  let size = 0;
  for await (const chunk of await open(new ContentClient(connection)).download("raw", "a.bin")) size += chunk.length;
  expect(size).toBe(8 * mebibyte.length);
});

it("reads lines of a response, but not one that does not end", async () => {
  const { connection } = await startServer((reply) => {
    reply.write("a\r");
    setTimeout(() => reply.write("\nb\n\nc\n"), 50);
    setTimeout(() => sendEndlessly(reply), 100);
  });
  const lines: string[] = [];
  const read = async () => {
    for await (const line of open(new NexusClient(connection)).readLines("/v1/lines")) lines.push(line);
  };
  await expect(read()).rejects.toThrow("is too large, so it was not read");
  expect(lines).toEqual(["a", "b", "", "c"]);
});
