import type { Fields } from "../util/json.ts";
import type { Family } from "./field-metadata.ts";
import type { Kind } from "./kind.ts";
import { absenceKinds } from "./kinds/absences.ts";
import { anonymousAccess } from "./kinds/anonymous-access.ts";
import { azureBlobStore } from "./kinds/blob-store/azure.ts";
import { fileBlobStore } from "./kinds/blob-store/file.ts";
import { googleBlobStore } from "./kinds/blob-store/google.ts";
import { groupBlobStore } from "./kinds/blob-store/group.ts";
import { s3BlobStore } from "./kinds/blob-store/s3.ts";
import { anyCapability, capabilityKinds } from "./kinds/capabilities.ts";
import { certificate, hostCertificate } from "./kinds/certificate.ts";
import { cleanupPolicy } from "./kinds/cleanup-policy.ts";
import { contentSelector } from "./kinds/content-selector.ts";
import { crowd } from "./kinds/crowd.ts";
import { email } from "./kinds/email.ts";
import { externalUserKinds } from "./kinds/external-users.ts";
import { http } from "./kinds/http.ts";
import { ipAllowList, ipAllowListEntry } from "./kinds/ip-allow-list.ts";
import { iqAudit, iqConnection } from "./kinds/iq.ts";
import { ldapOrder, ldapServer } from "./kinds/ldap.ts";
import { privilegeKinds } from "./kinds/privileges.ts";
import { realms } from "./kinds/realms.ts";
import { repositoryKinds } from "./kinds/repository/repository-kinds.ts";
import { role } from "./kinds/role.ts";
import { routingRule } from "./kinds/routing-rule.ts";
import { script, scriptRun } from "./kinds/script.ts";
import { oauth2, saml, samlUser } from "./kinds/sign-on.ts";
import { ssrfProtection } from "./kinds/ssrf-protection.ts";
import { eula, license } from "./kinds/system.ts";
import { anyTask, taskKinds } from "./kinds/tasks.ts";
import { user } from "./kinds/user.ts";
import { userTokens } from "./kinds/user-tokens.ts";

/** All kinds of objects by name: `catalogue.get("docker-hosted")`. */
export const catalogue: ReadonlyMap<string, Kind> = new Map(
  [
    ...Object.values(repositoryKinds).flatMap((types): Kind[] => Object.values(types)),
    fileBlobStore,
    s3BlobStore,
    azureBlobStore,
    googleBlobStore,
    groupBlobStore,
    cleanupPolicy,
    ...Object.values(privilegeKinds),
    role,
    user,
    contentSelector,
    routingRule,
    anonymousAccess,
    realms,
    email,
    ldapServer,
    ldapOrder,
    saml,
    samlUser,
    crowd,
    oauth2,
    userTokens,
    ...Object.values(externalUserKinds),
    certificate,
    ssrfProtection,
    ipAllowList,
    ipAllowListEntry,
    http,
    iqConnection,
    iqAudit,
    script,
    eula,
    license,
    ...Object.values(taskKinds),
    anyTask,
    ...Object.values(capabilityKinds),
    anyCapability,
  ].map((kind: Kind) => [kind.name, kind]),
);

/** The kinds of all resources: those of objects, the declarations that an object is absent, retrieved objects, and actions. */
export const resourceKinds: readonly Kind[] = [
  ...catalogue.values(),
  ...Object.values(absenceKinds),
  hostCertificate,
  scriptRun,
];

const kindsByStoredName = indexStoredNames(resourceKinds);

/** Returns the kind of a resource by a name that a state has: the present one, or one of an earlier release. */
export function findStoredKind(name: string): Kind | undefined {
  return kindsByStoredName.get(name);
}

/** Returns kinds by their present and former names. */
export function indexStoredNames(kinds: Iterable<Kind>): Map<string, Kind> {
  return new Map(
    [...kinds].flatMap((kind) => [kind, ...(kind.formerly ?? [])].map(({ name }): [string, Kind] => [name, kind])),
  );
}

/** Returns the kind of an object: a task of a type with its own kind is not of the kind for any type, which comes last. */
export function findKindOf(family: Family, fields: Fields): Kind | undefined {
  return [...catalogue.values()].find((kind) => kind.family === family && kind.matches(fields));
}

/** Returns true if several kinds share the names of the family, such as all types of privileges. */
export function hasOtherKinds({ family, identity }: Kind): boolean {
  const kinds = [...catalogue.values()].filter((kind) => kind.family === family);
  return identity !== undefined && kinds.length > 1;
}
