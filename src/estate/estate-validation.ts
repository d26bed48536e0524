import { validateFields } from "../model/validation.ts";
import { type Estate, type EstateFinding, formatResource } from "./estate.ts";
import type { Invariant } from "./invariants.ts";
import { validateAllowList } from "./rules/allow-list.ts";
import { validateBlobStoreGroups } from "./rules/blob-stores.ts";
import { validateCleanupPolicies } from "./rules/cleanup.ts";
import { validateGroups } from "./rules/groups.ts";
import { validateUniqueIdentities } from "./rules/identities.ts";
import { validateLdapServers } from "./rules/ldap.ts";
import { validateUniquePorts, validateUniqueSubdomains } from "./rules/ports.ts";
import { validateRealms } from "./rules/realms.ts";
import { validateReferences } from "./rules/references.ts";
import { validateRoleNesting } from "./rules/roles.ts";
import { validateTargets } from "./rules/targets.ts";

const rules = [
  validateUniqueIdentities,
  validateUniquePorts,
  validateUniqueSubdomains,
  validateReferences,
  validateGroups,
  validateCleanupPolicies,
  validateTargets,
  validateRoleNesting,
  validateRealms,
  validateLdapServers,
  validateAllowList,
  validateBlobStoreGroups,
];

/** All that is wrong with an estate, without any server: each kind's own schema, what joins its parts, its invariants. */
export function validateEstate(estate: Estate, invariants: readonly Invariant[]): EstateFinding[] {
  const own = estate.declarations.flatMap((about) =>
    validateFields(about.kind, about.fields).map((violation) => ({ about, ...violation })),
  );
  const joint = rules.flatMap((rule) => rule(estate));
  const broken = invariants.flatMap(({ name, findings }) =>
    findings(estate).map((finding) => ({ ...finding, message: `breaks the invariant "${name}": ${finding.message}` })),
  );
  return [...own, ...joint, ...broken];
}

/** A finding in a line: `docker-group (docker:Group) group.memberNames[0]: ...`. */
export function formatFinding({ about, path, message }: EstateFinding): string {
  const place = [about && formatResource(about), path].filter(Boolean).join(" ");
  return place ? `${place}: ${message}` : message;
}
