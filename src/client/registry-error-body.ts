import { isFields, type Json, parseJson } from "../util/json.ts";
import { type ErrorDetails, isHtmlPage } from "./error-body.ts";

/** What an empty answer means. */
const unsaid: Readonly<Record<number, string>> = {
  401: "it does not accept these credentials, or none",
  403: "this user may not do that",
  404: "there is no such thing, or this user may not see it",
  405: "that cannot be done here",
};

/** A registry refuses with `{errors: [{code, message}]}`, or with nothing, as to a HEAD. */
export function parseRegistryErrorBody(status: number, body: string, type: string): ErrorDetails & { code?: string } {
  const text = body.trim();
  if (!text) return { text: unsaid[status] ?? "it says nothing more", fields: [] };
  if (isHtmlPage(text, type))
    return { text: "a web page answered instead of a registry", fields: [], notFromNexus: true };
  const json = parseJson(text);
  const errors = isFields(json) ? json.errors : undefined;
  const said = Array.isArray(errors) ? errors.filter(isSaid) : [];
  const [first] = said;
  if (!first) return { text: text.split("\n")[0]?.slice(0, 500) ?? "", fields: [] };
  return { text: said.map(inWords).join("; "), fields: [], code: first.code };
}

/** Nexus says in the detail why an upstream was not asked. */
function inWords({ code, message, detail }: Said): string {
  return typeof detail === "string" && detail ? `${message ?? code}: ${detail}` : (message ?? code);
}

type Said = { code: string; message?: string; detail?: Json };

function isSaid(error: unknown): error is Said {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
}
