import { createServer } from "node:net";

/** Below those that systems give to connections: one of these is taken by nobody who only comes by. */
const [first, count] = [20_000, 12_000];

/** A port of 127.0.0.1 that nobody listens at. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port");
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
