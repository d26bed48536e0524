/** `npm run reference`: writes the files that are generated from the source, and deletes pages of removed modules. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ARGUMENTS_FOLDER } from "./argument-types.ts";
import { REFERENCE_FOLDER } from "./pages.ts";
import { generateReferenceFiles } from "./reference-files.ts";
import { SCHEMAS_FOLDER } from "./schemas.ts";

const root = join(import.meta.dirname, "../..");

const files = await generateReferenceFiles();
for (const folder of [REFERENCE_FOLDER, SCHEMAS_FOLDER, ARGUMENTS_FOLDER]) {
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
}
for (const [file, text] of files) writeFileSync(join(root, file), text);
console.log(
  `${files.size} files written to ${REFERENCE_FOLDER}, ${SCHEMAS_FOLDER}, ${ARGUMENTS_FOLDER} and src/reference`,
);
