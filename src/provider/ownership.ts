/** The ownership of objects: adopted or created by the stack, and in which Nexus. Both decide what a deletion may do. */
import { findDifferences } from "../model/comparison.ts";
import type { Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import type { Fields } from "../util/json.ts";
import { getDeclared } from "./inputs.ts";

/** Returns true if the object existed before the stack managed it. False for states that do not say it. */
export function isAdopted(properties: Fields): boolean {
  return properties.__adopted === true;
}

/**
 * Returns true if an updated object counts as adopted. With another URL it can be an object of another Nexus, which the
 * stack did not create: it counts as the same object if it is as the last update declared it.
 *
 * @param existing - the object in Nexus before the update; absent if the update created it again
 */
export function isAdoptedAfterUpdate(kind: Kind, olds: Fields, news: Fields, existing: Fields | undefined): boolean {
  if (!existing) return false;
  if (isAdopted(olds)) return true;
  return (
    isOtherNexus(olds, news) && !kind.setting && findDifferences(kind.shape, getDeclared(olds), existing).length > 0
  );
}

/** Describes the deletion of an adopted object. */
export function describeAdoptedDeletion(kind: Kind, identity: string, keepAdopted: boolean): string {
  const object = `${kind.noun} "${identity}"`;
  const reason = "was adopted, not created, by this stack";
  if (keepAdopted) return `${object}: not deleted: it ${reason}, and nexus:keepAdopted is true`;
  return `${object}: deleted, although it ${reason}. nexus:keepAdopted: true keeps such objects in Nexus`;
}

/** Describes what happens to an adopted object whose resource gets another identity. */
export function describeAdoptedReplacement(kind: Kind, former: string, identity: string, keepAdopted: boolean): string {
  const effect = keepAdopted ? "it stays in Nexus" : "it is deleted (nexus:keepAdopted: true keeps it)";
  return `${kind.noun} "${former}" is replaced by "${identity}": it was adopted, not created, by this stack; ${effect}`;
}

/** Describes the effect of another URL on the objects that the program declares. */
export function describeNewUrl(formerUrl: string, url: string): string {
  return (
    `Nexus was at ${formerUrl} in the last update and is at ${url} now. Declared objects are adopted or created there; objects ` +
    `in ${formerUrl} are not changed. Removing or renaming an object in the same run is an error`
  );
}

/** Describes why an object is not deleted: the stack has another URL since the object was written. */
export function describeUnknownNexus(kind: Kind, identity: string, formerUrl: string, url: string): string {
  return (
    `${kind.noun} "${identity}" cannot be deleted: the stack created it in ${formerUrl}, and now connects to ${url}, which may be ` +
    `another Nexus. If both are the same Nexus, declare the object again, run "up", then delete it. If they are not, delete it ` +
    `with nexus:url ${formerUrl}, or forget it with "pulumi state delete"`
  );
}

/** Returns why a change of the URL and of the identity in one run is refused, or undefined if only one of them changes. */
export function findRenameWithNewUrl(olds: Fields, news: Fields, former: string, identity: string): string | undefined {
  if (former === identity || !isOtherNexus(olds, news)) return undefined;
  return (
    `changes from "${former}" to "${identity}", and nexus:url from ${olds.__nexus} to ${news.__nexus}. Change one after the ` +
    "other: it is not known whether both URLs are the same Nexus, where the former object is deleted"
  );
}
