import type { Declaration, Estate, Existing } from "../../src/estate/estate.ts";
import { formatFinding, validateEstate } from "../../src/estate/estate-validation.ts";
import type { Invariant } from "../../src/estate/invariants.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import type { Fields } from "../../src/util/json.ts";

/** Returns a declaration whose resource name is its identity. */
export function declare(kindName: string, name: string, fields: Fields = {}): Declaration {
  const kind = catalogue.get(kindName);
  if (!kind) throw new Error(`no kind ${kindName}`);
  return { kind, resource: name, fields: { ...(kind.identity && { [kind.identity]: name }), ...fields } };
}

export function estateOf(declarations: readonly Declaration[], existing: readonly Existing[] = []): Estate {
  return { declarations, existing };
}

/** Returns the findings of an estate, one per line. */
export function validate(estate: Estate, ...invariants: Invariant[]): string[] {
  return validateEstate(estate, invariants).map(formatFinding);
}

export const raw = (name: string, fields: Fields = {}) => declare("raw-hosted", name, fields);
export const docker = (name: string, fields: Fields = {}) => declare("docker-hosted", name, fields);
export const group = (kindName: string, name: string, ...memberNames: string[]) =>
  declare(kindName, name, { group: { memberNames } });
export const role = (roleId: string, privileges: string[], roles: string[] = []) =>
  declare("role", roleId, { privileges, roles });
export const viewing = (format: string, name: string, ...actions: string[]) =>
  actions.map((action) => `nx-repository-view-${format}-${name}-${action}`);
