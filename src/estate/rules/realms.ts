import { isImageRepository } from "../../client-config/image-reference.ts";
import type { Kind } from "../../model/kind.ts";
import { containsUnknown, type Fields, getValueAt } from "../../util/json.ts";
import { type Estate, type EstateFinding, formatResource, getStrings, listByFamily } from "../estate.ts";

/** What surely does not work while a realm is not active. */
interface Need {
  realm: string;
  of(kind: Kind): boolean;
  /** Where only some declarations of the kind need it. */
  when?(fields: Fields): boolean;
  why: string;
}

function isHosted(format: string): Need["of"] {
  return ({ repository }) => repository?.format === format && repository.type === "hosted";
}

/** A capability is on where nothing is said. */
function isOn({ enabled }: Fields): boolean {
  return enabled !== false;
}

const needs: readonly Need[] = [
  {
    realm: "DockerToken",
    of: ({ repository }) => repository !== undefined && isImageRepository(repository),
    when: (fields) => ["docker", "oci"].some((part) => getValueAt(fields, `${part}.forceBasicAuth`) === false),
    why: "lets no client in by a token (forceBasicAuth: false)",
  },
  { realm: "NpmToken", of: isHosted("npm"), why: "knows no npm login" },
  { realm: "NuGetApiKey", of: isHosted("nuget"), why: "takes no package, as those come by an API key" },
  { realm: "ConanToken", of: isHosted("conan"), why: "knows no conan user" },
  {
    realm: "rutauth-realm",
    of: ({ name }) => name === "capability-rutauth",
    when: isOn,
    why: "lets nobody in",
  },
  {
    realm: "DefaultRole",
    of: ({ name }) => name === "capability-defaultrole",
    when: isOn,
    why: "gives nobody its role",
  },
  { realm: "LdapRealm", of: ({ family }) => family === "LDAP server", why: "is asked for no user" },
  { realm: "SamlRealm", of: ({ name }) => name === "saml", why: "lets nobody in" },
  { realm: "OAuth2Realm", of: ({ name }) => name === "oauth2", why: "lets nobody in" },
  {
    realm: "Crowd",
    of: ({ name }) => name === "crowd",
    when: ({ enabled }) => enabled === true,
    why: "is asked for no user",
  },
  {
    realm: "User-Token-Realm",
    of: ({ name }) => name === "user-tokens",
    when: ({ enabled }) => enabled === true,
    why: "lets nobody in by a token",
  },
];

/** Realms that what is declared needs are among the declared ones. Where none are declared, nothing is known of them. */
export function validateRealms(estate: Estate): EstateFinding[] {
  const [realms] = listByFamily(estate, "realms");
  if (!realms || containsUnknown(realms.fields.active)) return [];
  const active = getStrings(realms.fields, "active");
  return needs
    .filter(({ realm }) => !active.includes(realm))
    .flatMap(({ realm, of, when = () => true, why }) =>
      estate.declarations
        .filter(({ kind, fields }) => of(kind) && when(fields))
        .map((one) => ({
          about: realms,
          path: "active",
          message: `lacks "${realm}", without which ${formatResource(one)} ${why}`,
        })),
    );
}
