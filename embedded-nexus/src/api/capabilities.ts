import { restoreSecrets, toCapabilityDTO, validateCapability } from "../capabilities/capabilities.ts";
import { getCapabilityDescriptors } from "../capabilities/capability-descriptors.ts";
import {
  createCapability,
  deleteCapability,
  toStringProperties,
  updateCapability,
} from "../capabilities/capability-store.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok, statusError, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { CapabilityRecord } from "../state.ts";

/** The REST API of capabilities: from 3.84 on, except on the Core (documented). Otherwise 404 (3.71, 3.77). */
export function capabilityEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  if (edition === "CORE" || !isAtLeast(release, "3.84")) return [];
  return isAtLeast(release, "3.88") ? [...ENDPOINTS, TYPES_ENDPOINT] : [...ENDPOINTS];
}

const body = { schema: "CapabilityDTO" } as const;

const ENDPOINTS: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/capabilities", {
    permission: "nexus:capabilities:read",
    handle: ({ nexus }) => ok(nexus.state.capabilities.map((capability) => toCapabilityDTO(nexus, capability))),
  }),

  defineEndpoint<JsonObject>("POST /v1/capabilities", {
    body,
    permission: "nexus:capabilities:create",
    handle: ({ nexus, body }) => {
      const typeId = String(body.type ?? "");
      const properties = toStringProperties(body.properties);
      throwIfInvalid(validateCapability(nexus, typeId, properties));
      return ok(toCapabilityDTO(nexus, createCapability(nexus, typeId, { ...toSettings(body), properties })));
    },
  }),

  // The body must contain the id, too.
  defineEndpoint<JsonObject>("PUT /v1/capabilities/{id}", {
    body,
    permission: "nexus:capabilities:update",
    handle: ({ nexus, body, param }) => {
      const capability = getCapability(nexus, param("id"));
      if (body.id !== capability.id) throw validationError([{ id: "id", message: "must not be empty" }]);
      const properties = restoreSecrets(toStringProperties(body.properties), capability.properties);
      throwIfInvalid(validateCapability(nexus, capability.typeId, properties, capability));
      updateCapability(nexus, capability, { ...toSettings(body), properties });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/capabilities/{id}", {
    permission: "nexus:capabilities:delete",
    handle: ({ nexus, param }) => {
      if (!deleteCapability(nexus, param("id"))) throw statusError(404);
      return NO_CONTENT;
    },
  }),
];

const TYPES_ENDPOINT = defineEndpoint("GET /v1/capabilities/types", {
  permission: "nexus:capabilities:read",
  handle: ({ nexus }) =>
    ok(
      Object.entries(getCapabilityDescriptors(nexus.edition)).map(([id, { name }]) => ({
        id,
        name,
        about: "",
        formFields: [],
      })),
    ),
});

function toSettings(body: JsonObject): Pick<CapabilityRecord, "enabled" | "notes"> {
  const { enabled, notes } = body;
  return { enabled: enabled === true, notes: typeof notes === "string" ? notes : null };
}

function getCapability(nexus: Nexus, id: string): CapabilityRecord {
  const capability = nexus.state.capabilities.find((capability) => capability.id === id);
  if (!capability) throw statusError(404);
  return capability;
}

function throwIfInvalid(problem: string | Record<string, string> | undefined): void {
  if (typeof problem === "string") throw messageError(400, problem);
  if (problem) throw validationError(Object.entries(problem).map(([id, message]) => ({ id, message })));
}
