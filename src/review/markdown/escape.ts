import type { Json } from "../../json.ts";
import { visible } from "../text.ts";

/** A text of anybody's making in a code span: no platform finds mentions, links or HTML in it. Also within a table. */
export function code(text: string): string {
  const shown = visible(text).replaceAll("|", "\\|");
  if (shown.trim() === "") return '`""`';
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const space = shown.startsWith("`") || shown.endsWith("`") || shown.startsWith(" ") ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Words that mean nothing but themselves to GitLab and GitHub. */
const harmless = /^(?!.*(?:www\.|:\/\/))[\p{L}\p{N}.,;:'"()/…-]+$/u;

/** A sentence with names in it: every word that a platform might make something of stands in a code span. */
export function sentence(text: string): string {
  return visible(text, 600)
    .split(" ")
    .map((word) => (word === "" || harmless.test(word) ? word : code(word)))
    .join(" ");
}

/** A value of a field. */
export function value(json: Json | undefined): string {
  if (json === undefined || json === null) return "";
  return code(typeof json === "string" ? json : JSON.stringify(json));
}
