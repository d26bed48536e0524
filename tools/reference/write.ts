/** `npm run reference`: writes what is made of the comments in the source, and takes away pages of what is gone. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { referenceFiles } from "./files.ts";
import { PAGES } from "./pages.ts";

const root = join(import.meta.dirname, "../..");

const files = await referenceFiles();
rmSync(join(root, PAGES), { recursive: true, force: true });
mkdirSync(join(root, PAGES), { recursive: true });
for (const [file, text] of files) writeFileSync(join(root, file), text);
console.log(`${files.size - 1} pages in ${PAGES}`);
