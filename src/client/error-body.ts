import { parseJson } from "../util/json.ts";

/** The message of an error response. */
export interface ErrorDetails {
  /** The message of Nexus, without exception classes and JSON around it. */
  text: string;
  /** The fields that the message names, with the message for each. */
  fields: readonly { field: string; message: string }[];
  /** True if the response is not from Nexus, but from a proxy or load balancer in between. */
  notFromNexus?: true;
  /** The delay before the next request that the response asks for (Retry-After), in milliseconds. */
  retryAfter?: number | undefined;
}

/** Messages for responses with an empty body. */
const defaultTexts: Readonly<Record<number, string>> = {
  401: "Invalid credentials",
  403: "The user has no permission for this",
  404: "Not found, or the user has no permission to read it",
  405: "Not supported by this release or edition",
  503: "Not ready for requests",
};

const noReason = "No reason given";

/**
 * Parses the body of an error response. Nexus has four forms: a list of violations `[{id, message}]`; one `{id, message}`
 * whose message is often a JSON string within the JSON string (scripts: `{name, result}`); plain text, mostly a Java
 * exception or the print of an object; and nothing. An HTML page is from a reverse proxy or a login page.
 *
 * @example parseErrorBody(400, '[{"id":"PARAMETER name","message":"too long"}]').text // "name: too long"
 */
export function parseErrorBody(status: number, body: string, contentType = ""): ErrorDetails {
  const text = body.trim();
  if (!text) return toDetails(defaultTexts[status] ?? noReason);
  if (isHtmlPage(text, contentType)) {
    const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
    return {
      ...toDetails(`Received a web page instead of a response of Nexus's API${title ? `: "${title}"` : ""}`),
      notFromNexus: true,
    };
  }
  const json = parseJson(text);
  if (Array.isArray(json)) return parseViolations(json);
  if (isMessage(json)) return toDetails(unquote(json.message));
  if (isScriptResult(json)) return toDetails(json.result);
  // Nexus answers 404 with JSON, or without a body.
  if (status === 404 && json === undefined)
    return { ...toDetails(`Not a response of Nexus: "${cleanException(text)}"`), notFromNexus: true };
  return toDetails(cleanException(text));
}

/** Returns the details with the user and the server of a refused login (401); those of other responses unchanged. */
export function withLogin(details: ErrorDetails, status: number, user: string | undefined, url: string): ErrorDetails {
  if (status !== 401 || details.notFromNexus) return details;
  const login = user === undefined ? "without a user" : `user "${user}"`;
  return { ...details, text: `${details.text} (${login} at ${url})` };
}

/** Returns true for an HTML page, which Nexus's API never answers with. */
export function isHtmlPage(text: string, contentType: string): boolean {
  return contentType.includes("html") || /^\s*<(!doctype|html)/i.test(text);
}

function toDetails(text: string): ErrorDetails {
  return { text, fields: [] };
}

function parseViolations(list: readonly unknown[]): ErrorDetails {
  const fields = list
    .filter(isMessage)
    .map(({ id, message }) => ({ field: parseField(String(id ?? "")), message: unquote(message) }))
    .sort((a, b) => a.field.localeCompare(b.field));
  if (!fields.length) return toDetails(noReason);
  return { text: fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; "), fields };
}

/** `PARAMETER name`, `FIELD password` and `HelperBean.cleanup` end with the field; `*` stands for none. */
function parseField(id: string): string {
  const field = id.replace(/^(PARAMETER|FIELD)\s+/, "").replace(/^HelperBean\./, "");
  return field === "*" ? "" : field;
}

/** `ERROR: (ID 1-2) org.sonatype.DuplicateUserException: User a already exists.` becomes `DuplicateUserException: User ...`. */
function cleanException(text: string): string {
  const printed = /^ValidationErrorXO\{id='[^']*', message='(.*)'\}$/s.exec(text)?.[1];
  if (printed !== undefined) return unquote(printed);
  return (text.split("\n")[0] ?? "")
    .replace(/^ERROR:\s*/, "")
    .replace(/\(ID [0-9a-f-]+\)\s*/, "")
    .replace(/^(?:[a-z][\w$]*\.)+([A-Z]\w+)/, "$1")
    .replace(/[:\s]+$/, "")
    .slice(0, 500);
}

function unquote(message: string): string {
  const inner = parseJson(message);
  return typeof inner === "string" ? inner : message;
}

function isScriptResult(value: unknown): value is { result: string } {
  return typeof value === "object" && value !== null && "result" in value && typeof value.result === "string";
}

function isMessage(value: unknown): value is { id?: unknown; message: string } {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}
