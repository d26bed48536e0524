import { z } from "zod";
import type { Fields, Json } from "../util/json.ts";
import type { Release } from "../util/release.ts";

/** Things whose names share one namespace in Nexus: a repository's name is unique whatever its format and type. */
export type Family =
  | "repository"
  | "blob store"
  | "cleanup policy"
  | "privilege"
  | "role"
  | "user"
  | "content selector"
  | "routing rule"
  | "anonymous access"
  | "realms"
  | "e-mail"
  | "LDAP server"
  | "LDAP order"
  | "LDAP user"
  | "SAML"
  | "SAML user"
  | "Crowd"
  | "Crowd user"
  | "OAuth2"
  | "user tokens"
  | "certificate"
  | "SSRF protection"
  | "IP allow-list"
  | "IP allow-list entry"
  | "EULA"
  | "HTTP settings"
  | "IQ audit"
  | "IQ connection"
  | "licence"
  | "script"
  | "task"
  | "capability";

/** Repositories of a format (in Nexus's words: `maven2`) and of some types. */
export interface Target {
  format?: string;
  types?: readonly ("hosted" | "proxy" | "group")[];
}

/** What is true of a field beyond its type. Kinds say it where the field is declared, the provider acts on it. */
export interface FieldFacts {
  /** The field by which Nexus tells one thing from another. */
  identity?: true;
  /** Changing the field loses content; the text says why. Refused without `allowContentLoss`. */
  keepsContent?: string;
  /** Nexus refuses to change the field: with `allowContentLoss` the thing is deleted and made again. */
  remade?: true;
  /** Nexus takes the field and never shows it again (or shows it in clear): a secret, never compared with what is there. */
  writeOnly?: true;
  /** Nexus does not always show the field: where its answer lacks it, it is taken to be as declared. */
  unshown?: true;
  /** Nexus shows the field without what this value says besides. */
  hidesPart?: (declared: Json, live: Json) => boolean;
  /** Releases before that one demand the field. */
  demandedBefore?: Release;
  /** The order of the elements means nothing, and Nexus gives them back in another. */
  set?: true;
  /** Whether two values say the same, where that is more than being alike. */
  same?: (a: Json, b: Json) => boolean;
  /** Nexus keeps the value as typed and compares it ignoring case. */
  ignoreCase?: true;
  /** White space in it means nothing. */
  ignoreSpace?: true;
  /** The release that first knew the field. */
  since?: Release;
  /** Only Nexus Repository Pro has the field. */
  pro?: true;
  /** The field holds names of things of this family. */
  refersTo?: Family;
  /** What the repository that the field names must be, where the program tells. */
  target?: Target;
  /** A connector's port: no two repositories of one Nexus have the same. */
  connectorPort?: true;
  /** Not a field of Nexus: it tells the provider how to work, and is never sent. */
  control?: true;
  /** What Nexus demands at creation, sent when nobody declared it; a function sees the whole declaration. */
  atCreation?: Json | ((declared: Fields) => Json);
}

export const facts: z.core.$ZodRegistry<FieldFacts> = z.registry<FieldFacts>();

/** A list whose order means nothing. */
export function setOf<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element).register(facts, { set: true });
}

/** A secret that Nexus takes and never gives back. */
export function secret(): z.ZodString {
  return z.string().min(1).register(facts, { writeOnly: true });
}

/** The name of something of that family. */
export function nameOf(family: Family, more: FieldFacts = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .register(facts, { ...more, refersTo: family });
}

/** A part that Nexus demands: made at creation from its fields' defaults when nobody declared it. */
export function demanded<T extends z.ZodObject>(part: T): z.ZodOptional<T> {
  const field = part.optional();
  facts.add(field, { atCreation: {} });
  return field;
}

/** Optional for who declares; sent at creation all the same, with this value, because Nexus demands it. */
export function optional<T extends z.ZodType>(
  type: T,
  atCreation: Json | ((declared: Fields) => Json),
  more: FieldFacts = {},
): z.ZodOptional<T> {
  const field = type.optional();
  facts.add(field, { ...more, atCreation });
  return field;
}
