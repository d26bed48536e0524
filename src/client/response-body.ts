import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { type Deadline, ResponseLimitError } from "./deadline.ts";

/** The limits of a response body that is read into memory. */
export interface BodyLimits {
  /** The size in bytes. */
  maxBytes: number;
  /** The end of the time for the whole response. A server that sends a byte now and then does not prolong it. */
  deadline: Deadline;
}

/**
 * The default size of a response body in bytes, 128 MiB. The largest list of a Nexus with 10,000 repositories, that of its
 * privileges, has 32 MB; parsed JSON takes several times its size.
 */
export const defaultMaxBytes = 128 * 1024 * 1024;

/** The size of a line in characters, 1 MiB. */
const maxLineLength = 1024 * 1024;

/**
 * Reads a response body into memory. Beyond a limit the connection is closed.
 *
 * @throws ResponseLimitError
 */
export async function readBody(body: Readable, { maxBytes, deadline }: BodyLimits): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(new ResponseLimitError("RESPONSE_INCOMPLETE")), deadline.remaining);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw new ResponseLimitError("RESPONSE_TOO_LARGE");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Reads a response body line by line, of any size and for any time.
 *
 * @throws ResponseLimitError for a line of more than 1 MiB
 */
export async function* readLines(body: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? "";
    if (rest.length > maxLineLength) throw new ResponseLimitError("RESPONSE_TOO_LARGE");
    yield* lines;
  }
  rest += decoder.end();
  if (rest) yield rest;
}
