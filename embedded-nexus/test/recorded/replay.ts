import { type Exchange, getExchangeName, type RecordedRelease } from "./exchanges.ts";
import { findExclusion } from "./exclusions.ts";
import { ReplaySession } from "./replay-session.ts";
import { describeDifference } from "./response-comparison.ts";
import { toRequest, UnrecordedSteps } from "./unrecorded-steps.ts";

/** Ids of this run, by the recorded ids. */
type Ids = Map<string, string>;

/** Sends the recorded requests in their order to embedded Nexuses. Returns the differences of the responses, by exchange. */
export async function replay(release: RecordedRelease, all: readonly Exchange[]): Promise<Map<string, string>> {
  const differences = new Map<string, string>();
  for (const exchanges of splitByInstance(release, all)) {
    const { section = "" } = exchanges[0] ?? {};
    const session = new ReplaySession(release, {
      keepState: section.startsWith("10c"),
      scripts: section.startsWith("8b"),
    });
    const unrecordedSteps = new UnrecordedSteps(session);
    const ids: Ids = new Map();
    await session.start();
    try {
      for (const exchange of exchanges) {
        await unrecordedSteps.runBefore(exchange);
        if (findExclusion(exchange)) continue;
        const actual = await sendRequest(session, replaceIds(exchange, ids));
        const difference = describeDifference(exchange, actual);
        learnIds(ids, exchange.response, actual.response);
        if (difference !== undefined) differences.set(getExchangeName(exchange), `(${exchange.note}) ${difference}`);
      }
    } finally {
      await session.stop();
    }
  }
  return differences;
}

/**
 * Splits a recording by the instances that it was recorded on. 3.77: one for each section that is marked so, and one for all
 * others; 3.71: one for each section.
 */
function splitByInstance(release: RecordedRelease, all: readonly Exchange[]): Exchange[][] {
  const bySection = Object.groupBy(all, ({ section }) => {
    return release === "3.77.0-08" && !section.endsWith("(own instance)") ? "shared" : section;
  });
  return Object.values(bySection).map((exchanges) => exchanges ?? []);
}

async function sendRequest(session: ReplaySession, exchange: Exchange) {
  const response = await fetch(session.url + exchange.path, toRequest(exchange));
  const text = await response.text();
  const type = response.headers.get("content-type") ?? undefined;
  const isJson = type?.includes("json") === true && text !== "";
  const body = text === "" ? {} : { response: isJson ? (JSON.parse(text) as unknown) : text };
  return { status: response.status, ...(type === undefined ? {} : { type }), ...body };
}

/** Returns an exchange with the ids of this run instead of the recorded ones. */
function replaceIds(exchange: Exchange, ids: Ids): Exchange {
  const text = JSON.stringify([exchange.path, exchange.request]);
  const [path, request] = JSON.parse([...ids].reduce((all, [old, id]) => all.replaceAll(old, id), text));
  return { ...exchange, path, ...(exchange.request === undefined ? {} : { request }) };
}

/** Adds ids of this run for recorded ones. Objects of the same name, or else of the same type, are the same. */
function learnIds(ids: Ids, recorded: unknown, actual: unknown): void {
  const idsByKey = new Map(listObjectsWithIds(actual).map(({ id, key }) => [key, id]));
  for (const { id, key } of listObjectsWithIds(recorded)) {
    const actualId = idsByKey.get(key);
    if (actualId !== undefined) ids.set(id, actualId);
  }
}

function listObjectsWithIds(value: unknown): { id: string; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const { id, name, typeId } = value as { id?: unknown; name?: unknown; typeId?: unknown };
  const object = typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? [{ id, key: String(name ?? typeId) }] : [];
  return [...object, ...Object.values(value).flatMap(listObjectsWithIds)];
}
