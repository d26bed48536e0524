import type { Context } from "hono";
import { checkBody } from "../validation/bean-validation.ts";
import { malformedMessage } from "../validation/malformed-json.ts";
import { readBody, readStrings } from "../validation/deserialization.ts";
import { parseMultipartForm } from "../content/multipart-form.ts";
import type { Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import { type Answer, Refusal, refusal, refusedPlainly, violated } from "./responses.ts";
import type { Call, Endpoint } from "./endpoint.ts";

/** Takes one request through an endpoint: type, Accept, body, permission, work, in the order of the real one (3.77). */
export async function dispatch(
  endpoint: Endpoint,
  context: Context,
  nexus: Nexus,
  subject: Subject,
  base: string,
): Promise<Answer> {
  return answering(async () => {
    if (endpoint.body) checkContentType(endpoint, context.req.header("content-type"));
    checkAccept(context.req.header("accept"));
    const body = endpoint.body ? await readRequest(endpoint, context, nexus) : undefined;
    if (endpoint.login && subject.kind !== "user") throw refusal(403);
    if (endpoint.may !== undefined && !subject.may(endpoint.may)) throw refusal(403);
    const call: Call<never> = {
      nexus,
      subject,
      // The one place that trusts the schema: an endpoint declares its body's type beside the schema that checks it.
      body: body as never,
      base,
      param: (name) => context.req.param(name) ?? "",
      query: (name) => context.req.query(name),
      queries: new URL(context.req.url).searchParams,
    };
    return endpoint.handle(call);
  });
}

export async function answering(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

const RAW_TYPES = {
  text: "text/plain",
  bytes: "application/octet-stream",
  strings: "application/json",
  form: "multipart/form-data",
} as const;

function checkContentType({ body }: Endpoint, type = ""): void {
  if (body === "anything") return;
  const wanted = typeof body === "string" ? RAW_TYPES[body] : "application/json";
  if (type.split(";")[0]?.trim().toLowerCase() !== wanted) throw refusal(415);
}

function checkAccept(accept: string | undefined): void {
  if (accept === undefined || /\*\/\*|application\/(\*|json)(\s*[;,]|\s*$)/i.test(accept)) return;
  throw refusal(406);
}

async function readRequest(endpoint: Endpoint, context: Context, nexus: Nexus): Promise<unknown> {
  if (endpoint.body === "bytes") return new Uint8Array(await context.req.arrayBuffer());
  if (endpoint.body === "form") {
    return parseMultipartForm({ headers: context.req.raw.headers, body: () => context.req.raw.body ?? [] });
  }
  const text = await context.req.text();
  if (endpoint.body === "text" || endpoint.body === "anything") return text;
  const json = parse(text);
  if (endpoint.body === "strings") return json === null ? null : readStrings(json);
  if (json === null) throw violated([{ id: "PARAMETER arg0", message: "must not be null" }]);
  if (typeof endpoint.body !== "object") return undefined;
  const { schema } = endpoint.body;
  const body = readBody(nexus.schemas, schema, json);
  checkBody(nexus.schemas, schema, body);
  return body;
}

function parse(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refusedPlainly(400, malformedMessage(text, error));
  }
}
