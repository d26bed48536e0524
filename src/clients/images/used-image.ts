import { type ImageReference, parseImageReference } from "../../client-config/image-reference.ts";

/** Patterns of placeholders. They match whole parts of a reference, because an image may be called `todo-app`. */
const placeholderPatterns = [
  /<[^>]*>/,
  /(^|[/:.@_-])does-not-exist($|[/:.@_-])/i,
  /(^|[/:@])(TO-?DO|FIX-?ME|XXX+|TBD)($|[/:@])/,
  /(^|[/:@])(replace|change|fill)[-_]?me($|[/:@])/i,
  /(^|[/:@])(placeholder|your[-_](image|registry|repo|repository|tag|app))($|[/:@])/i,
  // Domains reserved for documentation, where no registry ever is.
  /^([a-z0-9-]+\.)*example\.(com|net|org)(:\d+)?\//i,
];

/** Returns true for a text that stands for an image to be named later. */
export function isPlaceholder(image: string): boolean {
  return placeholderPatterns.some((pattern) => pattern.test(image));
}

/** The image of a manifest, parsed. */
export interface UsedImage {
  /** Absent if the text is no complete image reference; `problem` says why. */
  reference?: ImageReference;
  /** True if the tag contains a variable. */
  hasUnknownTag?: true;
  problem: string;
}

/** Parses the image of a manifest. A variable is accepted in the tag, because the repository is known without it. */
export function parseUsedImage(image: string): UsedImage {
  const [, withoutTag = image, variable] = /^([^$]+):([^:/]*\$[^/]*)$/.exec(image) ?? [];
  if (withoutTag.includes("$")) return { problem: "it contains a variable without a default" };
  const reference = parseImageReference(withoutTag);
  if (!reference) return { problem: "it is not an image reference" };
  return { reference, problem: "", ...(variable !== undefined && { hasUnknownTag: true as const }) };
}

const mutableTags = new Set(["latest", "stable", "main"]);

/** Returns true if the image behind the reference may change: no digest, and no tag or a mutable tag. */
export function isMutable({ reference, hasUnknownTag }: UsedImage): boolean {
  if (!reference || hasUnknownTag) return false;
  return reference.digest === undefined && (reference.tag === undefined || mutableTags.has(reference.tag));
}
