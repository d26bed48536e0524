import { catalogue } from "../model/catalogue.ts";
import type { Family } from "../model/field-metadata.ts";
import { pluralize } from "../util/display-text.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { UsageError } from "../util/user-error.ts";

const families: readonly Family[] = [
  ...new Set(
    [...catalogue.values()].flatMap(({ family, externallyCreatedIn }) => (externallyCreatedIn ? [] : [family])),
  ),
];

/**
 * Parses a list of families, separated by commas. Case, plurals and hyphens instead of spaces do not matter.
 *
 * @example parseFamilies("repositories,blob-store") // ["repository", "blob store"]
 * @throws UsageError
 */
export function parseFamilies(text: string): Family[] {
  return text.split(",").map((word) => {
    const name = normalize(word);
    const family = families.find((known) => [known, pluralize(known)].map(normalize).includes(name));
    if (family) return family;
    const names = families.flatMap((known) => (known.endsWith("s") ? [known] : [known, pluralize(known)]));
    const advice = suggestionFor(name, names) || `; use ${families.join(", ")}`;
    throw new UsageError(`"${word}" is not a family of objects${advice}`);
  });
}

function normalize(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[-_ ]+/g, " ");
}
