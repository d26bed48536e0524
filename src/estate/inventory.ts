import type { Family } from "../model/field-metadata.ts";
import type { Declaration } from "./estate.ts";

/** The objects that a Nexus holds, as declarations. The resource name of each is its identity. */
export interface Inventory {
  declarations: Declaration[];
  /** The families that could not be read, or not completely, with the reason. */
  unreadable: { family: Family; reason: string }[];
}
