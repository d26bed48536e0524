import { type ExtDirectMethod, extDirectError } from "../extdirect/method.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { CapabilityRecord } from "../state.ts";
import {
  type CapabilitySettings,
  findCapabilityDescriptor,
  restoreSecrets,
  toCapabilityXO,
  validateCapability,
} from "./capabilities.ts";
import { getCapabilityDescriptors } from "./capability-descriptors.ts";
import { createCapability, deleteCapability, toStringProperties, updateCapability } from "./capability-store.ts";

/** The capabilities as Nexus's own pages work on them. The answers are those of a Core 3.71 and 3.77. */
export const capabilityMethods: Readonly<Record<string, ExtDirectMethod>> = {
  read: {
    permission: "nexus:capabilities:read",
    handle: (nexus) => nexus.state.capabilities.map((capability) => toCapabilityXO(nexus, capability)),
  },
  readTypes: {
    permission: "nexus:capabilities:read",
    handle: (nexus) => Object.entries(getCapabilityDescriptors(nexus.edition)).map(([id, { name }]) => ({ id, name })),
  },
  create: {
    permission: "nexus:capabilities:create",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const typeId = String(body.typeId ?? "");
      const told = toCapabilitySettings(body);
      const wrong = validateCapability(nexus, typeId, told.properties);
      if (wrong !== undefined) throw extDirectError(wrong);
      return toCapabilityXO(nexus, createCapability(nexus, typeId, told));
    },
  },
  // The type stays as it is, whatever is sent; properties that are left out go.
  update: {
    permission: "nexus:capabilities:update",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const told = toCapabilitySettings(body);
      if (!body.id) throw extDirectError({ id: "must not be empty" });
      const capability = getCapability(nexus, body.id);
      const properties = restoreSecrets(told.properties, capability.properties);
      const wrong = validateCapability(nexus, capability.typeId, properties, capability);
      if (wrong !== undefined) throw extDirectError(wrong);
      updateCapability(nexus, capability, { ...told, properties });
      return toCapabilityXO(nexus, capability);
    },
  },
  remove: {
    permission: "nexus:capabilities:delete",
    handle: (nexus, [id]) => {
      if (!deleteCapability(nexus, String(id))) throw extDirectError(`Capability with id '${id}' was not found`);
      return null;
    },
  },
};

function toCapabilitySettings(body: JsonObject): CapabilitySettings {
  if (typeof body.enabled !== "boolean") throw extDirectError({ enabled: "must not be null" });
  const { notes } = body;
  return {
    enabled: body.enabled,
    notes: typeof notes === "string" ? notes : null,
    properties: toStringProperties(body.properties),
  };
}

function getCapability(nexus: Nexus, id: Json): CapabilityRecord {
  const capability = nexus.state.capabilities.find((one) => one.id === id);
  if (capability && findCapabilityDescriptor(nexus, capability.typeId)) return capability;
  const call = 'Cannot invoke "org.sonatype.nexus.capability.CapabilityReference.context()"';
  throw extDirectError(`${call} because "capabilityReference" is null`);
}
