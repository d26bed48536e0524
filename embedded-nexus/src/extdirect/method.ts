import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/** A method of ExtDirect, the API of Nexus's user interface. */
export interface ExtDirectMethod {
  /** The permission that a call needs. */
  readonly permission: string;
  /** Returns the data of the result. `data` contains the arguments of the call. */
  handle(nexus: Nexus, data: readonly Json[]): Json | Promise<Json>;
}

/** A failed call, with the result that is sent instead of data. */
export class ExtDirectError extends Error {
  readonly result: JsonObject;

  constructor(result: JsonObject) {
    super("ExtDirect call failed");
    this.result = result;
  }
}

/** Returns a failure with one message, or with a message for each invalid field. */
export function extDirectError(reason: string | Record<string, string>): ExtDirectError {
  const shape: JsonObject =
    typeof reason === "string"
      ? { message: reason, authenticationRequired: false }
      : { messages: null, errors: reason };
  return new ExtDirectError({ ...shape, success: false, data: [] });
}
