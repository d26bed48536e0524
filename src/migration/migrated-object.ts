import type { Declaration } from "../estate/estate.ts";
import type { LoopPass } from "../export/loop-pass.ts";
import type { Omission } from "../export/omission.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import type { Fields } from "../util/json.ts";

/** Represents an object that another tool manages, as a declaration. */
export interface MigratedObject extends Declaration {
  /** Where the other tool has the object: `nexus_security_role.team["alpha"]`. */
  origin: string;
  /** The fields of the other tool that hold a secret, by the path of the field: `http_client[0].authentication[0].password`. */
  secretSources: ReadonlyMap<string, string>;
  /** The loop of the other tool that creates the object, such as a `for_each`. */
  loop?: LoopPass;
}

/** Represents everything that another tool manages in a Nexus. */
export interface Migration {
  objects: readonly MigratedObject[];
  /** The parts without a counterpart, with the reason. */
  omissions: readonly Omission[];
  /** The URL of the Nexus, where the other tool has it. */
  url?: string;
}

/** Creates a migrated object. Its name in the program follows from its fields. */
export function createMigratedObject(
  kind: Kind,
  fields: Fields,
  origin: string,
  secretSources: ReadonlyMap<string, string> = new Map(),
): MigratedObject {
  return { kind, resource: getIdentity(kind, fields), fields, origin, secretSources };
}
