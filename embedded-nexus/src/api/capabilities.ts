import { capabilityDTO, complaint, withKept } from "../capabilities/capabilities.ts";
import { change, newCapability, remove, texts } from "../capabilities/capability-store.ts";
import { capabilityTypes } from "../capabilities/capability-descriptors.ts";
import { done, ok, refusal, refused, violated } from "../http/responses.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import type { CapabilityRecord } from "../state.ts";

/** By the documents: REST from 3.84 on, where the edition is not the Core. Before, and there, it is 404 (3.71, 3.77). */
export function capabilityEndpoints({ release, edition }: Nexus): Endpoint[] {
  if (edition === "CORE" || !isAtLeast(release, "3.84")) return [];
  return isAtLeast(release, "3.88") ? [...endpoints, types] : [...endpoints];
}

const body = { schema: "CapabilityDTO" } as const;

const endpoints: readonly Endpoint[] = [
  endpoint("GET /v1/capabilities", {
    may: "nexus:capabilities:read",
    handle: ({ nexus }) => ok(nexus.state.capabilities.map((capability) => capabilityDTO(nexus, capability))),
  }),

  endpoint<JsonObject>("POST /v1/capabilities", {
    body,
    may: "nexus:capabilities:create",
    handle: ({ nexus, body }) => {
      const typeId = String(body.type ?? "");
      const properties = texts(body.properties);
      check(complaint(nexus, typeId, properties));
      return ok(capabilityDTO(nexus, newCapability(nexus, typeId, { ...told(body), properties })));
    },
  }),

  // The id is wanted in the body, too.
  endpoint<JsonObject>("PUT /v1/capabilities/{id}", {
    body,
    may: "nexus:capabilities:update",
    handle: ({ nexus, body, param }) => {
      const capability = existing(nexus, param("id"));
      if (body.id !== capability.id) throw violated([{ id: "id", message: "must not be empty" }]);
      const properties = withKept(texts(body.properties), capability.properties);
      check(complaint(nexus, capability.typeId, properties, capability));
      change(nexus, capability, { ...told(body), properties });
      return done;
    },
  }),

  endpoint("DELETE /v1/capabilities/{id}", {
    may: "nexus:capabilities:delete",
    handle: ({ nexus, param }) => {
      if (!remove(nexus, param("id"))) throw refusal(404);
      return done;
    },
  }),
];

const types = endpoint("GET /v1/capabilities/types", {
  may: "nexus:capabilities:read",
  handle: ({ nexus }) =>
    ok(
      Object.entries(capabilityTypes(nexus.edition)).map(([id, { name }]) => ({ id, name, about: "", formFields: [] })),
    ),
});

function told(body: JsonObject): Pick<CapabilityRecord, "enabled" | "notes"> {
  const { enabled, notes } = body;
  return { enabled: enabled === true, notes: typeof notes === "string" ? notes : null };
}

function existing(nexus: Nexus, id: string): CapabilityRecord {
  const capability = nexus.state.capabilities.find((one) => one.id === id);
  if (!capability) throw refusal(404);
  return capability;
}

function check(wrong: string | Record<string, string> | undefined): void {
  if (typeof wrong === "string") throw refused(400, wrong);
  if (wrong) throw violated(Object.entries(wrong).map(([id, message]) => ({ id, message })));
}
