import type { Family } from "../../model/field-metadata.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { Estate, EstateFinding } from "../estate.ts";
import { createReferenceIndex } from "../reference-index.ts";
import { listReferences } from "../references.ts";

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
export function validateReferences(estate: Estate): EstateFinding[] {
  const known = createReferenceIndex(estate);
  return estate.declarations.flatMap((declaration) =>
    listReferences(declaration)
      .filter(({ family, name }) => !known.has(family, name))
      .map(({ path, family, name }) => {
        const hint =
          suggestionFor(name, known.names(family)) ||
          `; where it is made elsewhere, say existing.${properties[family]}("${name}")`;
        return { about: declaration, path, message: `names the ${family} "${name}", which is not declared${hint}` };
      }),
  );
}
