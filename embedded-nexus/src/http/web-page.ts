import type { Nexus } from "../nexus.ts";
import type { ResponseData } from "./responses.ts";

/** A path outside the REST API that is only read, such as `/service/metrics/ping`. */
export interface WebPage {
  readonly path: string;
  /** The permission that it needs. Callers without it get 401, also with valid credentials (3.71). Default: none. */
  readonly permission?: string;
  /** Answers without looking at credentials, so that wrong ones are not 401 (3.71). */
  readonly ignoresCredentials?: true;
  handle(nexus: Nexus): ResponseData;
}
