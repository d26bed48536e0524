import type { Fields } from "../../util/json.ts";
import { readText, toFields } from "./manifest-fields.ts";
import type { ImageUse } from "./workloads.ts";

/** Returns true for a compose file: it has services, and it is not a Kubernetes object. */
export function isCompose(fields: Fields): boolean {
  return fields.kind === undefined && toFields(fields.services) !== undefined;
}

/** Lists the images of the services in a compose file. */
export function listComposeUses(fields: Fields): ImageUse[] {
  return Object.entries(toFields(fields.services) ?? {}).flatMap(([name, service]) => {
    const image = readText(toFields(service), "image");
    return image === undefined ? [] : [{ image: substituteDefaults(image), by: `service ${name}` }];
  });
}

/**
 * Substitutes the variables of a text as if none were set: `${VAR:-default}` becomes the default, `${VAR:+other}` becomes
 * empty, and a variable without a default stays as `${VAR}`.
 */
function substituteDefaults(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const [value, next] = parseVariable(text, at);
    result += value ?? text.charAt(at);
    at = next;
  }
  return result;
}

/** Returns the value of the variable at a position, and the position after it. Without a variable, the next position. */
function parseVariable(text: string, at: number): [string | undefined, number] {
  if (text.startsWith("$$", at)) return ["$", at + 2];
  const [plain] = /^\$[A-Za-z_]\w*/.exec(text.slice(at)) ?? [];
  if (plain !== undefined) return [`\${${plain.slice(1)}}`, at + plain.length];
  const end = text.startsWith("${", at) ? findClosingBrace(text, at + 2) : -1;
  if (end < 0) return [undefined, at + 1];
  const [, name = "", operator = "", word = ""] =
    /^([A-Za-z_]\w*)(?:(:?[-+?])(.*))?$/s.exec(text.slice(at + 2, end)) ?? [];
  if (operator.endsWith("-")) return [substituteDefaults(word), end + 1];
  if (operator.endsWith("+")) return ["", end + 1];
  return [`\${${name}}`, end + 1];
}

/** Returns the position of the brace that closes the open one, or -1. */
function findClosingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    if (text.charAt(at) === "}" && --depth === 0) return at;
  }
  return -1;
}
