/** The checkout. The tools write only to its node_modules. */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Returns the text of a file; an empty text if it does not exist.
 * @param {string} file
 */
export const readTextFile = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
