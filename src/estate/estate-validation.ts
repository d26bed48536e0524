import { validateFields } from "../model/validation.ts";
import { type Estate, type EstateFinding, formatResource } from "./estate.ts";
import type { Invariant } from "./invariant.ts";
import { validateAbsences } from "./rules/absences.ts";
import { validateAllowList, validateRoleNesting } from "./rules/access-rules.ts";
import { validateBlobStoreGroups } from "./rules/blob-store-groups.ts";
import { validateCleanupPolicies } from "./rules/cleanup-policies.ts";
import { validateFormats } from "./rules/formats.ts";
import { validateGroups } from "./rules/groups.ts";
import { validateLdapServers } from "./rules/ldap-servers.ts";
import { validateRealms } from "./rules/realms.ts";
import { validateReferences } from "./rules/references.ts";
import { validateTargets } from "./rules/repository-targets.ts";
import { validateUniqueIdentities, validateUniquePorts, validateUniqueSubdomains } from "./rules/uniqueness.ts";
import { createFullScope, type ValidationScope } from "./validation-scope.ts";

const rules: readonly ((estate: Estate, scope: ValidationScope) => EstateFinding[])[] = [
  validateUniqueIdentities,
  validateAbsences,
  validateUniquePorts,
  validateUniqueSubdomains,
  validateReferences,
  validateGroups,
  validateCleanupPolicies,
  validateFormats,
  validateTargets,
  validateRoleNesting,
  validateRealms,
  validateLdapServers,
  validateAllowList,
  validateBlobStoreGroups,
];

/**
 * Validates an estate without a server: the schema of each declaration, the rules across declarations, and the invariants.
 * Returns all findings.
 *
 * @param scope - the declarations that have changed since the last validation, which had no findings. Default: all
 */
export function validateEstate(
  estate: Estate,
  invariants: readonly Invariant[],
  scope = createFullScope(estate),
): EstateFinding[] {
  const schemaFindings = [...scope.changed, ...(estate.absences ?? [])].flatMap((about) =>
    validateFields(about.kind, about.fields).map((violation) => ({ about, ...violation })),
  );
  const ruleFindings = rules.flatMap((rule) => rule(estate, scope));
  const invariantFindings = invariants.flatMap(({ name, findings }) =>
    findings(estate).map(({ about, ...finding }): EstateFinding => {
      const declaration = estate.declarations.find((candidate) => candidate === about);
      return {
        ...finding,
        ...(declaration && { about: declaration }),
        message: `violates the invariant "${name}": ${finding.message}`,
      };
    }),
  );
  return [...schemaFindings, ...ruleFindings, ...invariantFindings];
}

/** Formats a finding in one line: `docker-group (docker:Group) group.memberNames[0]: "apps" is listed twice`. */
export function formatFinding({ about, path, message }: EstateFinding): string {
  const subject = [about && formatResource(about), path].filter(Boolean).join(" ");
  return subject ? `${subject}: ${message}` : message;
}
