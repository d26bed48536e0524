import { bearerTokenRealms } from "../../client-config/image-reference.ts";
import type { Kind } from "../../model/kind.ts";
import { containsUnknown, type Fields, getValueAt } from "../../util/json.ts";
import { type Estate, type EstateFinding, formatResource, getStrings, listByFamily } from "../estate.ts";

/** A realm without which a declared resource has no effect. */
interface RealmRequirement {
  realm: string;
  appliesTo(kind: Kind): boolean;
  /** Limits the requirement to some declarations of the kind. Default: all. */
  when?(fields: Fields): boolean;
  /** The effect of the missing realm, with the resource as subject. */
  consequence: string;
  /** Clients are refused without the realm. Otherwise the resource is inactive, or works in another way. */
  isRequired?: true;
}

function isHosted(format: string): RealmRequirement["appliesTo"] {
  return ({ repository }) => repository?.format === format && repository.type === "hosted";
}

/** A capability is enabled by default. */
function isEnabled({ enabled }: Fields): boolean {
  return enabled !== false;
}

const requirements: readonly RealmRequirement[] = [
  ...[...bearerTokenRealms].map(
    ([format, realm]): RealmRequirement => ({
      realm,
      appliesTo: ({ repository }) => repository?.format === format,
      when: (fields) => getValueAt(fields, `${format}.forceBasicAuth`) === false,
      consequence: "accepts no client with a token (forceBasicAuth: false)",
      // The id of the realm for oci is from one public program for 3.94; no document has it.
      ...(format === "docker" && { isRequired: true }),
    }),
  ),
  { realm: "NpmToken", appliesTo: isHosted("npm"), consequence: "supports no npm login, only _auth" },
  {
    realm: "NuGetApiKey",
    appliesTo: isHosted("nuget"),
    consequence: "accepts no API key, only a user name and password",
  },
  { realm: "ConanToken", appliesTo: isHosted("conan"), consequence: "supports no conan user login" },
  {
    realm: "rutauth-realm",
    appliesTo: ({ name }) => name === "capability-rutauth",
    when: isEnabled,
    consequence: "authenticates no user",
  },
  {
    realm: "DefaultRole",
    appliesTo: ({ name }) => name === "capability-defaultrole",
    when: isEnabled,
    consequence: "grants its role to no user",
  },
  { realm: "LdapRealm", appliesTo: ({ family }) => family === "LDAP server", consequence: "is not used to find users" },
  { realm: "SamlRealm", appliesTo: ({ name }) => name === "saml", consequence: "authenticates no user" },
  { realm: "OAuth2Realm", appliesTo: ({ name }) => name === "oauth2", consequence: "authenticates no user" },
  {
    realm: "Crowd",
    appliesTo: ({ name }) => name === "crowd",
    when: ({ enabled }) => enabled === true,
    consequence: "is not used to find users",
  },
  {
    realm: "User-Token-Realm",
    appliesTo: ({ name }) => name === "user-tokens",
    when: ({ enabled }) => enabled === true,
    consequence: "accepts no user token",
  },
];

/**
 * Checks that the active realms include those that declared resources need. A resource that is only inactive without its
 * realm is a warning: a Nexus may be left like that. Skipped if no `Realms` are declared.
 */
export function validateRealms(estate: Estate): EstateFinding[] {
  const [realms] = listByFamily(estate, "realms");
  if (!realms || containsUnknown(realms.fields.active)) return [];
  const active = getStrings(realms.fields, "active");
  return requirements
    .filter(({ realm }) => !active.includes(realm))
    .flatMap(({ realm, appliesTo, when = () => true, consequence, isRequired }) =>
      estate.declarations
        .filter(({ kind, fields }) => appliesTo(kind) && when(fields))
        .map((declaration) => ({
          ...(!isRequired && { severity: "warning" as const }),
          about: realms,
          path: "active",
          message: `does not contain "${realm}"; without it, ${formatResource(declaration)} ${consequence}`,
        })),
    );
}
