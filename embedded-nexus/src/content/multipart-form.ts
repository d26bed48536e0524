import { statusError } from "../http/responses.ts";
import type { ContentRequest } from "./content-request.ts";

/** A form with files; if a field is repeated, its first value. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, File>;
}

/** The size of a form in bytes, 256 MiB: it is held in memory. Nexus has no limit. */
const MAX_FORM_BYTES = 256 * 1024 * 1024;

/**
 * Parses the body of a request as multipart/form-data, in memory.
 *
 * @throws HttpError with 400 if it is malformed, 413 if it has more than 256 MiB
 */
export async function parseMultipartForm({
  headers,
  body,
}: Pick<ContentRequest, "headers" | "body">): Promise<MultipartForm> {
  const type = headers.get("content-type") ?? "";
  if (Number(headers.get("content-length")) > MAX_FORM_BYTES) throw statusError(413);
  let size = 0;
  const limitedBody = async function* () {
    for await (const chunk of body()) {
      size += chunk.length;
      if (size > MAX_FORM_BYTES) throw statusError(413);
      yield chunk;
    }
  };
  const data = await new Response(ReadableStream.from(limitedBody()), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw statusError(size > MAX_FORM_BYTES ? 413 : 400);
    });
  const fields: Record<string, string> = {};
  const files = new Map<string, File>();
  for (const [name, value] of data) {
    if (typeof value === "string") fields[name] ??= value;
    else if (!files.has(name)) files.set(name, value);
  }
  return { fields, files };
}
