/**
 * The JSON form of a probe plan, with the names and texts of the first release. With `nexus:probe`, stacks store it as a
 * trigger: any difference would run the probe again on the next update. So this form never changes, while the names in
 * the code may.
 */
import { z } from "zod";
import type { Json } from "../../util/json.ts";
import { type ProbePlan, probePlanSchema } from "./probe-plan.ts";

type Names = Readonly<Record<string, string>>;

/** Names in the code, each with its stored name. */
const storedNames: Readonly<Record<"keys" | "expectations" | "identities" | "phrases", Names>> = {
  keys: {
    request: "question",
    type: "by",
    operation: "deed",
    removedBy: "removes",
    expectation: "wish",
    expectedValues: "wanted",
  },
  expectations: {
    responds: "answers",
    authenticated: "known",
    allowed: "let in",
    "allowed by proxy": "let through",
    denied: "refused",
    "login required": "login wanted",
    "anonymous allowed": "open to all",
    "upstream responds": "upstream answers",
  },
  identities: { anonymous: "nobody" },
  // Phrases in titles and reasons.
  phrases: {
    "Nexus accepts writes": "Nexus takes writes",
    " answers health checks": " tells health",
    " requires a login": " wants a login",
    " allows anonymous access": " lets anybody in",
    " serves Docker only": " is for Docker only",
    " lists its content": " shows what it holds",
    "no address for Docker clients": "no client reaches it by an address of its own",
    "no catalog: the address is shared with other repositories":
      "its address is not its own: there is no catalog of it",
    "a write would leave content in the repository": "a write cannot be tried without leaving something",
    "granted by a content selector, so it depends on": "by a content selector: it depends on",
    "upstream blocked by its declaration": "it is declared as blocked",
    "no request is known that makes a proxy of ": "what makes a proxy of ",
    " contact its upstream": " ask its upstream is not known",
  },
};

const currentNames = {
  keys: invert(storedNames.keys),
  expectations: invert(storedNames.expectations),
  identities: invert(storedNames.identities),
  phrases: invert(storedNames.phrases),
};

/** Formats a plan in the stored form. */
export function serializeProbePlan(plan: ProbePlan): string {
  return JSON.stringify(translate(JSON.parse(JSON.stringify(plan)), storedNames));
}

/** Parses a plan in the stored form. */
export const storedProbePlanSchema = z.preprocess((stored) => translate(stored as Json, currentNames), probePlanSchema);

/**
 * Translates the keys and texts of a plan and keeps their order.
 *
 * @param key - the key of the value, by its stored name
 */
function translate(value: Json | undefined, names: typeof storedNames, key = ""): Json | undefined {
  if (typeof value === "string") return translateText(value, names, key);
  if (Array.isArray(value)) return value.map((item) => translate(item, names, key) ?? null);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    lookUp(names.keys, name),
    translate(item, names, lookUp(storedNames.keys, name)),
  ]);
  return Object.fromEntries(entries);
}

function translateText(text: string, names: typeof storedNames, key: string): string {
  if (key === "wish") return lookUp(names.expectations, text);
  if (key === "as" || key === "removes") return lookUp(names.identities, text);
  if (key !== "name" && key !== "reason") return text;
  return Object.entries(names.phrases).reduce((result, [from, to]) => result.replace(from, () => to), text);
}

function lookUp(names: Names, name: string): string {
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

function invert(names: Names): Names {
  return Object.fromEntries(Object.entries(names).map(([name, stored]) => [stored, name]));
}
