import { randomUUID } from "node:crypto";
import { isObject, type Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { CapabilityRecord } from "../state.ts";
import type { CapabilitySettings } from "./capabilities.ts";

export function createCapability(nexus: Nexus, typeId: string, told: CapabilitySettings): CapabilityRecord {
  const capability = { id: randomUUID(), typeId, ...told };
  nexus.change(() => {
    nexus.state.capabilities.push(capability);
    syncDefaultRoleRealm(nexus, capability, capability.enabled);
  });
  return capability;
}

export function updateCapability(nexus: Nexus, capability: CapabilityRecord, told: Partial<CapabilitySettings>): void {
  nexus.change(() => {
    Object.assign(capability, told);
    syncDefaultRoleRealm(nexus, capability, capability.enabled);
  });
}

/** Whether it was there. */
export function deleteCapability(nexus: Nexus, id: string): boolean {
  const { capabilities } = nexus.state;
  const gone = capabilities.find((one) => one.id === id);
  if (!gone) return false;
  nexus.change(() => {
    nexus.state.capabilities = capabilities.filter((one) => one !== gone);
    syncDefaultRoleRealm(nexus, gone, false);
  });
  return true;
}

/** 3.71: the realm of the default role is switched on and off with its capability. */
function syncDefaultRoleRealm({ state }: Nexus, { typeId }: CapabilityRecord, on: boolean): void {
  if (typeId !== "defaultrole") return;
  const others = state.realms.filter((realm) => realm !== "DefaultRole");
  if (on && others.length === state.realms.length) state.realms = [...others, "DefaultRole"];
  if (!on) state.realms = others;
}

/** Properties are texts, whatever was sent; null is as good as left out. */
export function toStringProperties(properties: Json | undefined): Record<string, string> {
  const given = Object.entries(isObject(properties) ? properties : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
