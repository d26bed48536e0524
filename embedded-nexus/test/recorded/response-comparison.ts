import { isDeepStrictEqual } from "node:util";

/**
 * A response as it is compared with the recorded one. It is reproduced if status, content type and body are the same, except
 *
 * - values that differ in every run: error ids, ids of tasks and capabilities, times, the address before /repository/, free
 *   disk space;
 * - the order of unordered lists (seen to change between equal requests): sets (roles, privileges, policy names), the lists
 *   of users and of repository settings, violations, the values of an enum in a message;
 * - parts that the recorder cut: of `[a, b, "... 145 in all"]` the number must be the same, and a and b must be the first
 *   items (in an unordered list: any items); of `{"cut": ...}` and of HTML pages only status and content type are compared.
 *
 * Everything else counts: exactly the same fields, null where the recording has null, the exact texts, and the order of all
 * other lists (repositories, roles, privileges, group members, realms, matchers, actions and so on).
 */
export interface ComparableResponse {
  readonly status: number;
  readonly type?: string;
  readonly response?: unknown;
}

/** Describes the difference of two responses in one line; undefined if there is none. */
export function describeDifference(recorded: ComparableResponse, actual: ComparableResponse): string | undefined {
  if (recorded.status !== actual.status)
    return `status ${actual.status} instead of ${recorded.status}: ${clip(actual.response)}`;
  if (isCut(recorded.response) || recorded.type === "text/html") return describeTypeDifference(recorded, actual);
  const expectedBody = normalize(recorded.response);
  const actualBody = normalize(actual.response);
  if (!isSameBody(expectedBody, actualBody)) return `body ${clip(actualBody)} instead of ${clip(expectedBody)}`;
  return describeTypeDifference(recorded, actual);
}

function describeTypeDifference(recorded: ComparableResponse, actual: ComparableResponse): string | undefined {
  const plain = (type = ""): string => type.toLowerCase().replaceAll(" ", "");
  if (plain(recorded.type) === plain(actual.type)) return undefined;
  return `content type ${actual.type} instead of ${recorded.type}`;
}

const clip = (body: unknown): string => {
  const text = JSON.stringify(body) ?? "nothing";
  return text.length > 600 ? `${text.slice(0, 600)}...` : text;
};

function isCut(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "cut" in value;
}

function isSameBody(recorded: unknown, actual: unknown): boolean {
  const number = parseCutLength(recorded);
  if (number === undefined) return isDeepStrictEqual(recorded, actual);
  if (!Array.isArray(recorded) || !Array.isArray(actual) || actual.length !== number) return false;
  const shown = recorded.filter((item) => typeof item !== "string");
  const isAt = (item: unknown, index: number): boolean => isDeepStrictEqual(item, actual[index]);
  const isAmong = (item: unknown): boolean => actual.some((other) => isDeepStrictEqual(item, other));
  return shown.every((item, index) => (isUnordered(item) ? isAmong(item) : isAt(item, index)));
}

/** Returns the number of `"... 145 in all"` at the end of a list. */
function parseCutLength(value: unknown): number | undefined {
  const last: unknown = Array.isArray(value)
    ? value.find((item) => /^\.\.\. \d+ in all$/.test(String(item)))
    : undefined;
  return last === undefined ? undefined : Number(String(last).split(" ")[1]);
}

/** Start and duration of the last run of a task. */
const MEASURED_FIELDS = new Set(["lastRunState.runStarted", "lastRunState.runDuration"]);
const SET_FIELDS = new Set(["roles", "externalRoles", "privileges", "policyNames"]);

function normalize(value: unknown, field = ""): unknown {
  if (typeof value === "string") return normalizeText(value, field);
  if (Array.isArray(value)) {
    const items = value.map((item) => normalize(item));
    return SET_FIELDS.has(field) || items.some(isUnordered)
      ? items.sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== "object" || value === null) return field === "availableSpaceInBytes" ? "(free space)" : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalize(inner, name)]));
}

/** Returns true for an item of an unordered list: a user, the settings of a repository, a violation. */
const isUnordered = (item: unknown): boolean =>
  typeof item === "object" && item !== null && ["userId", "storage", "message"].some((name) => name in item);

const toKey = (item: unknown): string => JSON.stringify(item);

function normalizeText(text: string, field: string): string {
  if (MEASURED_FIELDS.has(field)) return "(measured)";
  const address = field === "url" ? text.replace(/^https?:\/\/[^/]+/, "http://nexus") : text;
  return address
    .replace(/\(ID [0-9a-f-]{36}\)/g, "(ID ...)")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "(id)")
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?/g, "(time)")
    .replace(/(Enum class: \[)([^\]]*)(\])/g, (_, start: string, values: string, end: string) => {
      return start + values.split(", ").sort().join(", ") + end;
    });
}
