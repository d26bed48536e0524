import { randomUUID } from "node:crypto";
import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { type BeanViolation, CREATED, messageError, NO_CONTENT, ok, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isWithin, type ReleaseRange } from "../release.ts";

/** The defaults of optional fields. The password is stored but never returned. */
const DEFAULTS: JsonObject = {
  useTrustStore: false,
  authRealm: null,
  authUsername: null,
  userBaseDn: null,
  userSubtree: false,
  userLdapFilter: null,
  userPasswordAttribute: null,
  ldapGroupsAsRoles: false,
  groupType: null,
  groupBaseDn: null,
  groupSubtree: false,
  groupObjectClass: null,
  groupIdAttribute: null,
  groupMemberAttribute: null,
  groupMemberFormat: null,
  userMemberOfAttribute: null,
};

/** Creations fail, with and without a password (issue 898 of sonatype/nexus-public). */
const CREATION_BROKEN_IN: ReleaseRange = { from: "3.88", before: "3.89.1" };

/** LDAP servers (documented, not measured). No connection is made to any of them. */
export function ldapEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  if (edition === "CORE") return [];
  return isKnownIn(release, "DELETE /v1/security/ldap/cache")
    ? [...SERVER_ENDPOINTS, CLEAR_CACHE_ENDPOINT]
    : SERVER_ENDPOINTS;
}

const CLEAR_CACHE_ENDPOINT = defineEndpoint("DELETE /v1/security/ldap/cache", {
  permission: "nexus:ldap:delete",
  handle: () => NO_CONTENT,
});

const SERVER_ENDPOINTS: RestEndpoint[] = [
  defineEndpoint("GET /v1/security/ldap", {
    permission: "nexus:ldap:read",
    handle: ({ nexus }) => ok(nexus.state.ldapServers.map((server, order) => ({ ...toServerXO(server), order }))),
  }),

  defineEndpoint("GET /v1/security/ldap/{name}", {
    permission: "nexus:ldap:read",
    // Only the list contains the order: another client's live test reads none here (3.82 to 3.95).
    handle: ({ nexus, param }) => ok(toServerXO(getServer(nexus, param("name")))),
  }),

  defineEndpoint<JsonObject>("POST /v1/security/ldap", {
    body: { schema: "CreateLdapServerXo" },
    permission: "nexus:ldap:create",
    handle: ({ nexus, body }) => {
      if (isWithin(nexus.release, CREATION_BROKEN_IN))
        throw validationError([{ id: "CreateLdapServerXo.authPassword", message: "must not be null" }]);
      validateServer(nexus, body);
      nexus.change(() => nexus.state.ldapServers.push({ ...DEFAULTS, ...body, id: randomUUID() }));
      return CREATED;
    },
  }),

  defineEndpoint<string[]>("POST /v1/security/ldap/change-order", {
    body: "strings",
    permission: "nexus:ldap:update",
    handle: ({ nexus, body }) => {
      const servers = (body ?? []).map((name) => getServer(nexus, name));
      // Nexus's response to an incomplete list is not known. A client should not send one, so it is an error here.
      if (new Set(servers).size !== nexus.state.ldapServers.length)
        throw messageError(400, "Not all LDAP servers are named");
      nexus.change(() => {
        nexus.state.ldapServers = servers;
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint<JsonObject>("PUT /v1/security/ldap/{name}", {
    body: { schema: "UpdateLdapServerXo" },
    permission: "nexus:ldap:update",
    handle: ({ nexus, body, param }) => {
      const server = getServer(nexus, param("name"));
      if (body.id !== server.id) throw validationError([{ id: "id", message: "must be the id of the LDAP server" }]);
      validateServer(nexus, body, server);
      nexus.change(() => {
        nexus.state.ldapServers = nexus.state.ldapServers.map((other) =>
          other === server ? { ...DEFAULTS, ...body } : other,
        );
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/ldap/{name}", {
    permission: "nexus:ldap:delete",
    handle: ({ nexus, param }) => {
      const server = getServer(nexus, param("name"));
      nexus.change(() => {
        nexus.state.ldapServers = nexus.state.ldapServers.filter((other) => other !== server);
      });
      return NO_CONTENT;
    },
  }),
];

function getServer(nexus: Nexus, name: string): JsonObject {
  const server = nexus.state.ldapServers.find((server) => server.name === name);
  if (!server) throw messageError(404, `LDAP server '${name}' not found.`);
  return server;
}

/** Validates fields that depend on others, and the name. */
function validateServer(nexus: Nexus, body: JsonObject, changed?: JsonObject): void {
  const { authScheme, ldapGroupsAsRoles, groupType, name } = body;
  const violations: BeanViolation[] = [];
  const requireFields = (...fields: string[]) => {
    for (const id of fields) if (!body[id]) violations.push({ id, message: "must not be empty" });
  };
  if (authScheme !== "NONE") requireFields("authUsername", "authPassword");
  if (authScheme === "DIGEST_MD5" || authScheme === "CRAM_MD5") requireFields("authRealm");
  if (ldapGroupsAsRoles) requireFields("groupType");
  if (ldapGroupsAsRoles && groupType === "DYNAMIC") requireFields("userMemberOfAttribute");
  if (ldapGroupsAsRoles && groupType === "STATIC")
    requireFields("groupObjectClass", "groupIdAttribute", "groupMemberAttribute", "groupMemberFormat");
  if (nexus.state.ldapServers.some((server) => server !== changed && server.name === name))
    violations.push({ id: "name", message: "An LDAP server of that name already exists" });
  if (violations.length > 0) throw validationError(violations);
}

function toServerXO({ authPassword: _secret, ...server }: JsonObject): JsonObject {
  return server;
}
