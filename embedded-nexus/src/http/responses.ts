import { randomUUID } from "node:crypto";
import { shuffle } from "../java-hash-order.ts";
import type { Json } from "../json.ts";
import { formatIndentedJson } from "./indented-json.ts";

/** A response before it is sent: a status and at most one of `json`, `text`, `bytes` and `stream` as its body. */
export interface ResponseData {
  readonly status: number;
  readonly json?: Json;
  /** Indents the JSON, as the REST API does. */
  readonly indented?: true;
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Opened when the response is sent. `headers` must contain its Content-Length. */
  readonly stream?: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The reason phrase of the status line. Default: the standard phrase of the status. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set for bean violations, which have a content type of their own unless the client's Accept names another. */
  readonly violations?: true;
  /** Adds an X-Siesta-FaultId header, by which Nexus finds the log entry of a failure. */
  readonly fault?: true;
  /** Set for a response that a fault changed: it has no Server header of Nexus. */
  readonly omitsServer?: true;
  /** Set by a fault: after half of the body the connection is dropped, or the rest is sent after a time. */
  readonly halfBody?: "reset" | { readonly pauseMs: number };
}

/** Returns a 200 response with a JSON body. */
export const ok = (json: Json): ResponseData => ({ status: 200, json });
export const CREATED: ResponseData = { status: 201 };
export const NO_CONTENT: ResponseData = { status: 204 };

/** Ends the handling of a request with an error response: `throw statusError(404)`. */
export class HttpError extends Error {
  readonly response: ResponseData;

  constructor(response: ResponseData) {
    super(`HTTP status ${response.status}`);
    this.response = response;
  }
}

/** One violation of Jakarta Bean Validation, as Nexus reports it: `{ "id": "PARAMETER name", "message": "..." }`. */
export interface BeanViolation {
  readonly id: string;
  readonly message: string;
}

/** Returns an error with a status and an empty body. */
export function statusError(status: number): HttpError {
  return new HttpError({ status, fault: true });
}

/** Returns an application error. Its message is a JSON string inside a string, with inner quotes not escaped (3.77). */
export function messageError(status: number, message: string): HttpError {
  return new HttpError({ status, json: { id: "*", message: `"${message}"` } });
}

/** Returns an application error without the inner quotes, as a few endpoints send it. */
export function plainMessageError(status: number, message: string): HttpError {
  return new HttpError({ status, json: { id: "*", message } });
}

/** Returns bean violations: a list in random order, with its own content type unless the client names one. */
export function validationError(violations: readonly BeanViolation[]): HttpError {
  return new HttpError({ status: 400, json: toViolationList(shuffle(violations)), violations: true, fault: true });
}

/** Returns violations found by Jackson: the same list in the order of the path, always application/json. */
export function deserializationError(violations: readonly BeanViolation[]): HttpError {
  return new HttpError({ status: 400, json: toViolationList(violations), fault: true });
}

/** Returns a violation as Java prints the object: `ValidationErrorXO{id='*', message='...'}`, as a few endpoints send it. */
export function printedViolationError(status: number, message: string): HttpError {
  return new HttpError({ status, text: `ValidationErrorXO{id='*', message='${message}'}`, fault: true });
}

/** Returns the error of an exception that Nexus does not handle: 500 text/plain with the Java exception. */
export function javaException(exception: string, message?: string): HttpError {
  const text = `ERROR: (ID ${randomUUID()}) ${exception}${message === undefined ? "" : `: ${message}`}`;
  return new HttpError({ status: 500, text, fault: true });
}

/** Returns the error of a write in read-only mode: users, roles, blob stores, realms (3.77). */
export function frozenError(): HttpError {
  return new HttpError({
    status: 503,
    text: `Nexus Repository Manager is in read-only mode: (ID ${randomUUID()})`,
    fault: true,
  });
}

function toViolationList(violations: readonly BeanViolation[]): Json {
  return violations.map(({ id, message }) => ({ id, message }));
}

const SIESTA_ERRORS_TYPE = "application/vnd.siesta-validation-errors-v1+json";

/** Converts response data to a Response. The content type depends on the client's Accept header (3.77). */
export function toResponse(data: ResponseData, accept: string | undefined): Response {
  const headers = new Headers(data.headers);
  if (data.fault) headers.set("X-Siesta-FaultId", randomUUID());
  if (data.json !== undefined) {
    const asksJson = accept?.includes("application/json") === true && !accept.includes(SIESTA_ERRORS_TYPE);
    if (!headers.has("Content-Type"))
      headers.set("Content-Type", data.violations && !asksJson ? SIESTA_ERRORS_TYPE : "application/json");
    if (data.violations) headers.set("Vary", "Accept");
    const text = data.indented ? formatIndentedJson(data.json) : JSON.stringify(data.json);
    return new Response(text, { status: data.status, headers });
  }
  if (data.text !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "text/plain;charset=utf-8");
    return new Response(data.text, { status: data.status, headers });
  }
  if (data.bytes !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "application/octet-stream");
    return new Response(data.bytes, { status: data.status, headers });
  }
  if (data.stream !== undefined) return new Response(data.stream(), { status: data.status, headers });
  if (![204, 304].includes(data.status) && !headers.has("Content-Length")) headers.set("Content-Length", "0");
  return new Response(null, { status: data.status, headers });
}
