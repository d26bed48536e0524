import { isDeepStrictEqual } from "node:util";

/**
 * When an answer counts as reproduced: status and content type are the same, and so is the body but for
 *
 * - what differs with every run: error ids, ids of tasks and capabilities, times, the address before /repository/, free space on the disk;
 * - order where Nexus has none (seen to change between equal requests): members of sets (roles, privileges, policy
 *   names), the lists of users and of repository settings, violations, the values of an enum in a message;
 * - what the recorder cut: of `[a, b, "... 145 in all"]` the number must be right and a and b be the first (of a list
 *   without order: be among them), of `{"cut": ...}` only status and content type are left to compare; so it is with
 *   pages for people, which are HTML.
 *
 * Everything else counts: every field there and no other, null where null was, texts letter by letter, and the order of
 * all other lists (repositories, roles, privileges, group members, realms, matchers, actions...).
 */
export interface Answered {
  readonly status: number;
  readonly type?: string;
  readonly response?: unknown;
}

/** How two answers differ, in a line; undefined when they do not. */
export function difference(recorded: Answered, actual: Answered): string | undefined {
  if (recorded.status !== actual.status)
    return `status ${actual.status} instead of ${recorded.status}: ${clipped(actual.response)}`;
  if (isCut(recorded.response) || recorded.type === "text/html") return sameType(recorded, actual);
  const wanted = normalized(recorded.response);
  const given = normalized(actual.response);
  if (!sameBody(wanted, given)) return `body ${clipped(given)} instead of ${clipped(wanted)}`;
  return sameType(recorded, actual);
}

function sameType(recorded: Answered, actual: Answered): string | undefined {
  const plain = (type = ""): string => type.toLowerCase().replaceAll(" ", "");
  if (plain(recorded.type) === plain(actual.type)) return undefined;
  return `content type ${actual.type} instead of ${recorded.type}`;
}

const clipped = (body: unknown): string => {
  const text = JSON.stringify(body) ?? "nothing";
  return text.length > 600 ? `${text.slice(0, 600)}...` : text;
};

function isCut(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "cut" in value;
}

function sameBody(recorded: unknown, actual: unknown): boolean {
  const number = cutLength(recorded);
  if (number === undefined) return isDeepStrictEqual(recorded, actual);
  if (!Array.isArray(recorded) || !Array.isArray(actual) || actual.length !== number) return false;
  const shown = recorded.filter((item) => typeof item !== "string");
  const isAt = (item: unknown, index: number): boolean => isDeepStrictEqual(item, actual[index]);
  const isAmong = (item: unknown): boolean => actual.some((other) => isDeepStrictEqual(item, other));
  return shown.every((item, index) => (isUnordered(item) ? isAmong(item) : isAt(item, index)));
}

/** `"... 145 in all"` at the end of a list. */
function cutLength(value: unknown): number | undefined {
  const last: unknown = Array.isArray(value)
    ? value.find((item) => /^\.\.\. \d+ in all$/.test(String(item)))
    : undefined;
  return last === undefined ? undefined : Number(String(last).split(" ")[1]);
}

/** How long a run took, and when, of tasks. */
const MEASURED = new Set(["lastRunState.runStarted", "lastRunState.runDuration"]);
const SETS = new Set(["roles", "externalRoles", "privileges", "policyNames"]);

function normalized(value: unknown, field = ""): unknown {
  if (typeof value === "string") return normalizedText(value, field);
  if (Array.isArray(value)) {
    const items = value.map((item) => normalized(item));
    return SETS.has(field) || items.some(isUnordered) ? items.sort((a, b) => (key(a) < key(b) ? -1 : 1)) : items;
  }
  if (typeof value !== "object" || value === null) return field === "availableSpaceInBytes" ? "(free space)" : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalized(inner, name)]));
}

/** A user, the settings of a repository, a violation. */
const isUnordered = (item: unknown): boolean =>
  typeof item === "object" && item !== null && ["userId", "storage", "message"].some((name) => name in item);

const key = (item: unknown): string => JSON.stringify(item);

function normalizedText(text: string, field: string): string {
  if (MEASURED.has(field)) return "(measured)";
  const address = field === "url" ? text.replace(/^https?:\/\/[^/]+/, "http://nexus") : text;
  return address
    .replace(/\(ID [0-9a-f-]{36}\)/g, "(ID ...)")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "(id)")
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?/g, "(time)")
    .replace(/(Enum class: \[)([^\]]*)(\])/g, (_, start: string, values: string, end: string) => {
      return start + values.split(", ").sort().join(", ") + end;
    });
}
