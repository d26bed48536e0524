import { randomUUID } from "node:crypto";
import { isKnownIn } from "../facts.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { CapabilityRecord } from "../state.ts";
import { type CapabilityDescriptor, getCapabilityDescriptors } from "./capability-descriptors.ts";

/** What it is told. */
export type CapabilitySettings = Pick<CapabilityRecord, "enabled" | "notes" | "properties">;

/** Adds those that a fresh Nexus brings (3.71). */
export function addBuiltinCapabilities({ state, edition }: Nexus): void {
  if (state.capabilities.length) return;
  const notes = `Automatically added on ${new Date().toUTCString()}`;
  for (const [typeId, { initialProperties: fresh }] of Object.entries(getCapabilityDescriptors(edition))) {
    if (fresh) state.capabilities.push({ id: randomUUID(), typeId, enabled: true, notes, properties: { ...fresh } });
  }
}

export function findCapabilityDescriptor(nexus: Nexus, typeId: string): CapabilityDescriptor | undefined {
  return getCapabilityDescriptors(nexus.edition)[typeId];
}

/** Why it cannot be so: by field, or in a sentence. */
export function validateCapability(
  nexus: Nexus,
  typeId: string,
  properties: Record<string, string>,
  own?: CapabilityRecord,
): string | Record<string, string> | undefined {
  const type = findCapabilityDescriptor(nexus, typeId);
  if (!type) return { typeId: "Missing capability type" };
  const { name, required = [], urlProperties: urls = [], minimums: least = {}, uniqueBy: by } = type;
  const missing = required.filter((property) => !properties[property]);
  if (missing.length) return Object.fromEntries(missing.map((property) => [property, "must not be blank"]));
  const wrong = urls.filter((property) => !/^https?:\/\/\S+$/.test(properties[property] ?? "http://"));
  const url = "URL should be in the format 'http://www.example.com'";
  if (wrong.length) return Object.fromEntries(wrong.map((property) => [property, url]));
  const low = Object.entries(least).filter(([property, bound]) => Number(properties[property] ?? bound) < bound);
  if (low.length)
    return Object.fromEntries(low.map(([property, bound]) => [property, `must be greater than or equal to ${bound}`]));
  const others = nexus.state.capabilities.filter((one) => one.typeId === typeId && one !== own);
  if (!others.some((other) => (by ?? []).every((property) => other.properties[property] === properties[property])))
    return undefined;
  const which = ["", ...(by ?? []).map((property) => `${property} '${properties[property]}'`)].join(", ");
  return `Only one capability of type '${name}'${which} can be created`;
}

/** As ExtDirect shows it. */
export function toCapabilityXO(nexus: Nexus, capability: CapabilityRecord): JsonObject {
  const { id, typeId, enabled, notes, properties } = capability;
  const type = findCapabilityDescriptor(nexus, typeId);
  const repository = properties.repository;
  const isLost = repository !== undefined && repository !== "*" && !nexus.findRepository(repository);
  const active = enabled && !isLost;
  const category = type?.category && { Category: type.category };
  const described = type?.describedBy && properties[type.describedBy]?.split(",").join(", ");
  const passive = isLost ? `Repository '${repository}' does not exist` : "Passive";
  return {
    id,
    typeId,
    enabled,
    notes,
    properties: toShownProperties(nexus, capability),
    active,
    error: false,
    description: described || type?.description || null,
    state: active ? "active" : enabled ? "passive" : "disabled",
    stateDescription: active ? "Active" : enabled ? passive : "Disabled",
    status: null,
    typeName: type?.name ?? typeId,
    tags: category ? { ...category, ...(repository !== undefined && { Repository: repository }) } : null,
    disableWarningMessage: null,
    deleteWarningMessage: null,
  };
}

/** As the REST API shows it (by the documents). */
export function toCapabilityDTO(nexus: Nexus, capability: CapabilityRecord): JsonObject {
  const { typeId, ...rest } = toCapabilityXO(nexus, capability);
  const told: JsonObject = { ...rest, type: typeId ?? null };
  return Object.fromEntries(
    Object.entries(told).filter(
      ([field]) => !/WarningMessage$/.test(field) && isKnownIn(nexus.release, `CapabilityDTO.${field}`),
    ),
  );
}

/** By the documents: from 3.93 on a secret is shown as where it is kept, `_20`; before that in clear (3.71). */
function toShownProperties(nexus: Nexus, { typeId, properties }: CapabilityRecord): JsonObject {
  const secrets = isAtLeast(nexus.release, "3.93") ? (findCapabilityDescriptor(nexus, typeId)?.secrets ?? []) : [];
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.includes(name) ? "_20" : value]),
  );
}

/** What came back as it was shown stays as it was. */
export function restoreSecrets(given: Record<string, string>, before: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === "_20" ? (before[name] ?? value) : value]),
  );
}
