import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";

/** A request of the registry protocol, by whichever way it came. */
export interface RegistryRequest {
  readonly nexus: Nexus;
  readonly method: string;
  readonly repository: RepositoryRecord;
  /** Behind `/v2`, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** What stands for `/v2` in addresses: http://HOST/v2, or the same beneath a repository's path. */
  readonly base: string;
  /** Where a token is had. */
  readonly tokens: string;
  /** The bytes that come with it; to be read once. */
  body(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** One that was let in. */
export interface AuthorizedRequest extends RegistryRequest {
  readonly subject: Subject;
}
