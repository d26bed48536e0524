import type { Family } from "../../model/field-metadata.ts";
import { describeFormatMistake } from "../../model/formats.ts";
import { getFormatOfPrivilege } from "../../model/nexus-defaults.ts";
import { suggestionFor } from "../../util/suggestions.ts";
import { type Estate, type EstateFinding, findAbsence, findUnknownName, formatResource } from "../estate.ts";
import { listReferences } from "../references.ts";
import type { ValidationScope } from "../validation-scope.ts";

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
export function validateReferences(estate: Estate, { changed, index }: ValidationScope): EstateFinding[] {
  return changed.flatMap((declaration) =>
    listReferences(declaration)
      .filter(({ family, name }) => !index.has(family, name) && !findAbsence(estate, family, name))
      .map(({ path, family, name }) => {
        const format = family === "privilege" ? getFormatOfPrivilege(name) : undefined;
        const mistake = format && describeFormatMistake(format, true);
        if (mistake) return { about: declaration, path, message: `${family} "${name}" does not exist: ${mistake}` };
        const hint = suggestionFor(name, index.listNames(family)) || getAdvice(estate, family, name);
        return { about: declaration, path, message: `${family} "${name}" is not declared${hint}` };
      }),
  );
}

function getAdvice(estate: Estate, family: Family, name: string): string {
  const unnamed = findUnknownName(estate, family);
  return [
    "",
    ...(unnamed
      ? [`if it is the name of ${formatResource(unnamed)}, which is not known yet, use the output of that resource`]
      : []),
    "if the program declares it after an await or in apply, declare it earlier",
    `if it already exists in Nexus, use existing.${existingFunctions[family]}("${name}")`,
  ].join("; ");
}
