import { difference } from "./comparison.ts";
import { type Exchange, nameOf, type Recorded } from "./exchanges.ts";
import { exclusionOf } from "./scope.ts";
import { Session } from "./session.ts";
import { requestOf, Unrecorded } from "./unrecorded.ts";

/** Sends the recorded requests in their order to Nexuses of their own; gives back how the answers in scope differ. */
export async function replay(release: Recorded, all: readonly Exchange[]): Promise<Map<string, string>> {
  const differences = new Map<string, string>();
  for (const part of parts(release, all)) {
    const { section = "" } = part[0] ?? {};
    const session = new Session(release, { kept: section.startsWith("10c"), scripts: section.startsWith("8b") });
    const unrecorded = new Unrecorded(session);
    await session.start();
    try {
      for (const exchange of part) {
        await unrecorded.before(exchange);
        if (exclusionOf(exchange)) continue;
        const found = difference(exchange, await ask(session, exchange));
        if (found !== undefined) differences.set(nameOf(exchange), `(${exchange.note}) ${found}`);
      }
    } finally {
      await session.stop();
    }
  }
  return differences;
}

/** Of 3.77, sections marked so were recorded on an instance of their own, the rest on one; of 3.71 each begins afresh. */
function parts(release: Recorded, all: readonly Exchange[]): Exchange[][] {
  const bySection = Object.groupBy(all, ({ section }) => {
    return release === "3.77.0-08" && !section.endsWith("(own instance)") ? "shared" : section;
  });
  return Object.values(bySection).map((exchanges) => exchanges ?? []);
}

async function ask(session: Session, exchange: Exchange) {
  const response = await fetch(session.url + exchange.path, requestOf(exchange));
  const text = await response.text();
  const type = response.headers.get("content-type") ?? undefined;
  const isJson = type?.includes("json") === true && text !== "";
  const body = text === "" ? {} : { response: isJson ? (JSON.parse(text) as unknown) : text };
  return { status: response.status, ...(type === undefined ? {} : { type }), ...body };
}
