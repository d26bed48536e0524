import { type ImageReference, parseImageReference } from "../../../client-config/image-reference.ts";
import type { AttemptTarget, Operation, ReportedError } from "../attempt.ts";
import { imageOperationPatterns, statusPatterns, symptomPatterns, uploadPattern } from "./symptom-patterns.ts";
import { imagePatterns, loginPatterns, urlPatterns } from "./target-patterns.ts";

/** The facts in a pasted error. Nothing else of the text is kept, because it may contain secrets. */
export interface ParsedError {
  error: ReportedError;
  operation?: Operation;
  target?: AttemptTarget;
}

/** The number of characters that are read: more than any error has, few enough to match in a short time. */
const maximumLength = 100_000;

/**
 * Parses the error message of a client or a log. Several lines count as one error.
 *
 * @example
 * parseError("denied: 403 Forbidden; docker push apps.example/demo/app:1");
 * // { error: { status: 403, symptoms: ["denied"] }, operation: "push", target: { image: ... } }
 */
export function parseError(pasted: string): ParsedError {
  const text = normalize(pasted);
  const symptoms = symptomPatterns.flatMap(([symptom, pattern]) => (pattern.test(text) ? [symptom] : []));
  const status = statusPatterns.map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  const error: ReportedError = { symptoms, ...(status !== undefined && { status: Number(status) }) };
  const image = findImage(text);
  if (image) {
    const operation = imageOperationPatterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "pull";
    // A push fails at the layers, before a message names the tag. A pull without a tag means `latest`.
    const isUntagged = operation === "push" && image.tag === undefined && image.digest === undefined;
    return { error, operation, target: { image, ...(isUntagged && { untagged: true }) } };
  }
  const host = loginPatterns.map((pattern) => pattern.exec(text)?.groups?.host).find(Boolean);
  if (host !== undefined) return { error, operation: "login", target: { url: `https://${host}/v2/` } };
  const url = urlPatterns.map((pattern) => toUrl(pattern.exec(text)?.groups)).find(Boolean);
  if (url === undefined) return { error };
  return { error, operation: uploadPattern.test(text) ? "put" : "get", target: { url } };
}

/** Removes colours, log timestamps and escaped quotes, and joins all lines. */
function normalize(text: string): string {
  return text
    .slice(0, maximumLength)
    .replace(/\p{Cc}\[[\d;]*[A-Za-z]/gu, "")
    .replaceAll('\\"', '"')
    .replace(/^\[?\d{4}-\d\d-\d\dT[\d:.]+Z?\]?\s*/gm, "")
    .replace(/\s+/g, " ");
}

function findImage(text: string): ImageReference | undefined {
  const references = imagePatterns.flatMap((pattern) => toReference(pattern.exec(text)?.groups) ?? []);
  const [first] = references;
  if (!first || first.tag !== undefined || first.digest !== undefined) return first;
  // Another part of the text may name the tag of the same image.
  const tagged = references.find(
    ({ host, path, tag }) => tag !== undefined && host === first.host && path === first.path,
  );
  return tagged ?? first;
}

function toReference(groups: Record<string, string | undefined> | undefined): ImageReference | undefined {
  if (!groups) return undefined;
  const { host, path, ref, tag } = groups;
  const bare = (ref ?? `${host}/${path}`).replace(/^\w+:\/\//, "").replace(/[.,;:'"]+$/, "");
  const suffix = tag === undefined ? "" : tag.includes(":") ? `@${tag}` : `:${tag}`;
  return parseImageReference(bare.endsWith(suffix) ? bare : `${bare}${suffix}`);
}

/** Returns the URL without the parts that may be secret: credentials and query. */
function toUrl(groups: Record<string, string | undefined> | undefined): string | undefined {
  if (!groups) return undefined;
  const { url, base, group, artifact, type, version, classifier } = groups;
  const file = [artifact, version, classifier].filter((part) => part !== undefined).join("-");
  const path = group === undefined ? "" : `/${group.replaceAll(".", "/")}/${artifact}/${version}/${file}.${type}`;
  const text = url ?? `${base?.replace(/\/+$/, "")}${path}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/[.:;]+$/, "");
}
