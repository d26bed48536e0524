import { anonymousAccess } from "./anonymous-access.ts";
import { azureBlobStore } from "./blob-store/azure.ts";
import { fileBlobStore } from "./blob-store/file.ts";
import { googleBlobStore } from "./blob-store/google.ts";
import { groupBlobStore } from "./blob-store/group.ts";
import { s3BlobStore } from "./blob-store/s3.ts";
import { anyCapability, capabilityKinds } from "./capabilities.ts";
import { certificate } from "./certificate.ts";
import { cleanupPolicy } from "./cleanup-policy.ts";
import { contentSelector } from "./content-selector.ts";
import { crowd } from "./crowd.ts";
import { email } from "./email.ts";
import { externalUserKinds } from "./external-users.ts";
import { http } from "./http.ts";
import { ipAllowList, ipAllowListEntry } from "./ip-allow-list.ts";
import { iqAudit, iqConnection } from "./iq.ts";
import type { Kind } from "./kind.ts";
import { ldapOrder, ldapServer } from "./ldap.ts";
import { privilegeKinds } from "./privileges.ts";
import { realms } from "./realms.ts";
import { repositoryKinds } from "./repository/kind.ts";
import { role } from "./role.ts";
import { routingRule } from "./routing-rule.ts";
import { script } from "./script.ts";
import { oauth2, saml, samlUser } from "./sign-on.ts";
import { ssrfProtection } from "./ssrf-protection.ts";
import { eula, license } from "./system.ts";
import { anyTask, taskKinds } from "./tasks.ts";
import { user } from "./user.ts";
import { userTokens } from "./user-tokens.ts";

/** Every kind there is, by its name. */
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
