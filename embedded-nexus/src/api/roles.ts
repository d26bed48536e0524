import { checkColumnWidths } from "../column-widths.ts";
import { listUserSources } from "../editions.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { messageError, NO_CONTENT, ok } from "../http/responses.ts";
import { toHashOrder } from "../java-hash-order.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { ExternalGroupRecord, RoleRecord } from "../state.ts";

interface RoleRequest {
  id: string;
  name: string;
  description?: string | null;
  privileges?: string[] | null;
  roles?: string[] | null;
}

const body = { schema: "RoleXORequest" } as const;

/** Roles: local ones, and the groups of external sources, which Nexus lists as roles. */
export const roleEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/roles", {
    permission: "nexus:roles:read",
    handle: ({ nexus, query }) => {
      const source = query("source") || undefined;
      checkSource(nexus, source);
      const groups = listExternalGroups(nexus, source).map(toGroupXO);
      if (source !== undefined && source !== "default") return ok(groups);
      const roles = [...nexus.state.roles].sort((a, b) => (a.id < b.id ? -1 : 1));
      return ok([...roles.map(toRoleXO), ...groups]);
    },
  }),

  defineEndpoint("GET /v1/security/roles/{id}", {
    permission: "nexus:roles:read",
    handle: ({ nexus, param, query }) => {
      const source = query("source") || "default";
      checkSource(nexus, source);
      const id = param("id");
      if (source === "default") return ok(toRoleXO(getRole(nexus, id)));
      const group = listExternalGroups(nexus, source).find((candidate) => candidate.id === id);
      if (!group) throw messageError(404, `Role '${id}' not found.`);
      return ok(toGroupXO(group));
    },
  }),

  defineEndpoint<RoleRequest>("POST /v1/security/roles", {
    body,
    permission: "nexus:roles:create",
    handle: ({ nexus, body }) => {
      if (findRole(nexus, body.id)) throw messageError(400, `Role '${body.id}' already exists, use a unique roleId.`);
      const role = toRole(nexus, body);
      nexus.change(() => nexus.state.roles.push(role));
      return ok(toRoleXO(role));
    },
  }),

  defineEndpoint<RoleRequest>("PUT /v1/security/roles/{id}", {
    body,
    permission: "nexus:roles:update",
    handle: ({ nexus, body, param }) => {
      const id = param("id");
      // 3.77: 409, although a different id of a user is 400.
      if (body.id !== id)
        throw messageError(409, `The Role id '${body.id}' does not match the id used in the path '${id}'.`);
      const role = getChangeableRole(nexus, id);
      const changed = toRole(nexus, body);
      nexus.change(() => Object.assign(role, changed));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/roles/{id}", {
    permission: "nexus:roles:delete",
    handle: ({ nexus, param }) => {
      const { id } = getChangeableRole(nexus, param("id"));
      const without = (ids: string[]): string[] => ids.filter((other) => other !== id);
      // 3.77: removed from roles and users for good: a new role of the same name does not get them back.
      nexus.change(() => {
        const { state } = nexus;
        state.roles = state.roles.filter((role) => role.id !== id);
        for (const role of state.roles) role.roles = without(role.roles);
        for (const user of state.users) user.roles = without(user.roles);
      });
      return NO_CONTENT;
    },
  }),
];

function findRole(nexus: Nexus, id: string): RoleRecord | undefined {
  return nexus.state.roles.find((role) => role.id === id);
}

function getRole(nexus: Nexus, id: string): RoleRecord {
  const role = findRole(nexus, id);
  if (!role) throw messageError(404, `Role '${id}' not found.`);
  return role;
}

function getChangeableRole(nexus: Nexus, id: string): RoleRecord {
  const role = getRole(nexus, id);
  if (role.readOnly) throw messageError(400, `Role '${id}' is internal and cannot be modified or deleted.`);
  return role;
}

/** Throws 400 for an unknown source (3.77). */
function checkSource(nexus: Nexus, source = "default"): void {
  if (listUserSources(nexus.edition).some(({ id }) => id === source)) return;
  throw messageError(400, `Source '${source}' not found.`);
}

/** Lists the groups of an external source, or of all that this edition has (by the source code, not measured). */
function listExternalGroups({ edition, state }: Nexus, source: string | undefined): ExternalGroupRecord[] {
  const sources = listUserSources(edition).map(({ id }) => id);
  return state.externalGroups.filter((group) => {
    return sources.includes(group.source) && (source ?? group.source) === group.source;
  });
}

function toRole(nexus: Nexus, request: RoleRequest): RoleRecord {
  const { id, name } = request;
  const privileges = [...new Set(request.privileges ?? [])];
  const roles = [...new Set(request.roles ?? [])];
  const missing = privileges.find((privilege) => !nexus.privileges.has(privilege));
  if (missing !== undefined) throw messageError(400, `Privilege '${missing}' contained in role '${id}' not found.`);
  const missingRole = roles.find((role) => !findRole(nexus, role));
  if (missingRole !== undefined) throw messageError(400, `Role '${missingRole}' contained in role '${id}' not found.`);
  if (roles.some((role) => containsRole(nexus, role, id, new Set()))) {
    throw messageError(400, `Role '${id}' cannot contain itself either directly or indirectly through child roles.`);
  }
  // 3.77: without a description, the id is stored as the description.
  const description = request.description ?? id;
  checkColumnWidths(nexus.release, "role", { ID: id, NAME: name, DESCRIPTION: description });
  return { id, name, description, readOnly: false, privileges, roles };
}

function containsRole(nexus: Nexus, holder: string, searched: string, seen: Set<string>): boolean {
  if (holder === searched) return true;
  if (seen.has(holder)) return false;
  seen.add(holder);
  return (findRole(nexus, holder)?.roles ?? []).some((child) => containsRole(nexus, child, searched, seen));
}

function toGroupXO({ id, source }: ExternalGroupRecord): JsonObject {
  return { id, source, name: id, description: id, readOnly: true, privileges: [], roles: [] };
}

function toRoleXO({ id, name, description, readOnly, privileges, roles }: RoleRecord): JsonObject {
  return {
    id,
    source: "default",
    name,
    description,
    readOnly,
    privileges: toHashOrder(privileges),
    roles: toHashOrder(roles),
  };
}
