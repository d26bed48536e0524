import { statusError } from "../http/responses.ts";
import type { ContentRequest } from "./content-request.ts";

/** A form with files: of fields that came more than once the first. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, File>;
}

/** A request's body, read as multipart/form-data. All of it is held in memory. */
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
