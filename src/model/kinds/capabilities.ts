import { z } from "zod";
import { type Fields, isFields, type Json } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { fieldMetadata, requiredBlock, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Endpoints, type Kind } from "../kind.ts";
import { decodeProperties, encodeProperties, freeProperties } from "../property-codec.ts";
import { type CapabilityTypeId, type CapabilityTypes, capabilityTypes } from "./capability-types.ts";
import { findByType } from "./find-by-type.ts";

const common = {
  /** Turns the capability on. Default on creation: true. */
  enabled: withCreateDefault(z.boolean(), true),
  /** Notes, shown in Nexus. */
  notes: withCreateDefault(z.string(), ""),
};

const hasRestEndpoints = ({ release, edition }: Server) =>
  edition !== "CORE" && release !== undefined && isAtLeast(release, "3.84.0");

/** Releases from 3.84 on have REST endpoints, except for the Core edition. Otherwise ExtDirect is used, as by Nexus's user interface. */
function endpoints(server: Server): Endpoints {
  if (hasRestEndpoints(server))
    return {
      list: "/v1/capabilities",
      create: "POST /v1/capabilities",
      update: "PUT /v1/capabilities/{id}",
      remove: "DELETE /v1/capabilities/{id}",
    };
  return {
    list: "extdirect:capability_Capability.read",
    create: "POST extdirect:capability_Capability.create",
    update: "PUT extdirect:capability_Capability.update",
    remove: "DELETE extdirect:capability_Capability.remove/{id}",
  };
}

function fromNexus(live: Json, properties: z.ZodObject): Fields {
  const { id, type, typeId, enabled, notes, properties: texts } = fieldsOf(live);
  // The field is named `type` in REST and `typeId` in ExtDirect.
  return { id, type: type ?? typeId, enabled, notes, properties: decodeProperties(properties, fieldsOf(texts)) };
}

/** A PUT needs the id in its body, too. It removes properties that the body omits (3.71). */
function toNexus({ id, enabled, notes, properties }: Fields, type: string, server: Server = {}): Json {
  const texts = Object.entries(encodeProperties(fieldsOf(properties))).filter(([, text]) => text !== null);
  return {
    ...(id !== undefined && { id }),
    ...(hasRestEndpoints(server) ? { type } : { typeId: type }),
    enabled,
    notes: notes ?? "",
    properties: Object.fromEntries(texts),
  };
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

/** Returns the type, followed by the properties that distinguish several capabilities of one type. */
function identityOf(type: Json | undefined, { properties }: Fields): string {
  const distinguishedBy = Object.entries(capabilityTypes).find(([id]) => id === type)?.[1].distinguishedBy ?? [];
  return [type, ...distinguishedBy.map((name) => fieldsOf(properties)[name])]
    .map((part) => String(part ?? ""))
    .join(" ");
}

function capabilityKind<S extends z.ZodObject>(type: CapabilityTypeId, schema: S): Kind<S> {
  const { className, requires, distinguishedBy, builtIn, properties } = capabilityTypes[type];
  const parse = (live: Json) => fromNexus(live, properties);
  return defineKind({
    name: `capability-${type.replaceAll(".", "-")}`,
    token: `capability:${className}`,
    noun: `${type} capability`,
    family: "capability",
    schema,
    endpoints: builtIn ? (server) => ({ ...endpoints(server), remove: undefined }) : endpoints,
    ...(requires && { requires }),
    ...(!distinguishedBy && { setting: true }),
    changesCanBeUndone: true,
    identify: { from: "properties", name: (fields) => identityOf(fields.type ?? type, fields) },
    matches: (live) => live.type === type,
    fromNexus: distinguishedBy ? parse : (list) => findByType(list, type, parse),
    toNexus: (fields, _purpose, server) => toNexus(fields, type, server),
  });
}

type Properties<T extends CapabilityTypeId> = CapabilityTypes[T]["properties"];
type PropertiesField<T extends CapabilityTypeId> =
  Record<never, never> extends z.input<Properties<T>> ? z.ZodOptional<Properties<T>> : Properties<T>;
/** The schema of a capability of one type. */
export type CapabilitySchema<T extends CapabilityTypeId> = z.ZodObject<
  typeof common & {
    /** The properties of the type. */
    properties: PropertiesField<T>;
  },
  z.core.$strict
>;

function schemaOf(properties: z.ZodObject): z.ZodObject {
  const isOptional = properties.safeParse({}).success;
  return z.strictObject({ ...common, properties: isOptional ? requiredBlock(properties) : properties });
}

/** The kinds of capabilities, one for each type: `capabilityKinds.baseurl`. */
export const capabilityKinds = Object.fromEntries(
  Object.entries(capabilityTypes).map(([type, { properties }]) => [
    type,
    capabilityKind(type as CapabilityTypeId, schemaOf(properties)),
  ]),
) as unknown as { [T in CapabilityTypeId]: Kind<CapabilitySchema<T>> };

/** A capability of any type. The names and meanings of its properties depend on the type. */
export const anyCapability = defineKind({
  name: "capability",
  token: "capability:Capability",
  noun: "capability",
  family: "capability",
  schema: z.strictObject({
    ...common,
    /** Nexus's id of the type, such as `crowd`. A change replaces the capability. */
    type: z.string().min(1),
    /**
     * The properties of the type, as texts (`"true"`, `"24"`). Those with a name such as `password`, `secret` or `token` are
     * stored as secrets. A value that Nexus does not show is not compared.
     */
    properties: withCreateDefault(
      freeProperties(z.string().register(fieldMetadata, { sensitive: "byName", placeholder: "returned" })),
      {},
    ),
  }),
  endpoints,
  changesCanBeUndone: true,
  identify: { from: "type", name: (fields) => identityOf(fields.type, fields) },
  fromNexus: (live) => fromNexus(live, z.object({})),
  toNexus: (fields, _purpose, server) => toNexus(fields, String(fields.type), server),
});
