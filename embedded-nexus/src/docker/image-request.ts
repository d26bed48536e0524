import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";

/** A request of the registry protocol, received at a connector's port or at Nexus's own. */
export interface ImageRequest {
  readonly nexus: Nexus;
  readonly method: string;
  readonly repository: RepositoryRecord;
  /** Decoded, behind `/v2`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The address of `/v2` for Location headers: http://HOST/v2, or the same below a repository's path. */
  readonly base: string;
  /** The URL where clients get a token. */
  readonly tokens: string;
  /** The bytes of the body; can be read once. */
  body(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A request whose user is known and has the permission for it. */
export interface AuthorizedRequest extends ImageRequest {
  readonly subject: Subject;
}
