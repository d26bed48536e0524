import { describeFormatMistake } from "../../model/formats.ts";
import type { Declaration, Estate, EstateFinding } from "../estate.ts";
import type { ValidationScope } from "../validation-scope.ts";

/**
 * Checks names of formats outside of the schemas: of `existing` objects, in CSEL expressions and in wildcard patterns. Nexus
 * accepts any name in the last two, which then match nothing.
 */
export function validateFormats(estate: Estate, { changed }: ValidationScope): EstateFinding[] {
  return [...validateExisting(estate), ...changed.flatMap(validateSelector), ...changed.flatMap(validatePattern)];
}

function validateExisting({ existing }: Estate): EstateFinding[] {
  return existing.flatMap(({ family, name, format }) => {
    const mistake = format === undefined ? undefined : describeFormatMistake(format, family === "cleanup policy");
    return mistake ? [{ path: `existing ${family} "${name}"`, message: `format: ${mistake}` }] : [];
  });
}

function validateSelector(about: Declaration): EstateFinding[] {
  if (about.kind.family !== "content selector") return [];
  return [...String(about.fields.expression).matchAll(/\bformat\s*={2}\s*(["'])(.*?)\1/g)].flatMap(
    ([, , format = ""]) => toWarning(about, "expression", describeFormatMistake(format, false)),
  );
}

/** The position of the formats in a permission string: `nexus:repository-view:FORMAT:REPOSITORY:ACTIONS`. */
const formatPositions: Readonly<Record<string, number>> = {
  "repository-view": 2,
  "repository-admin": 2,
  "repository-content-selector": 3,
};

function validatePattern(about: Declaration): EstateFinding[] {
  const parts = String(about.fields.pattern ?? "").split(":");
  const formats = parts[formatPositions[parts[1] ?? ""] ?? parts.length]?.split(",") ?? [];
  return formats.flatMap((format) => toWarning(about, "pattern", describeFormatMistake(format.trim(), true)));
}

function toWarning(about: Declaration, path: string, mistake: string | undefined): EstateFinding[] {
  return mistake ? [{ severity: "warning", about, path, message: `matches nothing: ${mistake}` }] : [];
}
