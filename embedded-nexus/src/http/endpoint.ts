import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { ResponseData } from "./responses.ts";

/** A request that passed authentication and permission check, with its body deserialized and validated. */
export interface EndpointRequest<Body = unknown> {
  readonly nexus: Nexus;
  /** The Nexus as the node knows it that serves the request: in a cluster the latest changes may be missing. */
  readonly view: Nexus;
  readonly subject: Subject;
  readonly body: Body;
  /** The address that the client used, with the context path: the base of URLs in responses. */
  readonly base: string;
  param(name: string): string;
  query(name: string): string | undefined;
  /** All query parameters, with repeated ones. */
  readonly queries: URLSearchParams;
}

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

interface EndpointDefinition<Body> {
  /**
   * How the body is read: by a schema of the API facts, as a JSON list of strings, as a multipart form, as text/plain, as
   * bytes, or as text of any content type ("anything"). Absent: the endpoint has no body.
   */
  readonly body?: { readonly schema: string } | "strings" | "form" | "text" | "bytes" | "anything";
  /** The permission that the endpoint needs. It is checked only after the body (3.77). */
  readonly permission?: string;
  /** Rejects anonymous callers with 403, before the permission is checked. */
  readonly requiresLogin?: true;
  handle(call: EndpointRequest<Body>): ResponseData | Promise<ResponseData>;
}

/** One operation of the REST API: a method and a path, with a handler. */
export interface RestEndpoint extends EndpointDefinition<never> {
  readonly method: HttpMethod;
  readonly path: string;
}

/**
 * Defines an endpoint: `defineEndpoint<NewUser>("POST /v1/security/users", { body: { schema: "ApiCreateUser" }, ... })`.
 * The type argument is the type of the validated body.
 */
export function defineEndpoint<Body = undefined>(operation: string, parts: EndpointDefinition<Body>): RestEndpoint {
  const [method, path = ""] = operation.split(" ");
  return { ...parts, method: method as HttpMethod, path: path.replace(/\{(\w+)\}/g, ":$1") };
}
