import { randomUUID } from "node:crypto";
import { shuffle } from "../java-hash-order.ts";
import type { Json } from "../json.ts";

/** What is sent back: a status and at most one of a JSON body, a text, bytes and a stream of them. */
export interface ResponseData {
  readonly status: number;
  readonly json?: Json;
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Opened when it is sent; its length is among the headers. */
  readonly stream?: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The words beside the status, where they are not the usual ones. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bean violations name their own content type unless the client's Accept says otherwise. */
  readonly violations?: true;
  /** Answered with an X-Siesta-FaultId, as the log entry of a failure is found by. */
  readonly fault?: true;
}

export const ok = (json: Json): ResponseData => ({ status: 200, json });
export const CREATED: ResponseData = { status: 201 };
export const NO_CONTENT: ResponseData = { status: 204 };

/** A request refused, wherever in the work that turns out. */
export class HttpError extends Error {
  readonly response: ResponseData;

  constructor(answer: ResponseData) {
    super(`answered with ${answer.status}`);
    this.response = answer;
  }
}

export interface BeanViolation {
  readonly id: string;
  readonly message: string;
}

/** Refused with a status and nothing else. */
export function statusError(status: number): HttpError {
  return new HttpError({ status, fault: true });
}

/** An application error: the message is a JSON string inside a string, its own quotes not escaped (3.77). */
export function messageError(status: number, message: string): HttpError {
  return new HttpError({ status, json: { id: "*", message: `"${message}"` } });
}

/** The same without the inner quotes, as a few endpoints have it. */
export function plainMessageError(status: number, message: string): HttpError {
  return new HttpError({ status, json: { id: "*", message } });
}

/** Bean violations: a list in random order, of a content type of its own where the client names none. */
export function validationError(violations: readonly BeanViolation[]): HttpError {
  return new HttpError({ status: 400, json: toViolationList(shuffle(violations)), violations: true, fault: true });
}

/** Violations found by Jackson: the same list, in the order of the path, always application/json. */
export function deserializationError(violations: readonly BeanViolation[]): HttpError {
  return new HttpError({ status: 400, json: toViolationList(violations), fault: true });
}

/** What nothing in Nexus caught: 500 text/plain with the Java exception. */
export function javaException(exception: string, message?: string): HttpError {
  const text = `ERROR: (ID ${randomUUID()}) ${exception}${message === undefined ? "" : `: ${message}`}`;
  return new HttpError({ status: 500, text, fault: true });
}

/** 3.77: users, roles, blob stores, realms while frozen. */
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

/** An answer as HTTP, in the content type that the client's Accept leaves (3.77). */
export function toResponse(answer: ResponseData, accept: string | undefined): Response {
  const headers = new Headers(answer.headers);
  if (answer.fault) headers.set("X-Siesta-FaultId", randomUUID());
  if (answer.json !== undefined) {
    const asksJson = accept?.includes("application/json") === true && !accept.includes(SIESTA_ERRORS_TYPE);
    if (!headers.has("Content-Type"))
      headers.set("Content-Type", answer.violations && !asksJson ? SIESTA_ERRORS_TYPE : "application/json");
    if (answer.violations) headers.set("Vary", "Accept");
    return new Response(JSON.stringify(answer.json), { status: answer.status, headers });
  }
  if (answer.text !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "text/plain;charset=utf-8");
    return new Response(answer.text, { status: answer.status, headers });
  }
  if (answer.bytes !== undefined) {
    if (!headers.has("Content-Type")) headers.set("Content-Type", "application/octet-stream");
    return new Response(answer.bytes, { status: answer.status, headers });
  }
  if (answer.stream !== undefined) return new Response(answer.stream(), { status: answer.status, headers });
  if (![204, 304].includes(answer.status) && !headers.has("Content-Length")) headers.set("Content-Length", "0");
  return new Response(null, { status: answer.status, headers });
}
