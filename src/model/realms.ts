/** The ids of security realms. */
import { z } from "zod";
import { findNearest } from "../util/suggestions.ts";
import { fieldMetadata } from "./field-metadata.ts";

/** The realm that checks permissions. It is always active. */
export const authorizingRealm = "NexusAuthorizingRealm";

/** The realm of Nexus's own users. */
export const localRealm = "NexusAuthenticatingRealm";

/** The realm by which the users of a source log in, by Nexus's name of the source. */
export const realmBySource: Readonly<Record<string, string>> = {
  default: localRealm,
  LDAP: "LdapRealm",
  SAML: "SamlRealm",
  Crowd: "Crowd",
};

/** The realm of user tokens: a token's user name belongs to no user. */
export const userTokenRealm = "User-Token-Realm";

const realmIds: readonly string[] = [
  ...Object.values(realmBySource),
  ...[authorizingRealm, userTokenRealm, "AnsibleGalaxyToken", "CargoToken", "ConanToken", "DefaultRole", "DockerToken"],
  ...["JwtRealm", "NpmToken", "NuGetApiKey", "OAuth2Realm", "OciBearerToken", "rutauth-realm"],
];

/**
 * Creates the schema of a realm's id. A name that resembles a known id is refused. Others are accepted, as plugins bring
 * realms of their own; a preview compares them with the realms that Nexus has.
 */
export function realmId(): z.ZodString {
  return z
    .string()
    .min(1)
    .refine((id) => realmIds.includes(id) || findNearest(id, realmIds) === undefined, {
      error: ({ input }) => `"${input}" is not a realm; did you mean "${findNearest(String(input), realmIds)}"?`,
    })
    .register(fieldMetadata, { realm: true });
}
