import { isFields, type Json, parseJson } from "../util/json.ts";
import { type ErrorDetails, isHtmlPage } from "./error-body.ts";

/** Messages for responses with an empty body. */
const defaultTexts: Readonly<Record<number, string>> = {
  401: "Missing or invalid credentials",
  403: "The user has no permission for this",
  404: "Not found, or the user has no permission to read it",
  405: "Not supported by this registry",
};

/**
 * Parses the body of a registry's error response: `{errors: [{code, message}]}`, or nothing, as for a HEAD.
 *
 * @returns the message, and the code of the first error, such as `MANIFEST_UNKNOWN`
 */
export function parseRegistryErrorBody(
  status: number,
  body: string,
  contentType: string,
): ErrorDetails & { code?: string } {
  const text = body.trim();
  if (!text) return { text: defaultTexts[status] ?? "No reason given", fields: [] };
  if (isHtmlPage(text, contentType))
    return { text: "Received a web page instead of a response of a registry", fields: [], notFromNexus: true };
  const json = parseJson(text);
  const list = isFields(json) ? json.errors : undefined;
  const errors = Array.isArray(list) ? list.filter(isRegistryErrorEntry) : [];
  const [first] = errors;
  if (!first) return { text: text.split("\n")[0]?.slice(0, 500) ?? "", fields: [] };
  return { text: errors.map(formatEntry).join("; "), fields: [], code: first.code };
}

/** Nexus's detail has the reason why an upstream was not asked. */
function formatEntry({ code, message, detail }: RegistryErrorEntry): string {
  return typeof detail === "string" && detail ? `${message ?? code}: ${detail}` : (message ?? code);
}

type RegistryErrorEntry = { code: string; message?: string; detail?: Json };

function isRegistryErrorEntry(entry: unknown): entry is RegistryErrorEntry {
  return typeof entry === "object" && entry !== null && "code" in entry && typeof entry.code === "string";
}
