import { type BeanViolation, validationError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { findAutomatonSyntaxError } from "./automaton-syntax.ts";
import { isJavaEnum } from "./deserialization.ts";
import { type FieldRule, NAME_PATTERN } from "./field-rules.ts";
import type { RequestField, RequestSchemas } from "./request-schemas.ts";

/** Nexus's message for an invalid name, of a repository or a routing rule for example. */
export const NAME_MESSAGE =
  "Only letters, digits, underscores(_), hyphens(-), and dots(.) are allowed and may not start with underscore or dot.";

/** Returns true for a name that NAME_MESSAGE describes. */
export const isValidName = (value: string): boolean => new RegExp(NAME_PATTERN).test(value);

/** Validates a deserialized body. Throws all violations at once, before any permission is checked (3.77). */
export function validateBody(schemas: RequestSchemas, schema: string, body: JsonObject): void {
  const violations = [...findViolations(schemas, schema, body)];
  if (violations.length > 0) throw validationError(violations);
}

function* findViolations(schemas: RequestSchemas, schema: string, body: JsonObject): Generator<BeanViolation> {
  for (const field of schemas.fields(schema)) {
    const value = body[field.name];
    for (const message of findMessages(field, value)) yield { id: `PARAMETER ${field.name}`, message };
    if (field.ref !== undefined && isObject(value)) yield* findViolations(schemas, field.ref, value);
  }
}

function* findMessages(field: RequestField, value: Json | undefined): Generator<string> {
  if (field.required && isMissing(field, value)) yield field.rule.missingMessage ?? getMissingMessage(field);
  if (value === undefined || value === null) return;
  if (typeof value === "number") {
    const { minimum, maximum, rule } = field;
    if (typeof minimum === "number" && value < minimum) {
      yield rule.minimumMessage ?? `must be greater than or equal to ${minimum}`;
    }
    if (rule.range && (value < rule.range.from || value > rule.range.to)) yield rule.range.message;
    if (typeof maximum === "number" && value > maximum) yield `must be less than or equal to ${maximum}`;
  }
  if (typeof value === "string") yield* findTextMessages(field, value);
}

function* findTextMessages(field: RequestField, value: string): Generator<string> {
  if (field.pattern && !new RegExp(anchorPattern(field.pattern)).test(value)) {
    yield field.pattern === NAME_PATTERN
      ? NAME_MESSAGE
      : (field.rule.patternMessage ?? `must match "${field.pattern}"`);
  }
  if (field.enum && !isJavaEnum(field) && value !== "" && !field.enum.includes(value) && field.rule.patternMessage) {
    yield field.rule.patternMessage;
  }
  if (field.format === "email" && value !== "" && !isEmailAddress(value)) {
    yield "must be a well-formed email address";
  }
  if (field.maxLength !== undefined && value.length > field.maxLength) {
    yield `size must be between ${field.minLength ?? 0} and ${field.maxLength}`;
  }
  if (field.rule.check !== undefined) {
    const message = CHECKS[field.rule.check](value);
    if (message !== undefined) yield message;
  }
}

/** Anchors a pattern at both ends unless it is anchored: the API facts contain bare alternatives, `a|b`. */
const anchorPattern = (pattern: string): string => (pattern.startsWith("^") ? pattern : `^(?:${pattern})$`);

const CHECKS: Readonly<Record<NonNullable<FieldRule["check"]>, (value: string) => string | undefined>> = {
  uri: (value) =>
    value !== "" && (/[\s<>"{}|\\^`]/.test(value) || /^[a-z][a-z0-9+.-]*:(\/\/)?$/i.test(value))
      ? "URI should be in the format 'scheme:[//authority][/path][?query][#fragment]'"
      : undefined,
  automaton: (value) => {
    const error = findAutomatonSyntaxError(value);
    return error === undefined ? undefined : `Invalid regular expression pattern: ${error}`;
  },
  sortBy: (value) =>
    value === "date" || value === "version" ? undefined : "sortBy must be one of the following : [date,version]",
  // Rejected from 3.89 on; the message was not measured.
  lowerCase: (value) =>
    value === value.toLowerCase() ? undefined : "Docker repository names must consist of lower case letters",
};

/** An unquoted local part of dot-separated atoms, or a quoted one; a domain of labels, which needs no dot, or an address (3.71). */
const LOCAL_PART = /^(?:"[^"\\]+"|[^\s@"(),:;<>[\]\\.]+(?:\.[^\s@"(),:;<>[\]\\.]+)*)$/;
const DOMAIN_LABEL = /^(?!-)[^\s@"(),:;<>[\]\\.]+(?<!-)$/;

/** Returns true for an address that Hibernate Validator accepts: `ci@build`, `"a b"@x`, `a@[127.0.0.1]`. */
function isEmailAddress(value: string): boolean {
  const at = value.lastIndexOf("@");
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
  if (at < 1 || local.length > 64 || domain.length > 255 || !LOCAL_PART.test(local)) return false;
  return /^\[[\d.]+\]$/.test(domain) || domain.split(".").every((part) => DOMAIN_LABEL.test(part));
}

function isMissing(field: RequestField, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "string" || isJavaEnum(field)) return false;
  return field.rule.notBlank ? value.trim() === "" : value === "";
}

function getMissingMessage(field: RequestField): string {
  if (field.rule.notBlank) return "must not be blank";
  const isText = field.ref === undefined && (field.type === "string" || field.type === "array") && !isJavaEnum(field);
  return isText ? "must not be empty" : "must not be null";
}
