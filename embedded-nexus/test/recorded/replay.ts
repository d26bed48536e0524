import { difference } from "./comparison.ts";
import { type Exchange, nameOf, type Recorded } from "./exchanges.ts";
import { exclusionOf } from "./scope.ts";
import { Session } from "./session.ts";
import { requestOf, Unrecorded } from "./unrecorded.ts";

/** Ids that Nexus gives, by those that it gave when it was recorded. */
type Ids = Map<string, string>;

/** Sends the recorded requests in their order to Nexuses of their own; gives back how the answers in scope differ. */
export async function replay(release: Recorded, all: readonly Exchange[]): Promise<Map<string, string>> {
  const differences = new Map<string, string>();
  for (const part of parts(release, all)) {
    const { section = "" } = part[0] ?? {};
    const session = new Session(release, { kept: section.startsWith("10c"), scripts: section.startsWith("8b") });
    const unrecorded = new Unrecorded(session);
    const ids: Ids = new Map();
    await session.start();
    try {
      for (const exchange of part) {
        await unrecorded.before(exchange);
        if (exclusionOf(exchange)) continue;
        const answer = await ask(session, withIds(exchange, ids));
        const found = difference(exchange, answer);
        learn(ids, exchange.response, answer.response);
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

/** The exchange with the ids of this run in place of the recorded ones. */
function withIds(exchange: Exchange, ids: Ids): Exchange {
  const text = JSON.stringify([exchange.path, exchange.request]);
  const [path, request] = JSON.parse([...ids].reduce((all, [old, id]) => all.replaceAll(old, id), text));
  return { ...exchange, path, ...(exchange.request === undefined ? {} : { request }) };
}

/** What has the same name, or is of the same type, is the same. */
function learn(ids: Ids, recorded: unknown, actual: unknown): void {
  const known = new Map(identified(actual).map(({ id, what }) => [what, id]));
  for (const { id, what } of identified(recorded)) {
    const now = known.get(what);
    if (now !== undefined) ids.set(id, now);
  }
}

function identified(value: unknown): { id: string; what: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const { id, name, typeId } = value as { id?: unknown; name?: unknown; typeId?: unknown };
  const own = typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? [{ id, what: String(name ?? typeId) }] : [];
  return [...own, ...Object.values(value).flatMap(identified)];
}
