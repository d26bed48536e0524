/** Every kind as plain data, for people and machines: what it is, where Nexus has it, and all its fields. */
import { z } from "zod";
import { catalogue } from "../model/catalogue.ts";
import type { FieldMetadata } from "../model/field-metadata.ts";
import type { Endpoints, Kind } from "../model/kind.ts";
import { toShape } from "../model/shape.ts";
import type { Json } from "../util/json.ts";
import { type Edition, editions, isAtLeast, type Release } from "../util/release.ts";
import { findNearest } from "../util/suggestions.ts";
import { type Comments, collectedComments, findComment } from "./comments.ts";
import { describeType, type ValueBounds } from "./value-types.ts";

/** A kind, as `nexus-iac kinds --json` prints it. Fields are added to this shape, never taken away or changed. */
export interface KindDescription {
  /** Its name in the catalogue: `docker-hosted`. */
  kind: string;
  /** The class as programs write it: `docker.Hosted`. */
  class: string;
  /** What people call one: `docker hosted repository`. */
  noun: string;
  /** What it is. */
  description: string;
  /** A program's lines that declare one. */
  example?: string;
  /** There is one of it, and it has no name. */
  setting?: true;
  /** It holds content: deleting the resource keeps it in Nexus, unless allowed. */
  holdsContent?: true;
  /** Methods and paths under /service/rest, in every release and edition that differs. */
  endpoints: string[];
  /** The release that first had it; absent: every release from 3.71 on has it. */
  since?: Release;
  /** The editions that have it. */
  editions: Edition[];
  /** All its fields, what holds them before them. */
  fields: FieldDescription[];
}

/** A field of a kind. A list's elements are at `list[]`. */
export interface FieldDescription extends ValueBounds {
  /** `storage.writePolicy`. */
  path: string;
  /** `string`, `integer`, `boolean`, `object`, `list of string`, ... */
  type: string;
  /** What it means. */
  description: string;
  /** A declaration must have it, wherever it has what is around it. */
  required?: true;
  /** null may be declared, and says: nothing. */
  nullable?: true;
  /** What creation sends where nothing is declared; absent also where that depends on other fields. */
  default?: Json;
  /** It tells one from another; by default the resource's own name. */
  identity?: true;
  /** Nexus never shows it again, and nor do we. */
  secret?: true;
  /** A list whose order means nothing. */
  set?: true;
  /** It names things of this family: `blob store`. */
  refersTo?: string;
  /** The release that first had it, where that is later than its kind's. */
  since?: Release;
  /** Only this edition has it. */
  edition?: Edition;
  /** Why changing it loses content; it is refused unless allowed. */
  losesContent?: string;
  /** It tells nexus-iac how to work, and is never sent to Nexus. */
  control?: true;
}

/** All kinds, in the catalogue's order. */
export function describeKinds(comments: Comments = collectedComments): KindDescription[] {
  return [...catalogue.values()].map((kind) => describeKind(kind, comments));
}

/** The kind of that name, or with that class; case means nothing. */
export function findKindDescription(name: string): KindDescription | undefined {
  const called = (one: Kind) => [one.name, toClassName(one)].some((word) => word.toLowerCase() === name.toLowerCase());
  const kind = [...catalogue.values()].find(called);
  return kind && describeKind(kind);
}

/** The name or class of a kind that is meant, perhaps. */
export function suggestKind(name: string): string | undefined {
  return findNearest(
    name,
    [...catalogue.values()].flatMap((kind) => [kind.name, toClassName(kind)]),
  );
}

/** One kind. */
export function describeKind(kind: Kind, comments: Comments = collectedComments): KindDescription {
  const { since, notIn = [] } = kind.requires ?? {};
  const example = comments.kinds[kind.name]?.example;
  return {
    kind: kind.name,
    class: toClassName(kind),
    noun: kind.noun,
    description: findComment(comments, kind.name),
    ...(example && { example }),
    ...(kind.setting && { setting: true }),
    ...(kind.holdsContent && { holdsContent: true }),
    endpoints: endpointsOf(kind),
    ...(since && { since }),
    editions: editions.filter((edition) => !notIn.includes(edition)),
    fields: fieldsOf(kind.schema, { kind, comments }, "", since ? { since } : {}),
  };
}

/** As programs write it. Tokens of what has no module of its own begin with the package's name for everything: `nexus:Role`. */
export function toClassName({ token }: Kind): string {
  return token.replace(/^nexus:/, "").replace(":", ".");
}

/** Servers of which each may have endpoints of its own. */
const servers = editions.flatMap((edition) => ["3.77.0", "3.94.0"].map((release) => ({ release, edition })));

function endpointsOf(kind: Kind): string[] {
  const all = servers.flatMap((server) => {
    const { list, one, presence, create, update, remove }: Endpoints = kind.endpoints(server);
    const read = [list, one, presence].flatMap((path) => (path ? [`GET ${path}`] : []));
    return [...read, ...[create, update, remove, kind.login?.change].flatMap((path) => path ?? [])];
  });
  return [...new Set(all)];
}

/** What is true of a field because it is true of what is around it. */
type Inherited = Pick<FieldMetadata, "since" | "pro">;

interface Whole {
  kind: Kind;
  comments: Comments;
}

function fieldsOf(schema: z.core.$ZodType, whole: Whole, above: string, around: Inherited): FieldDescription[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) =>
      fieldOf(field, whole, above ? `${above}.${name}` : name, around),
    );
  if (schema instanceof z.ZodUnion)
    return alternatives(schema.options.map((one) => fieldsOf(one, whole, above, around)));
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element, whole, `${above}[]`, around);
  return [];
}

/** What any of several objects has; demanded is what all of them do. What is no object has no fields. */
function alternatives(options: readonly FieldDescription[][]): FieldDescription[] {
  const objects = options.filter((fields) => fields.length);
  const all = objects.flat();
  return all
    .filter(({ path }, index) => all.findIndex((one) => one.path === path) === index)
    .map(({ required, ...field }) => {
      const isIn = (fields: readonly FieldDescription[]) =>
        fields.some((one) => one.path === field.path && one.required);
      return { ...field, ...(required && objects.every(isIn) && { required }) };
    });
}

function fieldOf(schema: z.core.$ZodType, whole: Whole, path: string, around: Inherited): FieldDescription[] {
  const { kind, comments } = whole;
  const bare = unwrapped(schema);
  const { metadata, optional, element } = toShape(schema);
  const refersTo = metadata.refersTo ?? element?.metadata.refersTo;
  const here = { ...around, ...(isLater(metadata.since, around.since) && { since: metadata.since }), ...pro(metadata) };
  const field: FieldDescription = {
    path,
    ...describeType(bare),
    description: findComment(comments, kind.name, path),
    ...(!optional && !metadata.identity && { required: true }),
    ...(isNullable(schema) && { nullable: true }),
    ...(isConstant(metadata.createDefault) && { default: metadata.createDefault }),
    ...(metadata.identity && { identity: true }),
    ...((metadata.writeOnly || element?.metadata.writeOnly) && { secret: true }),
    ...(metadata.unordered && { set: true }),
    ...(refersTo && { refersTo }),
    ...(here.since && here.since !== kind.requires?.since && { since: here.since }),
    ...(here.pro && { edition: "PRO" }),
    ...(metadata.losesContentOnChange && { losesContent: metadata.losesContentOnChange }),
    ...(metadata.control && { control: true }),
  };
  return [field, ...fieldsOf(bare, whole, path, here)];
}

function isLater(own: Release | undefined, around: Release | undefined): boolean {
  return own !== undefined && (around === undefined || !isAtLeast(around, own));
}

function pro(metadata: FieldMetadata): Inherited {
  return metadata.pro ? { pro: true } : {};
}

/** `{}` makes a part of its fields' own defaults, and a function works with other fields: the comments tell. */
function isConstant(createDefault: FieldMetadata["createDefault"]): createDefault is Json {
  if (createDefault === undefined || typeof createDefault === "function") return false;
  return JSON.stringify(createDefault) !== "{}";
}

function isNullable(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodNullable) return true;
  return schema instanceof z.ZodOptional && isNullable(schema.unwrap());
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrapped(schema.unwrap()) : schema;
}
