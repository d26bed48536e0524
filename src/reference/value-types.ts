import { z } from "zod";

/** What a field takes beyond its type; of a list, what its elements do. */
export interface ValueBounds {
  /** All that it may be. */
  values?: string[];
  /** The least that it may be. */
  minimum?: number;
  /** The most that it may be. */
  maximum?: number;
  /** At most that many characters. */
  maxLength?: number;
  /** A regular expression that it must match. */
  pattern?: string;
  /** At least that many elements. */
  minItems?: number;
  /** At most that many elements. */
  maxItems?: number;
}

/** The parts of a JSON schema that are told. */
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

/** A schema's type and bounds, in words that need no zod. */
export function describeType(schema: z.core.$ZodType): ValueBounds & { type: string } {
  const json = z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as JsonSchema;
  const element = json.type === "array" ? (json.items ?? {}) : json;
  const values = element.enum ?? (element.const === undefined ? undefined : [element.const]);
  const { minimum, maximum, maxLength, pattern, format } = element;
  const { minItems, maxItems } = json;
  return {
    type: named(json),
    ...(values && { values }),
    ...(isBound(minimum) && { minimum }),
    ...(isBound(maximum) && { maximum }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && format === undefined && { pattern }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
  };
}

function named({ type, items, anyOf, oneOf, additionalProperties }: JsonSchema): string {
  const choices = anyOf ?? oneOf;
  if (choices) return [...new Set(choices.map(named))].join(" or ");
  if (type === "array") return `list of ${named(items ?? {})}`;
  if (type === "object" && typeof additionalProperties === "object") return `map of ${named(additionalProperties)}`;
  return [type ?? "any"].flat().join(" or ");
}

/** Every integer of zod's has the bounds of what JavaScript counts to. */
function isBound(limit: number | undefined): boolean {
  return limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
}
