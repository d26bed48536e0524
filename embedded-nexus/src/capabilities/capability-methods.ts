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

/** ExtDirect's `capability_Capability`, which Nexus's user interface uses. Responses are those of a Core 3.71 and 3.77. */
export const capabilityMethods: Readonly<Record<string, ExtDirectMethod>> = {
  read: {
    permission: "nexus:capabilities:read",
    handle: async (nexus) => {
      await nexus.raceEmulation.runCapabilityList(nexus.state.capabilities);
      return nexus.state.capabilities.map((capability) => toCapabilityXO(nexus, capability));
    },
  },
  readTypes: {
    permission: "nexus:capabilities:read",
    handle: (nexus) => Object.entries(getCapabilityDescriptors(nexus.edition)).map(([id, { name }]) => ({ id, name })),
  },
  create: {
    permission: "nexus:capabilities:create",
    handle: (nexus, [data]) => {
      const body = isObject(data) ? data : {};
      const typeId = String(body.typeId ?? "");
      const settings = toCapabilitySettings(body);
      const problem = validateCapability(nexus, typeId, settings.properties);
      if (problem !== undefined) throw extDirectError(problem);
      return toCapabilityXO(nexus, createCapability(nexus, typeId, settings));
    },
  },
  // The type cannot be changed: a different typeId is ignored. Properties that the request omits are removed.
  update: {
    permission: "nexus:capabilities:update",
    handle: (nexus, [data]) => {
      const body = isObject(data) ? data : {};
      const settings = toCapabilitySettings(body);
      if (!body.id) throw extDirectError({ id: "must not be empty" });
      const capability = getCapability(nexus, body.id);
      const properties = restoreSecrets(settings.properties, capability.properties);
      const problem = validateCapability(nexus, capability.typeId, properties, capability);
      if (problem !== undefined) throw extDirectError(problem);
      updateCapability(nexus, capability, { ...settings, properties });
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
  const capability = nexus.state.capabilities.find((capability) => capability.id === id);
  if (capability && findCapabilityDescriptor(nexus, capability.typeId)) return capability;
  const call = 'Cannot invoke "org.sonatype.nexus.capability.CapabilityReference.context()"';
  throw extDirectError(`${call} because "capabilityReference" is null`);
}
