import { listAutomaticPrivileges } from "../access/privilege-permissions.ts";
import type { Family } from "../model/field-metadata.ts";
import { describeFormatMistake } from "../model/formats.ts";
import { getFormatOfPrivilege, isBuiltIn, listBuiltInNames } from "../model/nexus-defaults.ts";
import { isUnknown } from "../util/json.ts";
import { type Declaration, type Estate, type Existing, getDeclaredIdentity } from "./estate.ts";

/** An index of the objects that declarations of an estate may refer to. It grows with the estate. */
export class ReferenceIndex {
  readonly #declared = new Map<string, Declaration>();
  readonly #existing = new Set<string>();

  /** Adds what the declaration creates; the automatic privileges of a repository come with the repository. */
  addDeclaration(declaration: Declaration): void {
    const { family, repository, absenceOf } = declaration.kind;
    const name = getDeclaredIdentity(declaration);
    if (isUnknown(name) || absenceOf) return;
    this.#declared.set(toKey(family, name), declaration);
    if (!repository) return;
    for (const privilege of listAutomaticPrivileges(repository.format, name).keys())
      this.#declared.set(toKey("privilege", privilege), declaration);
  }

  addExisting({ family, name, format = "" }: Existing): void {
    this.#existing.add(toKey(family, name));
    if (family !== "repository") return;
    for (const privilege of listAutomaticPrivileges(format, name).keys())
      this.#existing.add(toKey("privilege", privilege));
  }

  /** Returns true if the object is declared, exists (`existing`), or is built into Nexus. */
  has(family: Family, name: string): boolean {
    const key = toKey(family, name);
    if (this.#declared.has(key) || this.#existing.has(key)) return true;
    return isBuiltIn(family, name) && !hasUnknownFormat(family, name);
  }

  /** Returns true if the object is named as existing, or comes with such a repository, and is neither declared nor built in. */
  isExisting(family: Family, name: string): boolean {
    const key = toKey(family, name);
    return this.#existing.has(key) && !this.#declared.has(key) && !isBuiltIn(family, name);
  }

  /** Returns the declaration that creates the object. */
  findDeclaration(family: Family, name: string): Declaration | undefined {
    return this.#declared.get(toKey(family, name));
  }

  /** Returns all names of a family, to suggest one for a wrong name. */
  listNames(family: Family): string[] {
    const prefix = toKey(family, "");
    return [
      ...[...this.#declared.keys(), ...this.#existing]
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
      ...listBuiltInNames(family),
    ];
  }
}

export function createReferenceIndex(estate: Estate): ReferenceIndex {
  const index = new ReferenceIndex();
  for (const declaration of estate.declarations) index.addDeclaration(declaration);
  for (const existing of estate.existing) index.addExisting(existing);
  return index;
}

/** Nexus has built-in privileges for the formats of its release and edition only. */
function hasUnknownFormat(family: Family, name: string): boolean {
  const format = family === "privilege" ? getFormatOfPrivilege(name) : undefined;
  return format !== undefined && describeFormatMistake(format, true) !== undefined;
}

function toKey(family: Family, name: string): string {
  return `${family}/${name}`;
}
