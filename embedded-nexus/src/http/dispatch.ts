import type { Context } from "hono";
import { parseMultipartForm } from "../content/multipart-form.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import { validateBody } from "../validation/bean-validation.ts";
import { deserializeBody, deserializeStrings } from "../validation/deserialization.ts";
import { describeMalformedJson } from "../validation/malformed-json.ts";
import type { EndpointRequest, RestEndpoint } from "./endpoint.ts";
import { HttpError, plainMessageError, type ResponseData, statusError, validationError } from "./responses.ts";

/**
 * Handles a request by an endpoint, in Nexus's order: content type, Accept, body, login, permission, handler (3.77). So an
 * invalid body is 400 although the caller has no permission.
 */
export async function dispatchRequest(
  endpoint: RestEndpoint,
  context: Context,
  { nexus, view }: Pick<EndpointRequest, "nexus" | "view">,
  subject: Subject,
  base: string,
): Promise<ResponseData> {
  const response = await catchHttpErrors(async () => {
    if (endpoint.body) checkContentType(endpoint, context.req.header("content-type"));
    checkAccept(context.req.header("accept"));
    const body = endpoint.body ? await readRequestBody(endpoint, context, nexus) : undefined;
    if (endpoint.requiresLogin && subject.kind !== "user") throw statusError(403);
    if (endpoint.permission !== undefined && !subject.isPermitted(endpoint.permission)) throw statusError(403);
    const request: EndpointRequest<never> = {
      nexus: endpoint.method === "GET" ? view : nexus,
      view,
      subject,
      // No check here: an endpoint declares the type of its body beside the schema that validates it.
      body: body as never,
      base,
      param: (name) => context.req.param(name) ?? "",
      query: (name) => context.req.query(name),
      queries: new URL(context.req.url).searchParams,
    };
    return endpoint.handle(request);
  });
  return { ...response, indented: true };
}

/** Runs a handler and converts an HttpError that it throws to its response. */
export async function catchHttpErrors(handler: () => ResponseData | Promise<ResponseData>): Promise<ResponseData> {
  try {
    return await handler();
  } catch (error) {
    if (error instanceof HttpError) return error.response;
    throw error;
  }
}

const CONTENT_TYPES = {
  text: "text/plain",
  bytes: "application/octet-stream",
  strings: "application/json",
  form: "multipart/form-data",
} as const;

function checkContentType({ body }: RestEndpoint, type = ""): void {
  if (body === "anything") return;
  const expected = typeof body === "string" ? CONTENT_TYPES[body] : "application/json";
  if (type.split(";")[0]?.trim().toLowerCase() !== expected) throw statusError(415);
}

function checkAccept(accept: string | undefined): void {
  if (accept === undefined || /\*\/\*|application\/(\*|json)(\s*[;,]|\s*$)/i.test(accept)) return;
  throw statusError(406);
}

async function readRequestBody(endpoint: RestEndpoint, context: Context, nexus: Nexus): Promise<unknown> {
  if (endpoint.body === "bytes") return new Uint8Array(await context.req.arrayBuffer());
  if (endpoint.body === "form") {
    return parseMultipartForm({ headers: context.req.raw.headers, body: () => context.req.raw.body ?? [] });
  }
  const text = await context.req.text();
  if (endpoint.body === "text" || endpoint.body === "anything") return text;
  const json = parseBodyJson(text);
  if (endpoint.body === "strings") return json === null ? null : deserializeStrings(json);
  if (json === null) throw validationError([{ id: "PARAMETER arg0", message: "must not be null" }]);
  if (typeof endpoint.body !== "object") return undefined;
  const { schema } = endpoint.body;
  const body = deserializeBody(nexus.schemas, schema, json);
  validateBody(nexus.schemas, schema, body);
  return body;
}

function parseBodyJson(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw plainMessageError(400, describeMalformedJson(text, error));
  }
}
