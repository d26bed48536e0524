import { findDifferences } from "../model/comparison.ts";
import type { FieldMetadata } from "../model/field-metadata.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { isOtherNexus } from "../model/nexus-address.ts";
import { findRemovedPaths } from "../model/request-body.ts";
import { getMetadataAt } from "../model/shape.ts";
import type { Fields } from "../util/json.ts";
import { getDeclared } from "./inputs.ts";
import { keepsPassword } from "./passwords.ts";

/** What has changed between what is (or was last written, or last read) and what is declared. */
export interface DeclarationDiff {
  any: boolean;
  /** The identity is another: it is made under the new one before the old one goes. */
  identity: boolean;
  removed: string[];
  /** What Nexus does not show is declared anew (secrets, besides the password that one logs in with): it must be sent. */
  notReturned: boolean;
  /** The password must be set: declared anew, changed by somebody, or to be made anew. */
  password: "keep" | "set" | "make";
}

export function diffDeclarations(kind: Kind, olds: Fields, news: Fields): DeclarationDiff {
  const [before, declared] = [getDeclared(olds), getDeclared(news)];
  const changed = findDifferences(kind.shape, declared, before, "declaration").map(({ path }) => path);
  const login = kind.login?.password;
  const withdrawn = findRemovedPaths(kind.shape, before, declared);
  const isTheirs = login === undefined || keepsPassword(kind, declared);
  const password = isTheirs ? "keep" : passwordChange(login, olds, news, changed);
  return {
    any: changed.length > 0 || withdrawn.length > 0 || password !== "keep" || isOtherNexus(olds, news),
    identity: !kind.setting && getIdentity(kind, before) !== getIdentity(kind, declared),
    removed: withdrawn.filter((path) => path !== login),
    notReturned: changed.some((path) => path !== login && isUnseen(getMetadataAt(kind.shape, path))),
    password,
  };
}

function isUnseen(facts: FieldMetadata | undefined): boolean {
  return facts?.writeOnly === true || facts?.notReturned === true;
}

function passwordChange(
  field: string,
  olds: Fields,
  news: Fields,
  changed: readonly string[],
): DeclarationDiff["password"] {
  const isDeclared = news[field] !== undefined;
  if (isDeclared) return changed.includes(field) || olds.passwordDrifted ? "set" : "keep";
  const wasMade = olds.generatedPassword !== undefined;
  if (!wasMade || olds.rotation !== news.rotation) return "make";
  return olds.passwordDrifted ? "set" : "keep";
}
