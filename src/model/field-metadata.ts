import { z } from "zod";
import type { Fields, Json } from "../util/json.ts";
import type { Release, ReleaseRange, Server } from "../util/release.ts";
import type { Support } from "./support.ts";

/** Objects whose names share one namespace in Nexus. The name of a repository is unique across all formats and types. */
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
  | "script run"
  | "task"
  | "capability";

/** A restriction of a repository reference to a format (in Nexus's own words: `maven2`) and to types. Default: any. */
export interface RepositoryTarget {
  format?: string;
  types?: readonly ("hosted" | "proxy" | "group")[];
}

/** Properties of a field beyond its type. A kind declares them in its schema; the provider acts on them. */
export interface FieldMetadata extends Support {
  /** The field identifies the object in Nexus. A kind has at most one such field. */
  identity?: true;
  /** A change of the field loses content; the text is the reason. The change is refused unless `allowContentLoss` is set. */
  losesContentOnChange?: string;
  /** Nexus refuses a change of the field. With `allowContentLoss` the object is deleted and created again. */
  forcesReplacement?: true;
  /** A secret: Nexus accepts it and never returns it, or returns it in clear text. It is never compared with the current value. */
  writeOnly?: true;
  /** Returns true if the other fields of its object show that Nexus has a value of the secret. Default: that is not known. */
  isStored?: (owner: Fields) => boolean;
  /**
   * The secret is kept by an update that contains Nexus's placeholder. `returned`: Nexus returns the placeholder for a stored
   * secret. A release: Nexus returns nothing, and accepts the placeholder from that release on; earlier releases keep the
   * secret if an update omits it. Default: no update without the secret keeps it.
   */
  placeholder?: "returned" | Release;
  /** The secret belongs to this field of its object, and has no meaning for another value of it: the passphrase of a key. */
  secretOf?: string;
  /**
   * The value may be a secret: `always`, or `byName` if its key looks like one (`password`). It is marked as a secret, and
   * compared with Nexus unless Nexus returns a placeholder for it.
   */
  sensitive?: "always" | "byName";
  /**
   * Nexus does not return the field: `true`: not always; a range: not in these releases, which return nothing or an empty value
   * instead (`{}`: in no release). Where it is missing, it is assumed to be as declared.
   */
  notReturned?: true | ReleaseRange;
  /** Returns true if Nexus returned the field, but without a part of the declared value. */
  returnedPartially?: (declared: Json, live: Json) => boolean;
  /** Releases before this one require the field. */
  requiredBefore?: Release;
  /** A list in which the order of the elements has no meaning; Nexus returns them in another order. */
  unordered?: true;
  /** Returns true if two values have the same meaning. Default: they have it if they are equal. */
  equals?: (a: Json, b: Json) => boolean;
  /** Nexus stores the text as it was sent and compares it ignoring case. */
  ignoreCase?: true;
  /** White space in the text has no meaning. */
  ignoreWhitespace?: true;
  /** The releases that support single values of the field. Default: all releases that have the field support all values. */
  valueSupport?: Readonly<Record<string, Support>>;
  /**
   * The field protects content or access, such as a write policy. An export declares it even where it equals the default (an
   * empty list included), so that a change by hand is drift.
   */
  protects?: true;
  /** Only the Pro edition has the field. */
  pro?: true;
  /** Returns why the API that is used for this server does not have the field; undefined if it has it. Default: it has it. */
  missingIn?: (server: Server) => string | undefined;
  /** The field contains names of objects of this family. */
  refersTo?: Family;
  /** The field contains ids of realms. */
  realm?: true;
  /** The format and types that the referenced repository must have. Checked if the program declares the repository. */
  target?: RepositoryTarget;
  /** The port of a Docker or OCI connector. Two repositories of one Nexus cannot have the same port. */
  connectorPort?: true;
  /** An option of the provider. It is not a field of Nexus and never sent. */
  control?: true;
  /** The value that a create request sends if the field is not declared. A function receives the whole declaration. */
  createDefault?: Json | ((declared: Fields) => Json);
}

/** The metadata of all fields, by their zod schema: `z.string().register(fieldMetadata, { identity: true })`. */
export const fieldMetadata: z.core.$ZodRegistry<FieldMetadata> = z.registry<FieldMetadata>();

/** Creates the schema of a list in which the order of the elements has no meaning. */
export function unorderedList<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element).register(fieldMetadata, { unordered: true });
}

/** Creates the schema of a secret text. Nexus never returns it. */
export function secret(more: Pick<FieldMetadata, "isStored" | "placeholder" | "secretOf"> = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .register(fieldMetadata, { ...more, writeOnly: true });
}

/** Creates the schema of a reference: the name of an object of the family. */
export function referenceTo(family: Family, more: FieldMetadata = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .register(fieldMetadata, { ...more, refersTo: family });
}

/** Makes an attribute block optional for programs. A create request always sends it, with the create defaults of its fields. */
export function requiredBlock<T extends z.ZodObject>(block: T): z.ZodOptional<T> {
  const field = block.optional();
  fieldMetadata.add(field, { createDefault: {} });
  return field;
}

/** Makes a field optional for programs. A create request always sends it, with the default value if it is not declared. */
export function withCreateDefault<T extends z.ZodType>(
  type: T,
  createDefault: Json | ((declared: Fields) => Json),
  more: FieldMetadata = {},
): z.ZodOptional<T> {
  const field = type.optional();
  fieldMetadata.add(field, { ...more, createDefault });
  return field;
}
