import { randomUUID } from "node:crypto";

/** A field of a form, or a file that is opened when it is sent. */
export type FormPart =
  | { name: string; value: string }
  | { name: string; file: string; open(): AsyncIterable<Uint8Array> };

/** Encodes a form with files as multipart/form-data. The files are streamed. */
export function encodeMultipart(parts: readonly FormPart[]): { type: string; bytes: AsyncIterable<Uint8Array> } {
  const boundary = `nexus-iac-${randomUUID()}`;
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: streamParts(parts, boundary) };
}

async function* streamParts(parts: readonly FormPart[], boundary: string): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(part.name)}"`;
    if ("value" in part) {
      yield Buffer.from(`${head}\r\n\r\n${part.value}\r\n`);
      continue;
    }
    yield Buffer.from(`${head}; filename="${escapeName(part.file)}"\r\nContent-Type: application/octet-stream\r\n\r\n`);
    yield* part.open();
    yield Buffer.from("\r\n");
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** Percent-encodes the characters that would end a name, as browsers do. */
function escapeName(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
