import { parseJson } from "../util/json.ts";

/** What Nexus says when it refuses, in its own words but without their wrappings. */
export interface ErrorDetails {
  text: string;
  /** The fields it names, where it does. */
  fields: readonly { field: string; message: string }[];
  /** It was not Nexus that answered. */
  notFromNexus?: true;
}

/** What an empty answer means. */
const unsaid: Readonly<Record<number, string>> = {
  401: "it does not accept these credentials",
  403: "this user may not do that",
  404: "there is no such thing, or this user may not see it",
  405: "this release or edition cannot do that",
  503: "it is not ready for requests",
};

/**
 * Nexus refuses in four shapes: a list of violations `[{id, message}]`; one `{id, message}` whose message is often a
 * JSON string within the JSON string (scripts: `{name, result}`); plain text, mostly a Java exception or the print of an object; and nothing.
 * A page of HTML is somebody else's: a reverse proxy's or a login's.
 */
export function parseErrorBody(status: number, body: string, contentType = ""): ErrorDetails {
  const text = body.trim();
  if (!text) return plain(unsaid[status] ?? "it says nothing more");
  if (isHtmlPage(text, contentType)) {
    const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
    return { ...plain(`a web page answered instead of Nexus's API${title ? `: "${title}"` : ""}`), notFromNexus: true };
  }
  const json = parseJson(text);
  if (Array.isArray(json)) return violations(json);
  if (isMessage(json)) return plain(unquoted(json.message));
  if (isResult(json)) return plain(json.result);
  // Nexus says in JSON, or without a word, that something is missing.
  if (status === 404 && json === undefined)
    return { ...plain(`somebody else than Nexus answered: "${exception(text)}"`), notFromNexus: true };
  return plain(exception(text));
}

/** A page for people: not Nexus's API answers so. */
export function isHtmlPage(text: string, contentType: string): boolean {
  return contentType.includes("html") || /^\s*<(!doctype|html)/i.test(text);
}

function plain(text: string): ErrorDetails {
  return { text, fields: [] };
}

function violations(list: readonly unknown[]): ErrorDetails {
  const fields = list
    .filter(isMessage)
    .map(({ id, message }) => ({ field: fieldOf(String(id ?? "")), message: unquoted(message) }))
    .sort((a, b) => a.field.localeCompare(b.field));
  if (!fields.length) return plain("it says nothing more");
  return { text: fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; "), fields };
}

/** `PARAMETER name`, `FIELD password` and `HelperBean.cleanup` name the field last. */
function fieldOf(id: string): string {
  const field = id.replace(/^(PARAMETER|FIELD)\s+/, "").replace(/^HelperBean\./, "");
  return field === "*" ? "" : field;
}

/** `ERROR: (ID 1-2) org.sonatype.DuplicateUserException: User a already exists.` is `DuplicateUserException: User ...`. */
function exception(text: string): string {
  const printed = /^ValidationErrorXO\{id='[^']*', message='(.*)'\}$/s.exec(text)?.[1];
  if (printed !== undefined) return unquoted(printed);
  return (text.split("\n")[0] ?? "")
    .replace(/^ERROR:\s*/, "")
    .replace(/\(ID [0-9a-f-]+\)\s*/, "")
    .replace(/^(?:[a-z][\w$]*\.)+([A-Z]\w+)/, "$1")
    .replace(/[:\s]+$/, "")
    .slice(0, 500);
}

function unquoted(message: string): string {
  const inner = parseJson(message);
  return typeof inner === "string" ? inner : message;
}

function isResult(value: unknown): value is { result: string } {
  return typeof value === "object" && value !== null && "result" in value && typeof value.result === "string";
}

function isMessage(value: unknown): value is { id?: unknown; message: string } {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}
