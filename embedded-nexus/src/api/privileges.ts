import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, messageError, NO_CONTENT, ok } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import {
  loadPrivilege,
  PRIVILEGE_DESCRIPTORS,
  type PrivilegeDescriptor,
  type PrivilegeRecord,
  toApiPrivilege,
} from "../security/privileges.ts";

interface PrivilegeRequest {
  name: string;
  description?: string | null;
  actions?: string[];
  domain?: string;
  format?: string;
  repository?: string;
  contentSelector?: string;
  scriptName?: string;
  pattern?: string;
}

/** Privileges, with a POST and a PUT for each privilege type. */
export const privilegeEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/privileges", {
    permission: "nexus:privileges:read",
    // 3.77: a single privilege that cannot be read makes the whole list a 500.
    handle: ({ nexus }) => {
      const all = [...nexus.privileges.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      return ok(all.map(toApiPrivilege));
    },
  }),

  defineEndpoint("GET /v1/security/privileges/{privilegeName}", {
    permission: "nexus:privileges:read",
    handle: ({ nexus, param }) => ok(toApiPrivilege(getPrivilege(nexus, param("privilegeName")))),
  }),

  defineEndpoint("DELETE /v1/security/privileges/{privilegeName}", {
    permission: "nexus:privileges:delete",
    handle: ({ nexus, param }) => {
      const { name } = getChangeablePrivilege(nexus, param("privilegeName"));
      nexus.change(() => {
        nexus.state.privileges = nexus.state.privileges.filter((privilege) => privilege.name !== name);
        nexus.removeFromRoles([name]);
      });
      return NO_CONTENT;
    },
  }),

  ...Object.entries(PRIVILEGE_DESCRIPTORS).flatMap(([name, type]) => endpointsOfType(name, type)),
];

function endpointsOfType(typeName: string, type: PrivilegeDescriptor): RestEndpoint[] {
  const body = { schema: type.schema };
  return [
    defineEndpoint<PrivilegeRequest>(`POST /v1/security/privileges/${typeName}`, {
      body,
      permission: "nexus:privileges:create",
      handle: ({ nexus, body }) => {
        validatePrivilege(nexus, typeName, type, body);
        const { name } = body;
        if (nexus.privileges.has(name))
          throw messageError(400, `Privilege '${name}' already exists, use a unique name.`);
        const description = body.description ?? "";
        checkColumnWidths(nexus.release, "privilege", { ID: name, DESCRIPTION: description });
        const privilege = {
          name,
          type: typeName,
          description,
          readOnly: false,
          properties: toStoredProperties(type, body),
        };
        nexus.change(() => nexus.state.privileges.push(privilege));
        loadPrivilege(privilege);
        return CREATED;
      },
    }),

    defineEndpoint<PrivilegeRequest>(`PUT /v1/security/privileges/${typeName}/{privilegeName}`, {
      body,
      permission: "nexus:privileges:update",
      handle: ({ nexus, body, param }) => {
        const name = param("privilegeName");
        if (body.name !== name) {
          throw messageError(
            409,
            `The privilege name '${body.name}' does not match the name used in the path '${name}'.`,
          );
        }
        validatePrivilege(nexus, typeName, type, body);
        const privilege = getChangeablePrivilege(nexus, name);
        // 3.77: the type stays, but the properties become those of the path, which damages a privilege of another type.
        const changed = {
          ...privilege,
          description: body.description ?? "",
          properties: toStoredProperties(type, body),
        };
        nexus.change(() => {
          nexus.state.privileges = nexus.state.privileges.map((other) => (other.name === name ? changed : other));
        });
        loadPrivilege(changed);
        return NO_CONTENT;
      },
    }),
  ];
}

function getPrivilege(nexus: Nexus, name: string): PrivilegeRecord {
  const privilege = nexus.privileges.get(name);
  if (!privilege) throw messageError(404, `Privilege '${name}' not found.`);
  return loadPrivilege(privilege);
}

function getChangeablePrivilege(nexus: Nexus, name: string): PrivilegeRecord {
  const privilege = getPrivilege(nexus, name);
  if (privilege.readOnly) throw messageError(400, `Privilege '${name}' is internal and cannot be modified or deleted.`);
  return privilege;
}

/** Validates actions first, then the objects that the privilege refers to (3.71), and all of it before the name. */
function validatePrivilege(nexus: Nexus, typeName: string, type: PrivilegeDescriptor, request: PrivilegeRequest): void {
  const invalid = [...new Set(request.actions)].filter((action) => !type.actions.includes(action));
  if (invalid.length > 0) {
    throw messageError(400, `Privilege of type '${typeName}' cannot use action(s) of type '${invalid.join(",")}'.`);
  }
  if (request.repository !== undefined) checkRepository(nexus, request.format ?? "*", request.repository);
  if (type.fields.includes("contentSelector") && request.contentSelector !== undefined) {
    const { contentSelector } = request;
    const exists = nexus.state.selectors.some((selector) => selector.name === contentSelector);
    if (!exists) throw messageError(400, `Invalid selector '${contentSelector}' supplied.`);
  }
  // 3.77: the script must exist, `*` included.
  if (request.scriptName !== undefined && !nexus.state.scripts.some(({ name }) => name === request.scriptName)) {
    throw messageError(400, `Invalid script '${request.scriptName}' supplied.`);
  }
}

function checkRepository(nexus: Nexus, format: string, name: string): void {
  if (name === "*") {
    if (format !== "*" && !nexus.formats.includes(format))
      throw messageError(400, `Invalid format '${format}' supplied.`);
    return;
  }
  const repository = nexus.findRepository(name);
  if (!repository) throw messageError(400, `Invalid repository '${name}' supplied.`);
  if (format !== "*" && repository.format !== format) {
    throw messageError(400, `Invalid format '${format}' supplied for repository '${name}'.`);
  }
}

function toStoredProperties(type: PrivilegeDescriptor, request: PrivilegeRequest): Record<string, string> {
  const fields = request as unknown as Readonly<Record<string, string | string[] | undefined>>;
  const properties: Record<string, string> = {};
  for (const field of type.fields) {
    const value = fields[field];
    if (value !== undefined) properties[field] = Array.isArray(value) ? value.join(",") : value;
  }
  return properties;
}
