/**
 * download.mjs URL FILE: downloads the Pulumi CLI. A separate process, so that it can be ended at any time and runs on the
 * Node.js of node_modules, which uses the proxy of the environment.
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** The time limit of the first response. A network that drops packets would block for two minutes. */
const FIRST_RESPONSE_MS = 8_000;

/** @param {string} reason */
function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const [url = "", file = ""] = process.argv.slice(2);
const timer = setTimeout(fail, FIRST_RESPONSE_MS, "no response from Pulumi's site");
try {
  const response = await fetch(url);
  clearTimeout(timer);
  if (!response.ok || !response.body) fail(`Pulumi's site responded with status ${response.status}`);
  else await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
} catch (error) {
  const { message, cause } = /** @type {Error} */ (error);
  fail(cause instanceof Error ? cause.message : message);
}
