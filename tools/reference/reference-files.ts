import { readSource } from "./comments.ts";
import { PAGES, pagesOf } from "./pages.ts";
import { schemaFiles } from "./schemas.ts";

/** All files that are written from the source, with what they hold. */
export async function generateReferenceFiles(): Promise<Map<string, string>> {
  const source = await readSource();
  const pages = [...pagesOf(source)].map(([name, text]) => [`${PAGES}/${name}`, text] as const);
  const comments = ["src/reference/comments.json", `${JSON.stringify(source.comments, null, 2)}\n`] as const;
  return new Map([comments, ...schemaFiles(), ...pages]);
}
