import { z } from "zod";
import type { Fields, Json } from "../util/json.ts";

/**
 * Properties that Nexus keeps as texts, `"true"` and `"24"`, and lists with commas, in the types of their declaration;
 * those that the declaration does not know stay texts.
 */
export function decodeProperties(schema: z.ZodObject, texts: Fields): Fields {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const field = schema.shape[name];
      return [name, field && typeof text === "string" ? typed(field, text) : text];
    }),
  );
}

function typed(field: z.core.$ZodType, text: string): Json {
  if (field instanceof z.ZodOptional) return typed(field.unwrap(), text);
  if (field instanceof z.ZodBoolean) return text === "true";
  if (field instanceof z.ZodNumber) return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  if (field instanceof z.ZodArray)
    return text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
  return text;
}

/** The same for Nexus; null for what is to go. */
export function encodeProperties(fields: Fields): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === null || value === undefined ? null : String(value)]),
  );
}
