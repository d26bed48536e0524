/** The names of repository formats in request bodies, privileges and permissions. */
import { z } from "zod";
import { suggestionFor } from "../util/suggestions.ts";
import { fieldMetadata } from "./field-metadata.ts";
import { formatIds, type RepositoryType, recipes, requirementsOf } from "./kinds/repository/recipes.ts";
import { isLater, type ReleaseBound, type Support } from "./support.ts";

/** Nexus's own names of all formats: `docker`, `maven2`, ... Nexus refuses every other name (3.71). */
export const formatNames: readonly string[] = Object.keys(recipes).map((format) => formatIds[format] ?? format);

const wordsForAll = ["all", "all_formats", "any", ""];

/**
 * Returns the mistake in a name of a format, with the correction, or undefined if Nexus has the format.
 *
 * @param allowsAll - true where `*` stands for all formats
 * @example describeFormatMistake("maven", true) // '"maven" is not a format; use "maven2"'
 */
export function describeFormatMistake(format: string, allowsAll: boolean): string | undefined {
  if (formatNames.includes(format) || (allowsAll && format === "*")) return undefined;
  if (format === "*") return '"*" stands for all formats; name one, such as docker';
  const mistake = `"${format}" is not a format`;
  const id = formatIds[format.toLowerCase()];
  if (id !== undefined) return `${mistake}; use "${id}"`;
  if (allowsAll && wordsForAll.includes(format.toLowerCase())) return `${mistake}; use "*" for all formats`;
  return `${mistake}${suggestionFor(format, formatNames) || `; use one of ${formatNames.join(", ")}${allowsAll ? " or *" : ""}`}`;
}

/** The releases that have a format with any of its types. */
const formatSupport: Readonly<Record<string, Support>> = Object.fromEntries(
  Object.entries(recipes).map(([format, types]) => [
    formatIds[format] ?? format,
    findOldest(Object.keys(types).map((type) => requirementsOf(format, type as RepositoryType).since)),
  ]),
);

function findOldest(bounds: readonly (ReleaseBound | undefined)[]): Support {
  const known = bounds.filter((bound) => bound !== undefined);
  const [first, ...others] = known;
  if (first === undefined || known.length < bounds.length) return {};
  return { since: others.reduce((oldest, bound) => (isLater(oldest, bound) ? bound : oldest), first) };
}

/** Creates the schema of a format in Nexus's own words, or `*` for all formats. */
export function formatName(): z.ZodString {
  return z
    .string()
    .refine((format) => describeFormatMistake(format, true) === undefined, {
      error: ({ input }) => describeFormatMistake(String(input), true),
    })
    .register(fieldMetadata, { valueSupport: formatSupport });
}
