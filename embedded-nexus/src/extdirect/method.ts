import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/** A method of ExtDirect. */
export interface Method {
  /** The permission it needs. */
  readonly may: string;
  /** What it gives back, from its arguments. */
  handle(nexus: Nexus, data: readonly Json[]): Json | Promise<Json>;
}

/** What a method answers instead of its data. */
export class Refused extends Error {
  readonly result: JsonObject;

  constructor(result: JsonObject) {
    super("refused by ExtDirect");
    this.result = result;
  }
}

/** Refused for a reason, or for what is wrong with fields. */
export function refuse(why: string | Record<string, string>): Refused {
  const shape: JsonObject =
    typeof why === "string" ? { message: why, authenticationRequired: false } : { messages: null, errors: why };
  return new Refused({ ...shape, success: false, data: [] });
}
