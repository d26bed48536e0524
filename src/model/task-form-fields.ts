/** The properties of task types, as a Nexus describes them for the forms of its user interface. */
import { type Fields, isFields, isUnknown, type Json } from "../util/json.ts";
import { matchesWhole } from "../util/patterns.ts";
import { isAtLeast, type Server } from "../util/release.ts";
import { suggestionFor } from "../util/suggestions.ts";
import { encodeProperties } from "./property-codec.ts";
import type { Violation } from "./validation.ts";

/** A property of a task type. */
interface FormField {
  readonly id: string;
  readonly isRequired: boolean;
  readonly isNumber: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

/** The task types of a Nexus by id. Types whose properties it does not describe have none. */
export type TaskForms = ReadonlyMap<string, readonly FormField[] | undefined>;

/** Returns the request that reads the task types. The templates of the REST API, which Pro has, contain the properties from 3.96 on. */
export function taskTypesEndpoint({ release, edition }: Server): string {
  const hasTemplates = edition === "PRO" && release !== undefined && isAtLeast(release, "3.96.0");
  return hasTemplates ? "/v1/tasks/templates" : "extdirect:coreui_Task.readTypes";
}

/** Parses the response of `taskTypesEndpoint`. */
export function parseTaskForms(response: Json): TaskForms {
  const types = Array.isArray(response) ? response.filter(isFields) : [];
  return new Map(
    types.map(({ id, type, formFields }) => [
      String(id ?? type),
      Array.isArray(formFields) ? formFields.filter(isFields).map(parseField) : undefined,
    ]),
  );
}

function parseField({ id, type, required, minValue, maxValue, regexValidation }: Fields): FormField {
  const [minimum, maximum] = [toNumber(minValue), toNumber(maxValue)];
  return {
    id: String(id),
    isRequired: required === true,
    isNumber: type === "number",
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(typeof regexValidation === "string" && regexValidation && { pattern: regexValidation }),
  };
}

function toNumber(value: Json | undefined): number | undefined {
  return value === null || value === undefined || value === "" || Number.isNaN(Number(value))
    ? undefined
    : Number(value);
}

/** Returns the values that the form of the type does not accept. */
export function findRefusedProperties(form: readonly FormField[], properties: Fields): Violation[] {
  const texts = encodeProperties(properties);
  return form.flatMap((field) => {
    const text = texts[field.id];
    const message = text && !isUnknown(properties[field.id]) ? describeRefusal(field, text) : undefined;
    return message === undefined ? [] : [{ path: `properties.${field.id}`, message }];
  });
}

function describeRefusal({ isNumber, minimum, maximum, pattern }: FormField, text: string): string | undefined {
  if (isNumber && toNumber(text) === undefined) return `"${text}" is not a number`;
  if (minimum !== undefined && Number(text) < minimum) return `must be at least ${minimum}, not ${text}`;
  if (maximum !== undefined && Number(text) > maximum) return `must be at most ${maximum}, not ${text}`;
  return pattern !== undefined && matchesWhole(pattern, text) === false
    ? `"${text}" does not match ${pattern}`
    : undefined;
}

/** Returns the required properties that a new task of the type lacks. */
export function findMissingProperties(form: readonly FormField[], properties: Fields): Violation[] {
  return form
    .filter(({ id, isRequired }) => isRequired && (properties[id] ?? "") === "")
    .map(({ id }) => ({ path: `properties.${id}`, message: "is required by tasks of this type" }));
}

/** Describes the properties that the type does not have. Nexus stores and ignores them. */
export function describeUnknownProperties(form: readonly FormField[], properties: Fields): string[] {
  const known = form.map(({ id }) => id);
  return Object.keys(properties)
    .filter((name) => !known.includes(name))
    .map((name) => `properties.${name} is not a property of the type${suggestionFor(name, known)}`);
}
