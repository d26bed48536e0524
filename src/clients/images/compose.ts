import type { Fields } from "../../util/json.ts";
import { readText, toFields } from "./manifest-fields.ts";
import type { ImageUse } from "./workloads.ts";

/** A compose file has services, and is no object of Kubernetes. */
export function isCompose(fields: Fields): boolean {
  return fields.kind === undefined && toFields(fields.services) !== undefined;
}

export function listComposeUses(fields: Fields): ImageUse[] {
  return Object.entries(toFields(fields.services) ?? {}).flatMap(([name, service]) => {
    const image = readText(toFields(service), "image");
    return image === undefined ? [] : [{ image: withDefaults(image), by: `service ${name}` }];
  });
}

/**
 * A text of a compose file as it is where nothing is set: `${VAR:-default}` is the default, `${VAR:+other}` nothing. What
 * has no default stays as `${VAR}`: nobody knows it.
 */
function withDefaults(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const [variable, next] = variableAt(text, at);
    result += variable ?? text.charAt(at);
    at = next;
  }
  return result;
}

/** What stands for the variable that begins there, and where it ends; of what is none, the next character. */
function variableAt(text: string, at: number): [string | undefined, number] {
  if (text.startsWith("$$", at)) return ["$", at + 2];
  const [plain] = /^\$[A-Za-z_]\w*/.exec(text.slice(at)) ?? [];
  if (plain !== undefined) return [`\${${plain.slice(1)}}`, at + plain.length];
  const end = text.startsWith("${", at) ? closing(text, at + 2) : -1;
  if (end < 0) return [undefined, at + 1];
  const [, name = "", operator = "", word = ""] =
    /^([A-Za-z_]\w*)(?:(:?[-+?])(.*))?$/s.exec(text.slice(at + 2, end)) ?? [];
  if (operator.endsWith("-")) return [withDefaults(word), end + 1];
  if (operator.endsWith("+")) return ["", end + 1];
  return [`\${${name}}`, end + 1];
}

/** Where the brace that is open there is closed. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    if (text.charAt(at) === "}" && --depth === 0) return at;
  }
  return -1;
}
