import type { Family } from "../../model/field-metadata.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import type { Estate, EstateFinding } from "../estate.ts";
import { createReferenceIndex } from "../reference-index.ts";
import { listReferences } from "../references.ts";

/** The function of `existing` for each family. */
const existingFunctions: Partial<Record<Family, string>> = {
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

/** Checks that references are to objects that are declared, exist (`existing`), or are built into Nexus. */
export function validateReferences(estate: Estate): EstateFinding[] {
  const index = createReferenceIndex(estate);
  return estate.declarations.flatMap((declaration) =>
    listReferences(declaration)
      .filter(({ family, name }) => !index.has(family, name))
      .map(({ path, family, name }) => {
        const hint =
          suggestionFor(name, index.listNames(family)) ||
          `; if it already exists in Nexus, use existing.${existingFunctions[family]}("${name}")`;
        return { about: declaration, path, message: `${family} "${name}" is not declared${hint}` };
      }),
  );
}
