import { z } from "zod";
import type { Fields, Json } from "../util/json.ts";

/**
 * Decodes properties of tasks and capabilities, which Nexus stores as texts (`"true"`, `"24"`, `"a,b"`), to the types of the
 * schema. Properties that the schema does not have stay texts.
 */
export function decodeProperties(schema: z.ZodObject, texts: Fields): Fields {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const field = schema.shape[name];
      return [name, field && typeof text === "string" ? decodeText(field, text) : text];
    }),
  );
}

function decodeText(field: z.core.$ZodType, text: string): Json {
  if (field instanceof z.ZodOptional) return decodeText(field.unwrap(), text);
  if (field instanceof z.ZodBoolean) return text === "true";
  if (field instanceof z.ZodNumber) return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  if (field instanceof z.ZodArray)
    return text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
  return text;
}

/** Creates the schema of properties with free names. */
export function freeProperties(value: z.ZodString): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(z.string().regex(/^[^.]+$/, "must be a name without dots"), value);
}

/** Encodes properties of tasks and capabilities to the texts that Nexus stores. null stands for a property to remove. */
export function encodeProperties(fields: Fields): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === null || value === undefined ? null : String(value)]),
  );
}
