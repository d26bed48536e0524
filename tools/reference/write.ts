/** `npm run reference`: writes what is made of the comments in the source, and takes away pages of what is gone. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PAGES } from "./pages.ts";
import { generateReferenceFiles } from "./reference-files.ts";
import { SCHEMAS } from "./schemas.ts";

const root = join(import.meta.dirname, "../..");

const files = await generateReferenceFiles();
for (const folder of [PAGES, SCHEMAS]) {
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
}
for (const [file, text] of files) writeFileSync(join(root, file), text);
console.log(`${files.size} files, among them ${PAGES} and ${SCHEMAS}`);
