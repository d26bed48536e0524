import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { content, got } from "../support/content.ts";
import { ask, nexusWith, proxy } from "../support/nexuses.ts";

const HOUR = 3_600_000;

interface Upstream {
  readonly url: string;
  /** What it was asked, as `METHOD path`. */
  readonly asked: string[];
}

async function upstream(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Upstream> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/files`, asked };
}

async function proxyOf(remoteUrl: string, more: object = {}): Promise<EmbeddedNexus> {
  const nexus = await nexusWith();
  const settings = { remoteUrl, contentMaxAge: 120, metadataMaxAge: 60 };
  await ask(nexus, "POST", "/v1/repositories/raw/proxy", proxy("p", { proxy: settings, ...more }));
  return nexus;
}

describe("a proxy of files", () => {
  test("fetches once, asks after its age whether that still is so, and keeps what it has", async () => {
    const { url, asked } = await upstream((request, response) => {
      const isKnown = request.headers["if-none-match"] === '"one"';
      response.writeHead(isKnown ? 304 : 200, { ETag: '"one"', "Content-Type": "text/plain", Connection: "close" });
      response.end(isKnown ? undefined : "content");
    });
    const nexus = await proxyOf(url);
    expect([await got(nexus, "p/a%20b.txt"), await got(nexus, "p/a%20b.txt")]).toEqual(["content", "content"]);
    expect(asked).toEqual(["GET /files/a%20b.txt"]);
    await nexus.clock.advance({ ms: 3 * HOUR });
    expect([await got(nexus, "p/a%20b.txt"), await got(nexus, "p/a%20b.txt")]).toEqual(["content", "content"]);
    expect(asked).toHaveLength(2);
    await ask(nexus, "POST", "/v1/repositories/p/invalidate-cache");
    await got(nexus, "p/a%20b.txt");
    expect(asked).toHaveLength(3);
  });

  test("remembers what is not there, for as long as it is told, and no failure", async () => {
    let status = 404;
    const { url, asked } = await upstream((_, response) =>
      response.writeHead(status, { Connection: "close" }).end("x"),
    );
    const negativeCache = { enabled: true, timeToLive: 60 };
    const nexus = await proxyOf(url, { negativeCache, httpClient: { blocked: false, autoBlock: false } });
    expect([await got(nexus, "p/a"), await got(nexus, "p/a")]).toEqual([404, 404]);
    expect(asked).toHaveLength(1);
    await nexus.clock.advance({ ms: 2 * HOUR });
    status = 500;
    expect([await got(nexus, "p/a"), await got(nexus, "p/a")]).toEqual([503, 503]);
    status = 401;
    expect(await got(nexus, "p/a")).toBe(503);
    status = 200;
    expect(await got(nexus, "p/a")).toBe("x");
    expect(asked).toHaveLength(5);
  });

  test("leaves an upstream alone that has failed, and comes back to it", async () => {
    let status = 500;
    const { url, asked } = await upstream((_, response) =>
      response.writeHead(status, { Connection: "close" }).end("x"),
    );
    const nexus = await proxyOf(url);
    expect([await got(nexus, "p/a"), await got(nexus, "p/a")]).toEqual([503, 404]);
    expect(asked).toHaveLength(1);
    status = 200;
    await nexus.clock.advance({ ms: 41_000 });
    expect(await got(nexus, "p/a")).toBe("x");
  });

  test("sends its credentials, and notes who asked first", async () => {
    const { url } = await upstream((request, response) => {
      const isRight = request.headers.authorization === `Basic ${btoa("up:stream")}`;
      response.writeHead(isRight ? 200 : 401, { Connection: "close" }).end("x");
    });
    const authentication = { type: "username", username: "up", password: "stream" };
    const nexus = await proxyOf(url, { httpClient: { blocked: false, autoBlock: false, authentication } });
    expect(await got(nexus, "p/a.txt")).toBe("x");
    const { items } = (await ask(nexus, "GET", "/v1/assets?repository=p")).body as unknown as { items: object[] };
    expect(items).toMatchObject([{ uploader: "admin", lastDownloaded: expect.any(String) }]);
  });

  test("is offline when it is told to be, also for a group", async () => {
    const { url } = await upstream((_, response) => response.writeHead(200, { Connection: "close" }).end("x"));
    const nexus = await proxyOf(url);
    await ask(nexus, "POST", "/v1/repositories/raw/group", { ...proxy("g"), group: { memberNames: ["p"] } });
    expect(await got(nexus, "g/a")).toBe("x");
    const settings = { remoteUrl: url, contentMaxAge: 120, metadataMaxAge: 60 };
    await ask(nexus, "PUT", "/v1/repositories/raw/proxy/p", proxy("p", { proxy: settings, online: false }));
    expect([await got(nexus, "p/a"), await got(nexus, "g/a")]).toEqual([503, 404]);
    expect((await content(nexus, "HEAD", "g/a")).status).toBe(404);
  });
});
