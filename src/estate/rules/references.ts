import type { Family } from "../../model/field-metadata.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { Estate, Finding } from "../estate.ts";
import { knownIn } from "../known.ts";
import { referencesOf } from "../references.ts";

/** How `existing` calls the families in programs. */
const properties: Partial<Record<Family, string>> = {
  repository: "repository",
  "blob store": "blobStore",
  "cleanup policy": "cleanupPolicy",
  privilege: "privilege",
  role: "role",
  user: "user",
  "content selector": "contentSelector",
  "routing rule": "routingRule",
  "LDAP server": "ldapServer",
  script: "script",
};

/** What is named is declared, said to exist, or brought by Nexus itself. */
export function referencesHold(estate: Estate): Finding[] {
  const known = knownIn(estate);
  return estate.declarations.flatMap((declaration) =>
    referencesOf(declaration)
      .filter(({ family, name }) => !known.has(family, name))
      .map(({ path, family, name }) => {
        const hint =
          suggestionFor(name, known.names(family)) ||
          `; where it is made elsewhere, say existing.${properties[family]}("${name}")`;
        return { about: declaration, path, message: `names the ${family} "${name}", which is not declared${hint}` };
      }),
  );
}
