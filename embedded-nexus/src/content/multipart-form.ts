import { statusError } from "../http/responses.ts";
import type { ContentRequest } from "./content-request.ts";

/** A form with files; if a field is repeated, its first value. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, File>;
}

/**
 * Parses the body of a request as multipart/form-data, in memory.
 *
 * @throws HttpError with 400 if it is malformed
 */
export async function parseMultipartForm({
  headers,
  body,
}: Pick<ContentRequest, "headers" | "body">): Promise<MultipartForm> {
  const type = headers.get("content-type") ?? "";
  const data = await new Response(ReadableStream.from(body()), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw statusError(400);
    });
  const fields: Record<string, string> = {};
  const files = new Map<string, File>();
  for (const [name, value] of data) {
    if (typeof value === "string") fields[name] ??= value;
    else if (!files.has(name)) files.set(name, value);
  }
  return { fields, files };
}
