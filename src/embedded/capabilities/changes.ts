import { randomUUID } from "node:crypto";
import { isObject, type Json } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Capability, Told } from "./capabilities.ts";

export function newCapability(nexus: Nexus, typeId: string, told: Told): Capability {
  const capability = { id: randomUUID(), typeId, ...told };
  nexus.change(() => nexus.state.capabilities.push(capability));
  return capability;
}

/** Whether it was there. */
export function remove(nexus: Nexus, id: string): boolean {
  const { capabilities } = nexus.state;
  const others = capabilities.filter((one) => one.id !== id);
  if (others.length === capabilities.length) return false;
  nexus.change(() => {
    nexus.state.capabilities = others;
  });
  return true;
}

/** Properties are texts, whatever was sent; null is as good as left out. */
export function texts(properties: Json | undefined): Record<string, string> {
  const given = Object.entries(isObject(properties) ? properties : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
