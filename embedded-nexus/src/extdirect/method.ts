import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/** A method of ExtDirect. */
export interface ExtDirectMethod {
  /** The permission it needs. */
  readonly permission: string;
  /** What it gives back, from its arguments. */
  handle(nexus: Nexus, data: readonly Json[]): Json | Promise<Json>;
}

/** What a method answers instead of its data. */
export class ExtDirectError extends Error {
  readonly result: JsonObject;

  constructor(result: JsonObject) {
    super("refused by ExtDirect");
    this.result = result;
  }
}

/** Refused for a reason, or for what is wrong with fields. */
export function extDirectError(why: string | Record<string, string>): ExtDirectError {
  const shape: JsonObject =
    typeof why === "string" ? { message: why, authenticationRequired: false } : { messages: null, errors: why };
  return new ExtDirectError({ ...shape, success: false, data: [] });
}
