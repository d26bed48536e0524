import type { Edition } from "./options.ts";
import type { Release } from "./release.ts";
import { isAtLeast } from "./release.ts";

/** A security realm, or a source of users. */
export interface Realm {
  readonly id: string;
  readonly name: string;
}

/** A realm with the first release that has it, if that is known. */
interface RealmRow extends Realm {
  readonly since?: string;
}

/** Realms of CORE as measured (3.71, 3.77); those of the other editions are from documentation and other clients' tests. */
const CORE_REALMS: readonly RealmRow[] = [
  { id: "DefaultRole", name: "Default Role Realm" },
  { id: "NexusAuthenticatingRealm", name: "Local Authenticating Realm" },
];
const FULL_REALMS: readonly RealmRow[] = [
  { id: "AnsibleGalaxyToken", name: "Ansible Galaxy Bearer Token Realm", since: "3.93" },
  { id: "ConanToken", name: "Conan Bearer Token Realm" },
  { id: "DockerToken", name: "Docker Bearer Token Realm" },
  { id: "LdapRealm", name: "LDAP Realm" },
  { id: "NpmToken", name: "npm Bearer Token Realm" },
  { id: "NuGetApiKey", name: "NuGet API-Key Realm" },
  { id: "OciBearerToken", name: "OCI Bearer Token Realm", since: "3.94" },
  { id: "rutauth-realm", name: "Rut Auth Realm" },
];
const PRO_REALMS: readonly RealmRow[] = [
  { id: "CargoToken", name: "Cargo Bearer Token Realm", since: "3.73" },
  { id: "Crowd", name: "Crowd Realm" },
  // If it is switched on when Nexus starts; assumed here.
  { id: "OAuth2Realm", name: "OAuth2 Realm", since: "3.93" },
  { id: "SamlRealm", name: "SAML Realm" },
  { id: "User-Token-Realm", name: "User Token Realm" },
];

/** Lists the realms of an edition, sorted by name. */
export function listRealms(edition: Edition, release: Release): Realm[] {
  return [...CORE_REALMS, ...(edition === "CORE" ? [] : FULL_REALMS), ...(edition === "PRO" ? PRO_REALMS : [])]
    .filter(({ since }) => since === undefined || isAtLeast(release, since))
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** Lists the sources of users. 3.77 CORE has only `default`, which is named after its realm. */
export function listUserSources(edition: Edition): Realm[] {
  const local: Realm = { id: "default", name: "NexusAuthenticatingRealm" };
  const ldap: Realm = { id: "LDAP", name: "LdapRealm" };
  const pro: Realm[] = [
    { id: "Crowd", name: "Crowd" },
    { id: "SAML", name: "SamlRealm" },
  ];
  if (edition === "CORE") return [local];
  return edition === "PRO" ? [local, ldap, ...pro] : [local, ldap];
}

/** Returns the Server header; the Core's edition is OSS in 3.71 and CORE from 3.77 on. */
export function formatServerHeader(edition: Edition, release: Release): string {
  const name = edition === "CORE" && !isAtLeast(release, "3.77") ? "OSS" : edition;
  return `Nexus/${release.text} (${name})`;
}
