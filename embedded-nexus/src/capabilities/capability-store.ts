import { randomUUID } from "node:crypto";
import { isObject, type Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { CapabilityRecord } from "../state.ts";
import type { CapabilitySettings } from "./capabilities.ts";

/** Creates a capability and stores it. */
export function createCapability(nexus: Nexus, typeId: string, settings: CapabilitySettings): CapabilityRecord {
  const capability = { id: randomUUID(), typeId, ...settings };
  nexus.change(() => {
    nexus.state.capabilities.push(capability);
    syncDefaultRoleRealm(nexus, capability, capability.enabled);
  });
  return capability;
}

/** Changes the settings of a stored capability. */
export function updateCapability(
  nexus: Nexus,
  capability: CapabilityRecord,
  settings: Partial<CapabilitySettings>,
): void {
  nexus.change(() => {
    Object.assign(capability, settings);
    syncDefaultRoleRealm(nexus, capability, capability.enabled);
  });
}

/** Deletes a capability. Returns false if it did not exist. */
export function deleteCapability(nexus: Nexus, id: string): boolean {
  const { capabilities } = nexus.state;
  const capability = capabilities.find((candidate) => candidate.id === id);
  if (!capability) return false;
  nexus.change(() => {
    nexus.state.capabilities = capabilities.filter((other) => other !== capability);
    syncDefaultRoleRealm(nexus, capability, false);
  });
  return true;
}

/** Activates the DefaultRole realm with the capability of this type, and deactivates it (3.71). */
function syncDefaultRoleRealm({ state }: Nexus, { typeId }: CapabilityRecord, isEnabled: boolean): void {
  if (typeId !== "defaultrole") return;
  const others = state.realms.filter((realm) => realm !== "DefaultRole");
  if (isEnabled && others.length === state.realms.length) state.realms = [...others, "DefaultRole"];
  if (!isEnabled) state.realms = others;
}

/** Converts properties to strings and omits those that are null, as Nexus does. */
export function toStringProperties(properties: Json | undefined): Record<string, string> {
  const entries = Object.entries(isObject(properties) ? properties : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
