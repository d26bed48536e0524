/** Descriptions of all kinds as plain data, for the reference pages and `nexus-iac kinds`. */
import { z } from "zod";
import { catalogue } from "../model/catalogue.ts";
import type { FieldMetadata } from "../model/field-metadata.ts";
import type { Endpoints, Kind } from "../model/kind.ts";
import { toShape } from "../model/shape.ts";
import { describeDefect, getKnownRelease, isLater, type Support } from "../model/support.ts";
import type { Json } from "../util/json.ts";
import { type Edition, editions, type Release } from "../util/release.ts";
import { findNearest } from "../util/suggestions.ts";
import { type Comments, collectedComments, findComment } from "./comments.ts";
import { describeType, type ValueBounds } from "./value-types.ts";

/** The releases that support a kind or a field. */
interface SupportDescription {
  /** The first release known to have it. Absent: every release from 3.71 on, for a field every release that has the kind. */
  since?: Release;
  /** The last release known not to have it, if it is not known which release between this one and `since` was the first. */
  absentIn?: Release;
  /** The first release known not to have it any more. */
  removedIn?: Release;
  /** Its replacement, if it was removed. */
  replacement?: string;
  /** The releases that have it, but in which it does not work, and what they do. */
  defect?: string;
}

/** A kind, as printed by `nexus-iac kinds --json`. Keys may be added; existing keys are not removed or changed. */
export interface KindDescription extends SupportDescription {
  /** The name in the catalogue, such as `docker-hosted`. */
  kind: string;
  /** The class in programs, such as `docker.Hosted`. */
  class: string;
  /** The noun in messages, such as `docker hosted repository`. */
  noun: string;
  /** The description. */
  description: string;
  /** An example in TypeScript. */
  example?: string;
  /** True for a setting, which exists once per Nexus and has no name. */
  setting?: true;
  /** True if the object holds content: deleting the resource keeps it in Nexus unless `allowContentLoss` is set. */
  holdsContent?: true;
  /** The methods and paths below /service/rest, for all releases and editions. */
  endpoints: string[];
  /** The editions that have the kind. */
  editions: Edition[];
  /** All fields; a block comes before its fields. */
  fields: FieldDescription[];
}

/** A field of a kind. The path of a list's element is `list[]`. */
export interface FieldDescription extends ValueBounds, SupportDescription {
  /** The path, such as `storage.writePolicy`. */
  path: string;
  /** The type: `string`, `integer`, `boolean`, `object`, `list of string`, ... */
  type: string;
  /** The description. */
  description: string;
  /** True if a declaration must have the field wherever it has the block around it. */
  required?: true;
  /** True if null can be declared, which means: no value. */
  nullable?: true;
  /** The value that a create request sends if the field is not declared. Absent also if it depends on other fields. */
  default?: Json;
  /** True for the identity. Default: the resource's name. */
  identity?: true;
  /** True for a secret. Neither Nexus nor nexus-iac shows it. */
  secret?: true;
  /** True for a list in which the order has no meaning. */
  set?: true;
  /** The family of objects whose names the field contains, such as `blob store`. */
  refersTo?: string;
  /** The only edition that has the field. */
  edition?: Edition;
  /** The reason why a change loses content. The change is refused unless `allowContentLoss` is set. */
  losesContent?: string;
  /** True for an option of nexus-iac, which is never sent to Nexus. */
  control?: true;
}

/** Describes all kinds, in the order of the catalogue. */
export function describeKinds(comments: Comments = collectedComments): KindDescription[] {
  return [...catalogue.values()].map((kind) => describeKind(kind, comments));
}

/** Returns the description of a kind by its name or class, ignoring case. */
export function findKindDescription(name: string): KindDescription | undefined {
  const kind = [...catalogue.values()].find((candidate) =>
    [candidate.name, toClassName(candidate)].some((known) => known.toLowerCase() === name.toLowerCase()),
  );
  return kind && describeKind(kind);
}

/** Returns the most similar name or class of a kind, or undefined if none is similar. */
export function suggestKind(name: string): string | undefined {
  return findNearest(
    name,
    [...catalogue.values()].flatMap((kind) => [kind.name, toClassName(kind)]),
  );
}

/** Describes one kind. */
export function describeKind(kind: Kind, comments: Comments = collectedComments): KindDescription {
  const { notIn = [], ...support } = kind.requires ?? {};
  const example = comments.kinds[kind.name]?.example;
  return {
    kind: kind.name,
    class: toClassName(kind),
    noun: kind.noun,
    description: findComment(comments, kind.name),
    ...(example && { example }),
    ...(kind.setting && { setting: true }),
    ...(kind.holdsContent && { holdsContent: true }),
    endpoints: listEndpoints(kind),
    ...describeSupport(support),
    editions: editions.filter((edition) => !notIn.includes(edition)),
    fields: describeFields(kind.schema, { kind, comments }, "", support),
  };
}

/** Returns the class of a kind in programs. Tokens of classes without a module begin with `nexus:`, such as `nexus:Role`. */
export function toClassName({ token }: Kind): string {
  return token.replace(/^nexus:/, "").replace(":", ".");
}

/** Servers whose endpoints can differ. */
const servers = editions.flatMap((edition) => ["3.77.0", "3.94.0", "3.96.0"].map((release) => ({ release, edition })));

function listEndpoints(kind: Kind): string[] {
  const all = servers.flatMap((server) => {
    const { list, item, presence, create, update, remove }: Endpoints = kind.endpoints(server);
    const reads = [list, item, presence].flatMap((path) => (path ? [`GET ${path}`] : []));
    return [...reads, ...[create, update, remove, kind.login?.change].flatMap((path) => path ?? [])];
  });
  return [...new Set(all)];
}

/** Metadata that a field inherits from the block around it. */
type Inherited = Pick<FieldMetadata, "since" | "pro">;

function describeSupport({ since, removedIn, replacement, brokenIn }: Support): SupportDescription {
  return {
    ...(since && { since: getKnownRelease(since) }),
    ...(typeof since === "object" && { absentIn: since.after }),
    ...(removedIn && { removedIn: getKnownRelease(removedIn) }),
    ...(replacement && { replacement }),
    ...(brokenIn && { defect: describeDefect(brokenIn) }),
  };
}

interface Context {
  kind: Kind;
  comments: Comments;
}

function describeFields(
  schema: z.core.$ZodType,
  context: Context,
  parent: string,
  inherited: Inherited,
): FieldDescription[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) =>
      describeField(field, context, parent ? `${parent}.${name}` : name, inherited),
    );
  if (schema instanceof z.ZodUnion)
    return mergeAlternatives(schema.options.map((option) => describeFields(option, context, parent, inherited)));
  if (schema instanceof z.ZodArray) return describeFields(schema.element, context, `${parent}[]`, inherited);
  return [];
}

/** Merges the fields of alternative objects. A field is required if all of them require it. Alternatives without fields are ignored. */
function mergeAlternatives(options: readonly FieldDescription[][]): FieldDescription[] {
  const objects = options.filter((fields) => fields.length);
  const all = objects.flat();
  return all
    .filter(({ path }, index) => all.findIndex((field) => field.path === path) === index)
    .map(({ required, ...field }) => {
      const isRequiredIn = (fields: readonly FieldDescription[]) =>
        fields.some((other) => other.path === field.path && other.required);
      return { ...field, ...(required && objects.every(isRequiredIn) && { required }) };
    });
}

function describeField(
  schema: z.core.$ZodType,
  context: Context,
  path: string,
  inherited: Inherited,
): FieldDescription[] {
  const { kind, comments } = context;
  const unwrapped = unwrap(schema);
  const { metadata, optional, element } = toShape(schema);
  const refersTo = metadata.refersTo ?? element?.metadata.refersTo;
  const own: Inherited = {
    ...inherited,
    ...(metadata.since && (!inherited.since || isLater(metadata.since, inherited.since)) && { since: metadata.since }),
    ...(metadata.pro && { pro: true }),
  };
  const field: FieldDescription = {
    path,
    ...describeType(unwrapped),
    description: findComment(comments, kind.name, path),
    ...(!optional && !metadata.identity && { required: true }),
    ...(isNullable(schema) && { nullable: true }),
    ...(isConstant(metadata.createDefault) && { default: metadata.createDefault }),
    ...(metadata.identity && { identity: true }),
    ...((metadata.writeOnly || element?.metadata.writeOnly) && { secret: true }),
    ...(metadata.unordered && { set: true }),
    ...(refersTo && { refersTo }),
    ...describeSupport({ ...metadata, since: own.since === kind.requires?.since ? undefined : own.since }),
    ...(own.pro && { edition: "PRO" }),
    ...(metadata.losesContentOnChange && { losesContent: metadata.losesContentOnChange }),
    ...(metadata.control && { control: true }),
  };
  return [field, ...describeFields(unwrapped, context, path, own)];
}

/** Returns false for `{}` (a block with the defaults of its fields) and for a function of other fields; comments describe these. */
function isConstant(createDefault: FieldMetadata["createDefault"]): createDefault is Json {
  if (createDefault === undefined || typeof createDefault === "function") return false;
  return JSON.stringify(createDefault) !== "{}";
}

function isNullable(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodNullable) return true;
  return schema instanceof z.ZodOptional && isNullable(schema.unwrap());
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrap(schema.unwrap()) : schema;
}
