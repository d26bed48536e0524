import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { ContentClient } from "../../src/client/content-client.ts";
import { ConnectionError } from "../../src/client/errors.ts";

it("reports a connection that breaks during a download", async () => {
  const server = createServer((_, reply) => {
    reply.writeHead(200, { "content-length": "1000" });
    reply.write("half", () => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new ContentClient({ url, retry: { retryFor: 0 } });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  await expect(client.computeHash("raw", "a.txt", "sha256")).rejects.toThrow(ConnectionError);
  const read = async () => {
    for await (const chunk of await client.download("raw", "a.txt")) expect(chunk.length).toBeGreaterThan(0);
  };
  await expect(read()).rejects.toThrow(ConnectionError);
});
