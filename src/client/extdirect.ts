import { type Fields, isFields, type Json } from "../util/json.ts";
import type { ErrorDetails } from "./error-body.ts";

/**
 * A call of ExtDirect, the protocol of Nexus's own web pages, which every release and edition has beside
 * `/service/rest`: an action and a method, sent as POST to one path. It is written as a path,
 * `extdirect:coreui_Task.remove/ID`, so that it can stand wherever a path of the REST API can; the percent-encoded parts
 * after the method are its arguments before the body.
 */
export interface ExtDirectCall {
  action: string;
  method: string;
  data: Json;
}

export const extDirectPath = "/service/extdirect";

/** Parses a path such as `extdirect:coreui_Task.remove/ID`. Returns undefined for a path of the REST API. */
export function parseExtDirectPath(path: string, body: Json | undefined): ExtDirectCall | undefined {
  const [, action, method, rest = ""] = /^extdirect:(\w+)\.(\w+)(?:\/(.*))?$/.exec(path) ?? [];
  if (action === undefined || method === undefined) return undefined;
  const data: Json[] = [
    ...rest.split("/").filter(Boolean).map(decodeURIComponent),
    ...(body === undefined ? [] : [body]),
  ];
  return { action, method, data: data.length ? data : null };
}

/** Returns the body of the request; `tid` numbers the calls of one request, which is always one. */
export function serializeCall({ action, method, data }: ExtDirectCall): string {
  return JSON.stringify({ action, method, data, type: "rpc", tid: 1 });
}

/** The result of a call: its data, or the status and message of its refusal. */
export type ExtDirectResult = { data: Json } | { status: number; details: ErrorDetails };

/**
 * Parses the response of a call. Its HTTP status is always 200; success is inside: `result.success`, else a `message`, or
 * `errors` by field. A request that Nexus cannot parse, and a method that it lacks, give the type `exception` (3.71,
 * 3.77). A refusal gets the status that the REST API has for it.
 */
export function parseExtDirectResponse(response: Json): ExtDirectResult {
  const { type, result, message } = toFields(response);
  const { success, data = null, errors, message: reason } = toFields(result);
  if (type === "rpc" && success === true) return { data };
  const fields = Object.entries(toFields(errors)).map(([field, text]) => ({ field, message: String(text) }));
  if (fields.length) {
    const text = fields.map((entry) => `${entry.field}: ${entry.message}`).join("; ");
    return { status: 400, details: { text, fields } };
  }
  // Nexus repeats a request that it cannot parse completely in its message, secrets included.
  const text = String(reason ?? message ?? "No reason given").replace(/, Json string='.*', Expected/s, ", Expected");
  return { status: toStatus(text), details: { text, fields: [] } };
}

function toStatus(text: string): number {
  if (/^User is not permitted/.test(text)) return 403;
  if (/No (action|method) registered/.test(text)) return 405;
  // "Task with id 'x' not found", "Capability with id 'x' was not found".
  return /\bnot found$/.test(text) ? 404 : 400;
}

function toFields(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}
