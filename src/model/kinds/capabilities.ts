import { z } from "zod";
import { type Fields, isFields, type Json } from "../../util/json.ts";
import { isAtLeast, type Server } from "../../util/release.ts";
import { requiredBlock, withCreateDefault } from "../field-metadata.ts";
import { defineKind, type Endpoints, type Kind } from "../kind.ts";
import { decodeProperties, encodeProperties } from "../property-codec.ts";
import { type CapabilityTypeId, type CapabilityTypes, capabilityTypes } from "./capability-types.ts";

const common = {
  /** Whether it is on. Default at creation: true. */
  enabled: withCreateDefault(z.boolean(), true),
  /** For people. */
  notes: withCreateDefault(z.string(), ""),
};

const isByRest = ({ release, edition }: Server) =>
  edition !== "CORE" && release !== undefined && isAtLeast(release, "3.84.0");

/** By REST from 3.84 on, where the edition is not the Core; else by ExtDirect, which Nexus's own pages use. */
function endpoints(server: Server): Endpoints {
  if (isByRest(server))
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
  // REST says `type` what ExtDirect says `typeId`.
  return { id, type: type ?? typeId, enabled, notes, properties: decodeProperties(properties, fieldsOf(texts)) };
}

/** A PUT has the id in its body, too; what it leaves out of the properties goes (3.71). */
function toNexus({ id, enabled, notes, properties }: Fields, type: string, server: Server = {}): Json {
  const told = Object.entries(encodeProperties(fieldsOf(properties))).filter(([, text]) => text !== null);
  return {
    ...(id !== undefined && { id }),
    ...(isByRest(server) ? { type } : { typeId: type }),
    enabled,
    notes: notes ?? "",
    properties: Object.fromEntries(told),
  };
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}

/** The type, and of types of which there may be several the properties that tell them apart. */
function identify(type: Json | undefined, { properties }: Fields): string {
  const by = Object.entries(capabilityTypes).find(([one]) => one === type)?.[1].by ?? [];
  return [type, ...by.map((name) => fieldsOf(properties)[name])].map((word) => String(word ?? "")).join(" ");
}

function capabilityKind<S extends z.ZodObject>(type: CapabilityTypeId, schema: S): Kind<S> {
  const { className, requires, by, brought, properties } = capabilityTypes[type];
  const pick = (list: Json) =>
    Array.isArray(list) ? list.map((one) => fromNexus(one, properties)).find((one) => one.type === type) : {};
  return defineKind({
    name: `capability-${type.replaceAll(".", "-")}`,
    token: `capability:${className}`,
    noun: `${type} capability`,
    family: "capability",
    schema,
    endpoints: brought ? (server) => ({ ...endpoints(server), remove: undefined }) : endpoints,
    ...(requires && { requires }),
    ...(!by && { setting: true }),
    identify: { from: "properties", name: (fields) => identify(fields.type ?? type, fields) },
    matches: (live) => live.type === type,
    fromNexus: by ? (live) => fromNexus(live, properties) : pick,
    toNexus: (fields, _purpose, server) => toNexus(fields, type, server),
  });
}

type Properties<T extends CapabilityTypeId> = CapabilityTypes[T]["properties"];
type Told<T extends CapabilityTypeId> =
  Record<never, never> extends z.input<Properties<T>> ? z.ZodOptional<Properties<T>> : Properties<T>;
/** What a capability of a type takes. */
export type CapabilitySchema<T extends CapabilityTypeId> = z.ZodObject<
  typeof common & { properties: Told<T> },
  z.core.$strict
>;

function schemaOf(properties: z.ZodObject): z.ZodObject {
  const isOptional = properties.safeParse({}).success;
  return z.strictObject({ ...common, properties: isOptional ? requiredBlock(properties) : properties });
}

/** One kind for each type: `capabilityKinds.baseurl`. */
export const capabilityKinds = Object.fromEntries(
  Object.entries(capabilityTypes).map(([type, { properties }]) => [
    type,
    capabilityKind(type as CapabilityTypeId, schemaOf(properties)),
  ]),
) as unknown as { [T in CapabilityTypeId]: Kind<CapabilitySchema<T>> };

/** A capability of any type; what its properties are called and mean is the type's. */
export const anyCapability = defineKind({
  name: "capability",
  token: "capability:Capability",
  noun: "capability",
  family: "capability",
  schema: z.strictObject({
    ...common,
    /** Nexus's id of the type: `crowd`. A capability cannot change it: another one is another capability. */
    type: z.string().min(1),
    /** As the type has them: texts, as Nexus keeps them (`"true"`, `"24"`). */
    properties: withCreateDefault(z.record(z.string().regex(/^[^.]+$/, "must be a name without dots"), z.string()), {}),
  }),
  endpoints,
  identify: { from: "type", name: (fields) => identify(fields.type, fields) },
  fromNexus: (live) => fromNexus(live, z.object({})),
  toNexus: (fields, _purpose, server) => toNexus(fields, String(fields.type), server),
});
