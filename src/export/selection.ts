import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import type { Declaration, Existing } from "../estate/estate.ts";
import { validateEstate } from "../estate/estate-validation.ts";
import { createReferenceIndex } from "../estate/reference-index.ts";
import { listReferences, type Reference } from "../estate/references.ts";
import { isUnchangedDefault } from "../estate/unchanged-defaults.ts";
import type { Family } from "../model/field-metadata.ts";
import { toIdentityKey } from "../model/kind.ts";
import { formatViolation } from "../model/validation.ts";
import type { Server } from "../util/release.ts";
import type { LoopPass } from "./loop-pass.ts";
import type { Omission } from "./omission.ts";
import { type ExportedResource, needsSecret, toDeclaration } from "./to-declaration.ts";

/** Represents the part of a Nexus that an estate can declare. */
export interface Selection {
  resources: readonly ExportedResource[];
  /** Objects that the resources refer to and that are not declared, or only where a secret is configured. */
  existing: readonly Existing[];
  omissions: readonly Omission[];
}

/** The extent of an export. */
export interface ExportScope {
  /** The families to declare. Objects of others that they refer to are declared as existing. Default: all. */
  families?: readonly Family[];
  /** Declares every field instead of the fewest. Default: false. */
  isFull?: boolean;
  /**
   * The inventory has only the objects that another tool manages: they are declared even if they equal Nexus's defaults, and
   * objects that they refer to may be in Nexus besides. Default: false.
   */
  isPartial?: boolean;
  /** The loops by which another tool created objects, by the keys of the objects (`toIdentityKey`). Default: none. */
  passes?: ReadonlyMap<string, LoopPass>;
  /** The parts that the inventory does not have, with the reasons. */
  omissions?: readonly Omission[];
}

/** Selects everything of an inventory that an estate can declare and that passes the validation of the estate. */
export function selectResources(
  inventory: readonly Declaration[],
  server: Server,
  { families, isFull = false, isPartial = false, omissions: earlier = [] }: ExportScope = {},
): Selection {
  const changed = inventory.filter(
    (declaration) =>
      (isPartial || !isUnchangedDefault(declaration)) && (families?.includes(declaration.kind.family) ?? true),
  );
  const { unique, duplicates } = separateDuplicates(changed);
  const converted = unique.map((declaration) => toDeclaration(declaration, server, isFull));
  const omissions = [...earlier, ...duplicates, ...converted.flatMap((conversion) => conversion.omissions)];
  const references = createReferenceLookup(inventory);
  let resources = converted.flatMap(({ resource }) => resource ?? []);
  for (;;) {
    const existing = references.listExisting(resources);
    const invalid = findInvalid(resources, existing);
    if (!invalid.size) {
      const missing = isPartial ? [] : references.listMissing(existing);
      return { resources, existing, omissions: [...omissions, ...missing] };
    }
    for (const [{ kind, identity }, reason] of invalid) omissions.push({ noun: kind.noun, identity, path: "", reason });
    resources = resources.filter((resource) => !invalid.has(resource));
  }
}

/** Separates objects with an identity of their own from those that share one, such as tasks of one type and name. */
function separateDuplicates(declarations: readonly Declaration[]): {
  unique: Declaration[];
  duplicates: Omission[];
} {
  const byKey = Map.groupBy(declarations, ({ kind, resource }) => toIdentityKey(kind, resource));
  const groups = [...byKey.values()];
  const reason = "several objects have this name, and Nexus or nexus-iac cannot tell them apart";
  return {
    unique: groups.flatMap((group) => (group.length === 1 ? group : [])),
    duplicates: groups.flatMap(([first, ...others]) =>
      first && others.length ? [{ noun: first.kind.noun, identity: first.resource, path: "", reason }] : [],
    ),
  };
}

/** Returns the resources that violate a rule of estates, each with the first violation. */
function findInvalid(
  resources: readonly ExportedResource[],
  existing: readonly Existing[],
): Map<ExportedResource, string> {
  const byDeclaration = new Map(resources.map((resource) => [asDeclaration(resource), resource]));
  const invalid = new Map<ExportedResource, string>();
  for (const finding of validateEstate({ declarations: [...byDeclaration.keys()], existing }, [])) {
    if (finding.severity === "warning") continue;
    const resource = finding.about && byDeclaration.get(finding.about);
    if (resource && !invalid.has(resource)) invalid.set(resource, formatViolation(finding));
  }
  return invalid;
}

function asDeclaration({ kind, identity, fields }: ExportedResource): Declaration {
  return { kind, resource: identity, fields };
}

/** Resolves references to objects in Nexus. Automatic privileges are resolved to the repository that brings them. */
function createReferenceLookup(inventory: readonly Declaration[]) {
  const key = (family: string, name: string) => `${family}/${name}`;
  const inNexus = new Map(
    inventory.map((declaration) => [key(declaration.kind.family, declaration.resource), declaration]),
  );
  const repositoryByPrivilege = new Map(
    inventory.flatMap((declaration) => {
      const { repository } = declaration.kind;
      const names = repository ? listAutomaticPrivileges(repository.format, declaration.resource).keys() : [];
      return [...names].map((name) => [name, declaration] as const);
    }),
  );

  const toExisting = ({ family, name }: Reference, referrer: Declaration): Existing => {
    const repository = family === "privilege" ? repositoryByPrivilege.get(name) : undefined;
    const target = repository ?? inNexus.get(key(family, name));
    const object = repository ? { family: repository.kind.family, name: repository.resource } : { family, name };
    if (object.family === "repository")
      return { ...object, ...(target?.kind.repository ?? guessFormatAndType(referrer)) };
    return { ...object, ...(family === "cleanup policy" && { format: String(target?.fields.format ?? "*") }) };
  };

  return {
    /** Returns the objects that the resources refer to and that none of them declares. */
    listExisting(resources: readonly ExportedResource[]): Existing[] {
      const declared = resources.filter((resource) => !needsSecret(resource)).map(asDeclaration);
      const known = createReferenceIndex({ declarations: declared, existing: [] });
      const missing = resources
        .map(asDeclaration)
        .flatMap((referrer) =>
          listReferences(referrer).flatMap((reference) =>
            known.has(reference.family, reference.name) ? [] : [toExisting(reference, referrer)],
          ),
        );
      const byKey = new Map(missing.map((existing) => [key(existing.family, existing.name), existing]));
      return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, existing]) => existing);
    },
    /** Returns those of them that Nexus does not have. */
    listMissing: (existing: readonly Existing[]): Omission[] =>
      existing
        .filter(({ family, name }) => !inNexus.has(key(family, name)))
        .map(({ family, name }) => ({
          noun: family,
          identity: name,
          path: "",
          reason: "does not exist in Nexus, but another object refers to it",
        })),
  };
}

/** Guesses format and type of a repository that does not exist any more from the object that refers to it. */
function guessFormatAndType({ kind, fields }: Declaration): Pick<Existing, "format" | "type"> {
  const format = kind.repository?.format ?? (typeof fields.format === "string" ? fields.format : "raw");
  return { format, type: "hosted" };
}
