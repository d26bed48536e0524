import type { Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";

/** A request below /repository/NAME. */
export interface ContentRequest {
  readonly method: string;
  readonly repository: RepositoryRecord;
  /** Decoded, from its leading slash on. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The address of the repository as the client used it: http://HOST/repository/NAME. */
  readonly base: string;
  readonly subject: Subject;
  /** The bytes of the body; can be read once. */
  body(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The action on content that a method needs permission for: PUT is edit, not add (3.71, 3.77). */
export const contentActions: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  POST: "add",
  PUT: "edit",
  DELETE: "delete",
};

/** Returns the user noted as uploader; "anonymous" for requests without a user. */
export const uploaderOf = ({ subject }: Pick<ContentRequest, "subject">): string => subject.userId ?? "anonymous";

/** Reads the whole body: for bodies that are small, or cannot be understood in parts. */
export async function readRequestBytes(request: Pick<ContentRequest, "body">): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.body()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
