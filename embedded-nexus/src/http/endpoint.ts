import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { ResponseData } from "./responses.ts";

/** A request that was let in, its body read and checked. */
export interface EndpointRequest<Body = unknown> {
  readonly nexus: Nexus;
  readonly subject: Subject;
  readonly body: Body;
  /** The address the client used, context path included: what answers call themselves by. */
  readonly base: string;
  param(name: string): string;
  query(name: string): string | undefined;
  /** All of them, each as often as it was given. */
  readonly queries: URLSearchParams;
}

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

interface EndpointDefinition<Body> {
  /**
   * How the body is read: by a schema of the facts, as a list of strings, as a form with files, as text, or as it is: as
   * bytes, or as text of whatever type. Absent: there is none.
   */
  readonly body?: { readonly schema: string } | "strings" | "form" | "text" | "bytes" | "anything";
  /** The permission it needs. Asked only after the body was checked (3.77). */
  readonly permission?: string;
  /** Refused to anonymous callers before anything else is looked at. */
  readonly requiresLogin?: true;
  handle(call: EndpointRequest<Body>): ResponseData | Promise<ResponseData>;
}

export interface RestEndpoint extends EndpointDefinition<never> {
  readonly method: HttpMethod;
  readonly path: string;
}

/** Declares an endpoint: `endpoint<User>("POST /v1/security/users", { ... })`. What its schema checked is its body. */
export function defineEndpoint<Body = undefined>(operation: string, parts: EndpointDefinition<Body>): RestEndpoint {
  const [method, path = ""] = operation.split(" ");
  return { ...parts, method: method as HttpMethod, path: path.replace(/\{(\w+)\}/g, ":$1") };
}
