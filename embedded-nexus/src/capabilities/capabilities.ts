import { randomUUID } from "node:crypto";
import { isKnownIn } from "../facts.ts";
import { javaException } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import { SECRET_PLACEHOLDER } from "../secret-placeholder.ts";
import type { CapabilityRecord } from "../state.ts";
import { type CapabilityDescriptor, getCapabilityDescriptors } from "./capability-descriptors.ts";

/** The settings of a capability that a request contains. */
export type CapabilitySettings = Pick<CapabilityRecord, "enabled" | "notes" | "properties">;

/** Adds the capabilities of a new Nexus (3.71), unless there are any. */
export function addBuiltinCapabilities({ state, edition }: Nexus): void {
  if (state.capabilities.length) return;
  const notes = `Automatically added on ${new Date().toUTCString()}`;
  for (const [typeId, { initialProperties }] of Object.entries(getCapabilityDescriptors(edition))) {
    if (initialProperties)
      state.capabilities.push({ id: randomUUID(), typeId, enabled: true, notes, properties: { ...initialProperties } });
  }
}

/** Returns a capability type of this Nexus's edition. */
export function findCapabilityDescriptor(nexus: Nexus, typeId: string): CapabilityDescriptor | undefined {
  return getCapabilityDescriptors(nexus.edition)[typeId];
}

/** Validates a capability. Returns messages by field, or one message; undefined if it is valid. */
export function validateCapability(
  nexus: Nexus,
  typeId: string,
  properties: Record<string, string>,
  updated?: CapabilityRecord,
): string | Record<string, string> | undefined {
  const type = findCapabilityDescriptor(nexus, typeId);
  if (!type) return { typeId: "Missing capability type" };
  if (type.failsFrom !== undefined && isAtLeast(nexus.release, type.failsFrom))
    throw javaException("java.lang.IllegalStateException", `${typeId} is configured in its repository`);
  const { name, required = [], urlProperties = [], minimums = {}, uniqueBy = [] } = type;
  const missing = required.filter((property) => !properties[property]);
  if (missing.length) return Object.fromEntries(missing.map((property) => [property, "must not be blank"]));
  const invalidUrls = urlProperties.filter((property) => !/^https?:\/\/\S+$/.test(properties[property] ?? "http://"));
  const urlMessage = "URL should be in the format 'http://www.example.com'";
  if (invalidUrls.length) return Object.fromEntries(invalidUrls.map((property) => [property, urlMessage]));
  const tooLow = Object.entries(minimums).filter(
    ([property, minimum]) => Number(properties[property] ?? minimum) < minimum,
  );
  if (tooLow.length)
    return Object.fromEntries(
      tooLow.map(([property, minimum]) => [property, `must be greater than or equal to ${minimum}`]),
    );
  const others = nexus.state.capabilities.filter(
    (capability) => capability.typeId === typeId && capability !== updated,
  );
  if (!others.some((other) => uniqueBy.every((property) => other.properties[property] === properties[property])))
    return undefined;
  const key = ["", ...uniqueBy.map((property) => `${property} '${properties[property]}'`)].join(", ");
  return `Only one capability of type '${name}'${key} can be created`;
}

/** Converts a capability to its response body in ExtDirect. */
export function toCapabilityXO(nexus: Nexus, capability: CapabilityRecord): JsonObject {
  const { id, typeId, enabled, notes, properties } = capability;
  const type = findCapabilityDescriptor(nexus, typeId);
  const repository = properties.repository;
  const repositoryIsMissing = repository !== undefined && repository !== "*" && !nexus.findRepository(repository);
  const active = enabled && !repositoryIsMissing;
  const category = type?.category && { Category: type.category };
  const described = type?.describedBy && properties[type.describedBy]?.split(",").join(", ");
  const passive = repositoryIsMissing ? `Repository '${repository}' does not exist` : "Passive";
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

/** Converts a capability to its response body in the REST API (documented, not measured). */
export function toCapabilityDTO(nexus: Nexus, capability: CapabilityRecord): JsonObject {
  const { typeId, ...rest } = toCapabilityXO(nexus, capability);
  const body: JsonObject = { ...rest, type: typeId ?? null };
  return Object.fromEntries(
    Object.entries(body).filter(
      ([field]) => !/WarningMessage$/.test(field) && isKnownIn(nexus.release, `CapabilityDTO.${field}`),
    ),
  );
}

/** Returns the properties of a response. From 3.93 on a secret is a reference, `_20` (documented); before, clear text (3.71). */
function toShownProperties(nexus: Nexus, { typeId, properties }: CapabilityRecord): JsonObject {
  const secrets = isAtLeast(nexus.release, "3.93") ? (findCapabilityDescriptor(nexus, typeId)?.secrets ?? []) : [];
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.includes(name) ? "_20" : value]),
  );
}

/**
 * Replaces placeholders of a request by the stored values (3.71). A secret reference such as `_20` is stored as a text, as
 * 3.71 does; what releases with references do is not known.
 */
export function restoreSecrets(
  properties: Record<string, string>,
  stored: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value === SECRET_PLACEHOLDER ? (stored[name] ?? value) : value,
    ]),
  );
}
