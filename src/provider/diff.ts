import { findDifferences } from "../model/comparison.ts";
import { hasSameIgnoredPaths, omitPaths, readIgnoredPaths } from "../model/ignored-paths.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { findRemovedPaths } from "../model/request-body.ts";
import { getMetadataAt, type Shape } from "../model/shape.ts";
import type { Fields } from "../util/json.ts";
import { getDeclared } from "./inputs.ts";
import { diffPassword, isPasswordIgnored } from "./passwords.ts";

/** The difference between the state (last written or read) and the declaration. */
export interface DeclarationDiff {
  /** True if anything differs. */
  hasChanges: boolean;
  /** True if the identity differs: the object is created with the new identity before the old one is deleted. */
  changesIdentity: boolean;
  /** Paths that were declared and are not declared any more. */
  removed: string[];
  /**
   * True if a field that Nexus does not return, or may hide, is declared anew or was in a write that failed (a secret, except a login
   * password): it must be sent.
   */
  changesUnreadable: boolean;
  /** The change of the login password: see `diffPassword`. */
  password: ReturnType<typeof diffPassword>;
}

/** Compares the inputs of a resource with its state. Ignored fields are not compared. */
export function diffDeclarations(kind: Kind, olds: Fields, news: Fields): DeclarationDiff {
  const ignored = readIgnoredPaths(news);
  const [before, declared] = [omitPaths(getDeclared(olds), ignored), omitPaths(getDeclared(news), ignored)];
  const changed = findDifferences(kind.shape, declared, before, "declaration").map(({ path }) => path);
  const passwordField = kind.login?.password;
  const removed = findRemovedPaths(kind.shape, before, declared);
  const isUnconfirmed = olds.__unconfirmed === true;
  const password = isPasswordIgnored(kind, news) ? "keep" : diffPassword(kind, olds, news, declared, changed);
  return {
    // A refresh reads the paths from the state, so they are stored even if no field changes.
    hasChanges:
      changed.length > 0 ||
      removed.length > 0 ||
      password !== "keep" ||
      isUnconfirmed ||
      isOtherNexus(olds, news) ||
      !hasSameIgnoredPaths(olds, news),
    changesIdentity: !kind.setting && getIdentity(kind, getDeclared(olds)) !== getIdentity(kind, getDeclared(news)),
    removed: removed.filter((path) => path !== passwordField),
    changesUnreadable:
      isUnconfirmed || changed.some((path) => path !== passwordField && isUnreadable(kind.shape, path)),
    password,
  };
}

/** Returns true if Nexus does not return the field, or a block around it, or may hide its value. */
function isUnreadable(shape: Shape, path: string): boolean {
  const names = path.split(".");
  return names.some((_, index) => {
    const metadata = getMetadataAt(shape, names.slice(0, index + 1).join("."));
    return metadata?.writeOnly === true || metadata?.sensitive !== undefined || metadata?.notReturned !== undefined;
  });
}
