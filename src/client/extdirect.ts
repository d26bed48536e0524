import { type Fields, isFields, type Json } from "../util/json.ts";
import type { ErrorDetails } from "./error-body.ts";

/**
 * What Nexus's own pages call, beside `/service/rest` and on every release and edition: methods of actions, all by
 * POST to one address. Written as a path, `extdirect:coreui_Task.remove/ID`, so that it stands where a path of the REST
 * API may stand; what follows the method are its arguments, percent-encoded, before the body.
 */
export interface ExtDirectCall {
  action: string;
  method: string;
  data: Json;
}

export const extDirectPath = "/service/extdirect";

/** The call that a path means; nothing where it is one of the REST API. */
export function parseExtDirectPath(path: string, body: Json | undefined): ExtDirectCall | undefined {
  const [, action, method, rest = ""] = /^extdirect:(\w+)\.(\w+)(?:\/(.*))?$/.exec(path) ?? [];
  if (action === undefined || method === undefined) return undefined;
  const data: Json[] = [
    ...rest.split("/").filter(Boolean).map(decodeURIComponent),
    ...(body === undefined ? [] : [body]),
  ];
  return { action, method, data: data.length ? data : null };
}

/** The body of the request; `tid` numbers the calls of one request, of which there is one. */
export function serializeCall({ action, method, data }: ExtDirectCall): string {
  return JSON.stringify({ action, method, data, type: "rpc", tid: 1 });
}

export type ExtDirectResult = { data: Json } | { status: number; words: ErrorDetails };

/**
 * Every answer is 200 and tells inside whether it did anything: `result.success`, else a `message`, or `errors` by
 * field; what Nexus could not even read, and methods that it lacks, are of the type `exception` (3.71, 3.77). A refusal
 * gets the status that the REST API has for it.
 */
export function parseExtDirectResponse(answer: Json): ExtDirectResult {
  const { type, result, message } = fieldsOf(answer);
  const { success, data = null, errors, message: why } = fieldsOf(result);
  if (type === "rpc" && success === true) return { data };
  const fields = Object.entries(fieldsOf(errors)).map(([field, text]) => ({ field, message: String(text) }));
  if (fields.length)
    return { status: 400, words: { text: fields.map((one) => `${one.field}: ${one.message}`).join("; "), fields } };
  // What could not be read is repeated whole in the message, secrets included.
  const text = String(why ?? message ?? "it does not say why").replace(/, Json string='.*', Expected/s, ", Expected");
  return { status: statusOf(text), words: { text, fields: [] } };
}

function statusOf(text: string): number {
  if (/^User is not permitted/.test(text)) return 403;
  if (/No (action|method) registered/.test(text)) return 405;
  // "Task with id 'x' not found", "Capability with id 'x' was not found".
  return /\bnot found$/.test(text) ? 404 : 400;
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}
