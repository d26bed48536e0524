import { type ImageReference, parseImageReference } from "../../../client-config/image-reference.ts";
import type { AttemptTarget, Operation, ReportedError } from "../attempt.ts";
import { imageOperationPatterns, statusPatterns, symptomPatterns, uploadPattern } from "./symptom-patterns.ts";
import { imagePatterns, loginPatterns, urlPatterns } from "./target-patterns.ts";

/** What a pasted error tells. Nothing else of the text is kept: there may be secrets in it. */
export interface ParsedError {
  error: ReportedError;
  operation?: Operation;
  target?: AttemptTarget;
}

/** More than any error, less than what takes time to look through. */
const longest = 100_000;

/** Reads what a client or a log said: several lines are one error. */
export function parseError(pasted: string): ParsedError {
  const text = plain(pasted);
  const signs = symptomPatterns.flatMap(([sign, pattern]) => (pattern.test(text) ? [sign] : []));
  const status = statusPatterns.map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  const said: ReportedError = { symptoms: signs, ...(status !== undefined && { status: Number(status) }) };
  const image = imageIn(text);
  if (image) {
    const deed = imageOperationPatterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "pull";
    // A push fails at its layers before anybody names the tag; a pull without one is of `latest`.
    const isUntagged = deed === "push" && image.tag === undefined && image.digest === undefined;
    return { error: said, operation: deed, target: { image, ...(isUntagged && { untagged: true }) } };
  }
  const host = loginPatterns.map((place) => place.exec(text)?.groups?.host).find(Boolean);
  if (host !== undefined) return { error: said, operation: "login", target: { url: `https://${host}/v2/` } };
  const url = urlPatterns.map((place) => urlOf(place.exec(text)?.groups)).find(Boolean);
  if (url === undefined) return { error: said };
  return { error: said, operation: uploadPattern.test(text) ? "put" : "get", target: { url } };
}

/** One line, without colours, times of logs and the marks of quoting within quotes. */
function plain(text: string): string {
  return text
    .slice(0, longest)
    .replace(/\p{Cc}\[[\d;]*[A-Za-z]/gu, "")
    .replaceAll('\\"', '"')
    .replace(/^\[?\d{4}-\d\d-\d\dT[\d:.]+Z?\]?\s*/gm, "")
    .replace(/\s+/g, " ");
}

function imageIn(text: string): ImageReference | undefined {
  const found = imagePatterns.flatMap((place) => referenceOf(place.exec(text)?.groups) ?? []);
  const [first] = found;
  if (!first || first.tag !== undefined || first.digest !== undefined) return first;
  // Another place may tell which tag of it.
  return found.find(({ host, path, tag }) => tag !== undefined && host === first.host && path === first.path) ?? first;
}

function referenceOf(groups: Record<string, string | undefined> | undefined): ImageReference | undefined {
  if (!groups) return undefined;
  const { host, path, ref, tag } = groups;
  const bare = (ref ?? `${host}/${path}`).replace(/^\w+:\/\//, "").replace(/[.,;:'"]+$/, "");
  const mark = tag === undefined ? "" : tag.includes(":") ? `@${tag}` : `:${tag}`;
  return parseImageReference(bare.endsWith(mark) ? bare : `${bare}${mark}`);
}

/** Without what may be secret: credentials, the query. */
function urlOf(groups: Record<string, string | undefined> | undefined): string | undefined {
  if (!groups) return undefined;
  const { url, base, group, artifact, type, version, classifier } = groups;
  const file = [artifact, version, classifier].filter((part) => part !== undefined).join("-");
  const path = group === undefined ? "" : `/${group.replaceAll(".", "/")}/${artifact}/${version}/${file}.${type}`;
  const text = url ?? `${base?.replace(/\/+$/, "")}${path}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/[.:;]+$/, "");
}
