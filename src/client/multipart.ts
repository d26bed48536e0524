import { randomUUID } from "node:crypto";

/** A field of a form, or a file that is opened when its turn comes. */
export type FormPart =
  | { name: string; value: string }
  | { name: string; file: string; open(): AsyncIterable<Uint8Array> };

/** A form with files, as it is sent: nothing of the files is held. */
export function encodeMultipart(parts: readonly FormPart[]): { type: string; bytes: AsyncIterable<Uint8Array> } {
  const boundary = `nexus-iac-${randomUUID()}`;
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: written(parts, boundary) };
}

async function* written(parts: readonly FormPart[], boundary: string): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const named = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"`;
    if ("value" in part) {
      yield Buffer.from(`${named}\r\n\r\n${part.value}\r\n`);
      continue;
    }
    yield Buffer.from(`${named}; filename="${quoted(part.file)}"\r\nContent-Type: application/octet-stream\r\n\r\n`);
    yield* part.open();
    yield Buffer.from("\r\n");
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** As browsers write names: what would end one is percent-encoded. */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
