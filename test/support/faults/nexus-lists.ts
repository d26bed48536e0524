import { NexusError } from "../../../src/client/errors.ts";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import { catalogue } from "../../../src/model/catalogue.ts";
import { hasKind } from "../../../src/model/compatibility.ts";
import { isFields, type Json } from "../../../src/util/json.ts";
import type { ServerLogin } from "../resource-stack.ts";

/** Lists of Nexus by path: each object as JSON with sorted keys, in sorted order, without what differs in each Nexus. */
export type NexusLists = Record<string, string[]>;

/** Reads the lists of every family, and the settings, as Nexus returns them. */
export async function readNexusLists(server: ServerLogin): Promise<NexusLists> {
  const client = new NexusClient(server);
  try {
    await client.get("/v1/status");
    const kinds = [...catalogue.values()].filter((kind) => !kind.externallyCreatedIn && hasKind(client.server, kind));
    const paths = [...new Set(kinds.map((kind) => kind.endpoints(client.server).list.replace("{page}", "0")))].sort();
    const lists = await Promise.all(paths.map(async (path) => [path, await readList(client, path)] as const));
    return Object.fromEntries(lists);
  } finally {
    await client.close();
  }
}

async function readList(client: NexusClient, path: string): Promise<string[]> {
  try {
    const { body } = await client.get(path);
    return toObjects(body)
      .map((object) => JSON.stringify(normalize(object)).replaceAll(client.url, ""))
      .sort();
  } catch (error) {
    // A setting that is not set.
    if (error instanceof NexusError && error.isNotFound) return [];
    throw error;
  }
}

/** Returns the objects of a response: a list, a page with a list, or a setting. */
function toObjects(body: Json): readonly Json[] {
  if (Array.isArray(body)) return body;
  const page = isFields(body) ? (body.items ?? body.entries) : undefined;
  return Array.isArray(page) ? page : [body];
}

/** Describes the objects that only one of two Nexuses has. Empty if both have the same. */
export function describeListDifferences(expected: NexusLists, actual: NexusLists): string[] {
  return Object.keys(expected).flatMap((path) => {
    const [wanted = [], present = []] = [expected[path], actual[path]];
    return [
      ...subtract(wanted, present).map((object) => `${path} lacks ${object}`),
      ...subtract(present, wanted).map((object) => `${path} has ${object}`),
    ];
  });
}

/** Returns the texts without those of the other list, each of which removes one. */
function subtract(texts: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return texts.filter((text) => {
    const index = rest.indexOf(text);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

/** Sorts keys, and replaces identifiers and times that Nexus chooses. */
function normalize(value: Json): Json {
  if (Array.isArray(value)) return value.map(normalize);
  if (isFields(value)) {
    const entries = Object.entries(value).filter(([key]) => !variableFields.has(key));
    const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, field]) => [key, normalize(sortUnordered(key, field ?? null))]));
  }
  return typeof value === "string" && isChosenByNexus(value) ? "*" : value;
}

/** Cleanup policies name their repositories in the order in which these were created. */
function sortUnordered(key: string, value: Json): Json {
  return key === "repositories" && Array.isArray(value) ? value.toSorted() : value;
}

/** Returns true for an identifier, and for a time near the present: the creation of a task, or its next run. */
function isChosenByNexus(text: string): boolean {
  if (/^(?:[\da-f]{8}-[\da-f-]{27}|[\da-f]{16}|_\d+)$/.test(text) || text.startsWith("Automatically added on"))
    return true;
  return /^\d{4}-\d\d-\d\dT/.test(text) && Math.abs(Date.parse(text) - Date.now()) < 8 * 86_400_000;
}

const variableFields = new Set([
  ...["availableSpaceInBytes", "totalSizeInBytes", "lastRun", "nextRun", "lastRunResult"],
  ...["createdAt", "updatedAt", "createdBy", "updatedBy"],
]);
