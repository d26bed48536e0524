import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, statusError } from "../http/responses.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

interface IqAuditRequest {
  repositoryName: string;
  enabled?: boolean | null;
  enabledQuarantine: boolean;
}

const SETTING_KEY = "/v1/iq/audit";

/** The audit of proxy repositories by Sonatype IQ (documented). */
export const iqAuditEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/iq/audit", {
    permission: "nexus:settings:read",
    handle: ({ nexus }) =>
      ok(Object.keys(getAudits(nexus)).flatMap((name) => (nexus.findRepository(name) ? [toAuditXO(nexus, name)] : []))),
  }),

  defineEndpoint("GET /v1/iq/audit/{repositoryName}", {
    permission: "nexus:settings:read",
    handle: ({ nexus, param }) => {
      const name = param("repositoryName");
      checkProxy(nexus, name);
      return ok(toAuditXO(nexus, name));
    },
  }),

  defineEndpoint<IqAuditRequest>("PUT /v1/iq/audit", {
    body: { schema: "IqAuditXo" },
    permission: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      const { repositoryName, enabled, enabledQuarantine } = body;
      checkProxy(nexus, repositoryName);
      nexus.change(() => {
        const audit = { enabled: enabled ?? false, enabledQuarantine };
        nexus.state.settings[SETTING_KEY] = { ...getAudits(nexus), [repositoryName]: audit };
      });
      return NO_CONTENT;
    },
  }),
];

function checkProxy(nexus: Nexus, name: string): void {
  const repository = nexus.findRepository(name);
  if (!repository) throw statusError(404);
  if (repository.type !== "proxy") throw statusError(400);
}

function getAudits(nexus: Nexus): JsonObject {
  return nexus.state.settings[SETTING_KEY] ?? {};
}

function toAuditXO(nexus: Nexus, repositoryName: string): JsonObject {
  const audit = getAudits(nexus)[repositoryName];
  return { repositoryName, ...(isObject(audit) ? audit : { enabled: false, enabledQuarantine: false }) };
}
