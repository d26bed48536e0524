import { readdirSync, readFileSync } from "node:fs";
import type { Assets } from "../../review/page/page.ts";

/** What pages are dressed with and moved by, from the files beside their code, in a checkout as in the package. */
export function pageAssets(): Assets {
  return { styles: textsIn("style", ".css"), scripts: textsIn("client", ".js") };
}

function textsIn(folder: string, ending: string): string[] {
  const at = new URL(`../../review/page/${folder}/`, import.meta.url);
  const files = readdirSync(at).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => readFileSync(new URL(file, at), "utf8"));
}
