/** This checkout, which nothing here writes into but node_modules. */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The text of a file, empty where there is none.
 * @param {string} file
 */
export const contents = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");
