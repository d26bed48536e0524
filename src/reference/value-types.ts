import { z } from "zod";

/** The limits of a field's value; for a list, of its elements. */
export interface ValueBounds {
  /** The allowed values. */
  values?: string[];
  /** The minimum. */
  minimum?: number;
  /** The maximum. */
  maximum?: number;
  /** The maximum number of characters. */
  maxLength?: number;
  /** A regular expression that the value must match. */
  pattern?: string;
  /** The minimum number of elements. */
  minItems?: number;
  /** The maximum number of elements. */
  maxItems?: number;
}

/** The used properties of a JSON schema. */
interface JsonSchema extends Omit<ValueBounds, "values"> {
  type?: string | string[];
  enum?: string[];
  const?: string;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  format?: string;
}

/** Describes the type and the limits of a schema: `{ type: "integer", minimum: 1, maximum: 65535 }`. */
export function describeType(schema: z.core.$ZodType): ValueBounds & { type: string } {
  const json = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as JsonSchema;
  const element = json.type === "array" ? (json.items ?? {}) : json;
  const values = element.enum ?? (element.const === undefined ? undefined : [element.const]);
  const { minimum, maximum, maxLength, pattern, format } = element;
  const { minItems, maxItems } = json;
  return {
    type: formatJsonType(json),
    ...(values && { values }),
    ...(isLimit(minimum) && { minimum }),
    ...(isLimit(maximum) && { maximum }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && format === undefined && { pattern }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
  };
}

function formatJsonType({ type, items, anyOf, oneOf, additionalProperties }: JsonSchema): string {
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return [...new Set(alternatives.map(formatJsonType))].join(" or ");
  if (type === "array") return `list of ${formatJsonType(items ?? {})}`;
  if (type === "object" && typeof additionalProperties === "object")
    return `map of ${formatJsonType(additionalProperties)}`;
  return [type ?? "any"].flat().join(" or ");
}

/** zod gives every integer the limits of JavaScript's safe integers, which are no limits of the field. */
function isLimit(limit: number | undefined): boolean {
  return limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
}
