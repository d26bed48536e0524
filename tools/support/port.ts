import { createServer } from "node:net";

/** Below the ephemeral ports, so that an outgoing connection does not take one of these. */
const [first, count] = [20_000, 12_000];

/** Returns a port of 127.0.0.1 without a listener. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error("No free port found");
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
