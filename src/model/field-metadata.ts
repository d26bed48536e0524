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
export interface RepositoryTarget {
  format?: string;
  types?: readonly ("hosted" | "proxy" | "group")[];
}

/** What is true of a field beyond its type. Kinds say it where the field is declared, the provider acts on it. */
export interface FieldMetadata {
  /** The field by which Nexus tells one thing from another. */
  identity?: true;
  /** Changing the field loses content; the text says why. Refused without `allowContentLoss`. */
  losesContentOnChange?: string;
  /** Nexus refuses to change the field: with `allowContentLoss` the thing is deleted and made again. */
  forcesReplacement?: true;
  /** Nexus takes the field and never shows it again (or shows it in clear): a secret, never compared with what is there. */
  writeOnly?: true;
  /** Nexus does not always show the field: where its answer lacks it, it is taken to be as declared. */
  notReturned?: true;
  /** Nexus shows the field without what this value says besides. */
  returnedPartially?: (declared: Json, live: Json) => boolean;
  /** Releases before that one demand the field. */
  requiredBefore?: Release;
  /** The order of the elements means nothing, and Nexus gives them back in another. */
  unordered?: true;
  /** Whether two values say the same, where that is more than being alike. */
  equals?: (a: Json, b: Json) => boolean;
  /** Nexus keeps the value as typed and compares it ignoring case. */
  ignoreCase?: true;
  /** White space in it means nothing. */
  ignoreWhitespace?: true;
  /** The release that first knew the field. */
  since?: Release;
  /** Only Nexus Repository Pro has the field. */
  pro?: true;
  /** The field holds names of things of this family. */
  refersTo?: Family;
  /** What the repository that the field names must be, where the program tells. */
  target?: RepositoryTarget;
  /** A connector's port: no two repositories of one Nexus have the same. */
  connectorPort?: true;
  /** Not a field of Nexus: it tells the provider how to work, and is never sent. */
  control?: true;
  /** What Nexus demands at creation, sent when nobody declared it; a function sees the whole declaration. */
  createDefault?: Json | ((declared: Fields) => Json);
}

export const fieldMetadata: z.core.$ZodRegistry<FieldMetadata> = z.registry<FieldMetadata>();

/** A list whose order means nothing. */
export function unorderedList<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element).register(fieldMetadata, { unordered: true });
}

/** A secret that Nexus takes and never gives back. */
export function secret(): z.ZodString {
  return z.string().min(1).register(fieldMetadata, { writeOnly: true });
}

/** The name of something of that family. */
export function referenceTo(family: Family, more: FieldMetadata = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .register(fieldMetadata, { ...more, refersTo: family });
}

/** A part that Nexus demands: made at creation from its fields' defaults when nobody declared it. */
export function requiredBlock<T extends z.ZodObject>(part: T): z.ZodOptional<T> {
  const field = part.optional();
  fieldMetadata.add(field, { createDefault: {} });
  return field;
}

/** Optional for who declares; sent at creation all the same, with this value, because Nexus demands it. */
export function withCreateDefault<T extends z.ZodType>(
  type: T,
  createDefault: Json | ((declared: Fields) => Json),
  more: FieldMetadata = {},
): z.ZodOptional<T> {
  const field = type.optional();
  fieldMetadata.add(field, { ...more, createDefault });
  return field;
}
