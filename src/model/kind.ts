import { z } from "zod";
import { type Fields, type Json, unknownValue } from "../util/json.ts";
import type { Edition, Release, Server } from "../util/release.ts";
import { type Family, fieldMetadata } from "./field-metadata.ts";
import { type Shape, toShape } from "./shape.ts";

/**
 * Where a kind lives: paths under `/service/rest`, or, where the REST API lacks it, methods of ExtDirect, which Nexus's
 * own pages call: `extdirect:coreui_Task.read`. Their request methods say what they do. `{field}` stands for a field,
 * percent-encoded: the identity, or, for what Nexus gives an id of its own, a field of the thing as Nexus shows it.
 */
export interface Endpoints {
  /**
   * All there are, in one answer, or in pages where the kind says so; for a setting, the setting itself, or a list that
   * it is picked from.
   */
  list: string;
  /** One of them, as it is now. An answer that is a list is searched for the identity. Without it the list is asked. */
  one?: string;
  /**
   * Tells "not there" from "you may not see it", where the list and `one` do not: 404 here is surely not there.
   */
  presence?: string;
  /** Method and path; settings are made by the request that updates them. */
  create: `POST ${string}` | `PUT ${string}`;
  /** Without it there is nothing to change: all of it is its identity. */
  update?: `PUT ${string}` | `POST ${string}`;
  /** A setting without it is always there, and stays. By PUT where there is no DELETE: see `removal`. */
  remove?: `DELETE ${string}` | `PUT ${string}`;
}

/** A kind that can log in: its password cannot be read, so it is tried. */
export interface LoginCheck {
  user: string;
  password: string;
  /** Takes the password as plain text. */
  change: `PUT ${string}`;
  /** The control that leaves the password of what is there as it is. */
  keep: string;
}

/** The editions that lack what only Pro has. */
export const editionsWithoutPro: readonly Edition[] = ["CORE", "OSS", "COMMUNITY"];

/** What Nexus must be to have a kind. */
export interface Requirements {
  /** The release that first had it. */
  since?: Release;
  /** Editions that lack it. */
  notIn?: readonly Edition[];
  /** The release that first refused upper case in its names. */
  lowerCaseNamesSince?: Release;
}

/** What a kind says of itself. */
export interface KindDefinition<S extends z.ZodObject> {
  /** Its name in the catalogue, and for good in the state of every stack. */
  name: string;
  /** Pulumi's type token without the package: `docker:Hosted`. For good in the state of every stack. */
  token: string;
  /** What people call one: "docker hosted repository". */
  noun: string;
  family: Family;
  schema: S;
  endpoints: Endpoints | ((server: Server) => Endpoints);
  /** Which recipe it is, where it is a repository. */
  repository?: { format: string; type: "hosted" | "proxy" | "group" };
  /** A setting, of which there is one: it has no name. It is always there, or may be unset where it can be removed. */
  setting?: true;
  /** The field that is sent alone, as it is, instead of a JSON body. */
  textBodyField?: string;
  /** Works the identity out, of the declared field `from` or of what Nexus shows, where no field is the identity. */
  identify?: { readonly from: string; name(fields: Fields): string };
  /** The field that holds the entries of one page, where the list comes in pages: `{page}` in its path, from 0. */
  pageField?: string;
  /**
   * Nexus does not make it but finds it, in what this names: it is only changed. It is looked up by itself, as no list
   * holds all of them.
   */
  externallyCreatedIn?: string;
  /** The body of a removal that has one, of what is there. */
  deleteBody?(live: Fields): Json;
  /** What is declared of this family is made before it, and goes after it. */
  createdAfter?: Family;
  /** Only who may do everything may see it: a refresh by anybody else leaves it as it was, and says so. */
  adminOnlyRead?: true;
  /** The field, in base64, whose bytes are sent alone instead of a JSON body. */
  binaryBodyField?: string;
  /** What who is refused with a status can do about it. */
  advice?: Readonly<Record<number, string>>;
  /** Others of the family may have the same name: they are other things, and are left alone. */
  namesAreNotUnique?: true;
  /** Names that differ only in case clash. */
  identityIgnoresCase?: true;
  /** It holds content that nothing can bring back: deleting the resource keeps it, unless allowed. */
  holdsContent?: true;
  /** The list shows only that it is there: its fields must be asked for one by one. */
  listOmitsFields?: true;
  /** Nexus cannot change one kind of the family into another without losing content. */
  typeChangeLosesContent?: true;
  /** Editions that lack it, the release that first had it, and the one that first refused upper case in its names. */
  requires?: Requirements;
  login?: LoginCheck;
  /** Whether an entry of the family's list is of this kind. */
  matches?(live: Fields): boolean;
  /** An answer of Nexus, in the declaration's words; nothing where a setting is not in it. */
  fromNexus?(live: Json): Fields | undefined;
  /** A body for Nexus, from what the declaration calls things; for that server, where its endpoints vary. */
  toNexus?(fields: Fields, purpose: "create" | "update", server?: Server): Json;
}

export interface Kind<S extends z.ZodObject = z.ZodObject> extends Omit<KindDefinition<S>, "endpoints"> {
  readonly shape: Shape;
  /** The field that is the identity; none for a setting, nor where it is worked out. */
  readonly identity: string | undefined;
  /** The endpoints differ by release or edition: it must be known before the first request. */
  readonly endpointsVary: boolean;
  endpoints(server: Server): Endpoints;
  matches(live: Fields): boolean;
  fromNexus(live: Json): Fields | undefined;
  toNexus(fields: Fields, purpose: "create" | "update", server?: Server): Json;
}

/** How to work, not what to make: taken by every kind, never sent to Nexus. */
const controls = {
  /**
   * What to do when Nexus already has something of that name: `adopt` it (compare, change what differs, say so), or
   * `fail`. Default: the stack's `nexus:onConflict`, else `adopt`.
   */
  onConflict: z.enum(["adopt", "fail"]).optional().register(fieldMetadata, { control: true }),
};

const contentControls = {
  /**
   * Allows what loses content: deleting this resource deletes it in Nexus with all its content, and a change that
   * Nexus cannot make in place (format, type, blob store) deletes and makes it again, empty. Default: false.
   */
  allowContentLoss: z.boolean().optional().register(fieldMetadata, { control: true }),
};

export type Controls = typeof controls;
export type ContentControls = typeof contentControls;

/** Completes what a kind says of itself. */
export function defineKind<S extends z.ZodObject>(declaration: KindDefinition<S>): Kind<S> {
  const { endpoints } = declaration;
  const controlled = declaration.schema.extend(
    declaration.typeChangeLosesContent || declaration.holdsContent ? { ...controls, ...contentControls } : controls,
  ) as unknown as S;
  const shape = toShape(controlled);
  const identity = Object.keys(shape.fields ?? {}).find((field) => shape.fields?.[field]?.metadata.identity);
  return {
    matches: () => true,
    fromNexus: (live) => live as Fields,
    toNexus: (fields) => fields,
    ...declaration,
    schema: controlled,
    shape,
    identity,
    endpointsVary: typeof endpoints === "function",
    endpoints: typeof endpoints === "function" ? endpoints : () => endpoints,
  };
}

/** The identity of a declaration as people read it: the setting's noun where there is just one. */
export function getIdentity(kind: Kind, fields: Fields): string {
  if (kind.identify) {
    const identity = kind.identify.name(fields);
    return identity.includes(unknownValue) ? unknownValue : identity;
  }
  if (kind.identity === undefined) return kind.noun;
  const value = fields[kind.identity];
  return typeof value === "string" ? value : "";
}

/** What two declarations must not share, in one family. */
export function toIdentityKey(kind: Kind, identity: string): string {
  return `${kind.family}/${kind.identityIgnoresCase ? identity.toLowerCase() : identity}`;
}

/** `/v1/roles/{roleId}` and `{roleId: "a b"}` give `/v1/roles/a%20b`. */
export function expandPath(template: string, fields: Fields): string {
  return template.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(fields[field] ?? "")));
}
