import { validateFields } from "../model/validation.ts";
import { type Estate, type Finding, label } from "./estate.ts";
import type { Invariant } from "./invariants.ts";
import { allowListHasEntries } from "./rules/allow-list.ts";
import { blobStoresFit } from "./rules/blob-stores.ts";
import { cleanupFits } from "./rules/cleanup.ts";
import { groupsFit } from "./rules/groups.ts";
import { identitiesAreUnique } from "./rules/identities.ts";
import { ldapServersFit } from "./rules/ldap.ts";
import { portsAreUnique, subdomainsAreUnique } from "./rules/ports.ts";
import { realmsAreActive } from "./rules/realms.ts";
import { referencesHold } from "./rules/references.ts";
import { rolesAreNoCircle } from "./rules/roles.ts";
import { targetsFit } from "./rules/targets.ts";

const rules = [
  identitiesAreUnique,
  portsAreUnique,
  subdomainsAreUnique,
  referencesHold,
  groupsFit,
  cleanupFits,
  targetsFit,
  rolesAreNoCircle,
  realmsAreActive,
  ldapServersFit,
  allowListHasEntries,
  blobStoresFit,
];

/** All that is wrong with an estate, without any server: each kind's own schema, what joins its parts, its invariants. */
export function findingsIn(estate: Estate, invariants: readonly Invariant[]): Finding[] {
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
export function inWords({ about, path, message }: Finding): string {
  const place = [about && label(about), path].filter(Boolean).join(" ");
  return place ? `${place}: ${message}` : message;
}
