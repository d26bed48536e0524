import { readSource } from "./comments.ts";
import { PAGES, pagesOf } from "./pages.ts";

/** All files that are written from the source, with what they hold. */
export async function referenceFiles(): Promise<Map<string, string>> {
  const source = await readSource();
  const pages = [...pagesOf(source)].map(([name, text]) => [`${PAGES}/${name}`, text] as const);
  return new Map([["src/reference/comments.json", `${JSON.stringify(source.comments, null, 2)}\n`], ...pages]);
}
