import { UserError } from "../util/user-error.ts";

/** What Nexus cannot do, or not without losing something. Nothing was done. */
export class RefusedError extends UserError {
  override readonly name = "RefusedError";
}
