import { type Method, refuse } from "../extdirect/method.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { CapabilityRecord } from "../state.ts";
import { capabilityXO, complaint, type Told, typeOf, withKept } from "./capabilities.ts";
import { change, newCapability, remove, texts } from "./capability-store.ts";
import { capabilityTypes } from "./capability-descriptors.ts";

/** The capabilities as Nexus's own pages work on them. The answers are those of a Core 3.71 and 3.77. */
export const capabilityMethods: Readonly<Record<string, Method>> = {
  read: {
    may: "nexus:capabilities:read",
    handle: (nexus) => nexus.state.capabilities.map((capability) => capabilityXO(nexus, capability)),
  },
  readTypes: {
    may: "nexus:capabilities:read",
    handle: (nexus) => Object.entries(capabilityTypes(nexus.edition)).map(([id, { name }]) => ({ id, name })),
  },
  create: {
    may: "nexus:capabilities:create",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const typeId = String(body.typeId ?? "");
      const told = telling(body);
      const wrong = complaint(nexus, typeId, told.properties);
      if (wrong !== undefined) throw refuse(wrong);
      return capabilityXO(nexus, newCapability(nexus, typeId, told));
    },
  },
  // The type stays as it is, whatever is sent; properties that are left out go.
  update: {
    may: "nexus:capabilities:update",
    handle: (nexus, [given]) => {
      const body = isObject(given) ? given : {};
      const told = telling(body);
      if (!body.id) throw refuse({ id: "must not be empty" });
      const capability = existing(nexus, body.id);
      const properties = withKept(told.properties, capability.properties);
      const wrong = complaint(nexus, capability.typeId, properties, capability);
      if (wrong !== undefined) throw refuse(wrong);
      change(nexus, capability, { ...told, properties });
      return capabilityXO(nexus, capability);
    },
  },
  remove: {
    may: "nexus:capabilities:delete",
    handle: (nexus, [id]) => {
      if (!remove(nexus, String(id))) throw refuse(`Capability with id '${id}' was not found`);
      return null;
    },
  },
};

function telling(body: JsonObject): Told {
  if (typeof body.enabled !== "boolean") throw refuse({ enabled: "must not be null" });
  const { notes } = body;
  return { enabled: body.enabled, notes: typeof notes === "string" ? notes : null, properties: texts(body.properties) };
}

function existing(nexus: Nexus, id: Json): CapabilityRecord {
  const capability = nexus.state.capabilities.find((one) => one.id === id);
  if (capability && typeOf(nexus, capability.typeId)) return capability;
  const call = 'Cannot invoke "org.sonatype.nexus.capability.CapabilityReference.context()"';
  throw refuse(`${call} because "capabilityReference" is null`);
}
