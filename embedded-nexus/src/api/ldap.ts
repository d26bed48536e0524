import { randomUUID } from "node:crypto";
import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { type BeanViolation, CREATED, messageError, NO_CONTENT, ok, validationError } from "../http/responses.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";

/** What a server has beside what was given; the password is kept and never shown. */
const EMPTY: JsonObject = {
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

/** By the documents: no LDAP server was at hand to measure any of it. Nothing here connects to one. */
export function ldapEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  if (edition === "CORE") return [];
  return isKnownIn(release, "DELETE /v1/security/ldap/cache") ? [...SERVERS, CLEAR_CACHE] : SERVERS;
}

const CLEAR_CACHE = defineEndpoint("DELETE /v1/security/ldap/cache", {
  permission: "nexus:ldap:delete",
  handle: () => NO_CONTENT,
});

const SERVERS: RestEndpoint[] = [
  defineEndpoint("GET /v1/security/ldap", {
    permission: "nexus:ldap:read",
    handle: ({ nexus }) => ok(nexus.state.ldapServers.map(shown)),
  }),

  defineEndpoint("GET /v1/security/ldap/{name}", {
    permission: "nexus:ldap:read",
    handle: ({ nexus, param }) => {
      const server = existing(nexus, param("name"));
      return ok(shown(server, nexus.state.ldapServers.indexOf(server)));
    },
  }),

  defineEndpoint<JsonObject>("POST /v1/security/ldap", {
    body: { schema: "CreateLdapServerXo" },
    permission: "nexus:ldap:create",
    handle: ({ nexus, body }) => {
      check(nexus, body);
      nexus.change(() => nexus.state.ldapServers.push({ ...EMPTY, ...body, id: randomUUID() }));
      return CREATED;
    },
  }),

  defineEndpoint<string[]>("POST /v1/security/ldap/change-order", {
    body: "strings",
    permission: "nexus:ldap:update",
    handle: ({ nexus, body }) => {
      const servers = (body ?? []).map((name) => existing(nexus, name));
      // What it makes of a list that lacks some is not known: nobody should send one.
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
      const server = existing(nexus, param("name"));
      if (body.id !== server.id) throw validationError([{ id: "id", message: "must be the id of the LDAP server" }]);
      check(nexus, body, server);
      nexus.change(() => {
        nexus.state.ldapServers = nexus.state.ldapServers.map((one) => (one === server ? { ...EMPTY, ...body } : one));
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/ldap/{name}", {
    permission: "nexus:ldap:delete",
    handle: ({ nexus, param }) => {
      const server = existing(nexus, param("name"));
      nexus.change(() => {
        nexus.state.ldapServers = nexus.state.ldapServers.filter((one) => one !== server);
      });
      return NO_CONTENT;
    },
  }),
];

function existing(nexus: Nexus, name: string): JsonObject {
  const server = nexus.state.ldapServers.find((one) => one.name === name);
  if (!server) throw messageError(404, `LDAP server '${name}' not found.`);
  return server;
}

/** What one field demands of the others. */
function check(nexus: Nexus, body: JsonObject, changed?: JsonObject): void {
  const { authScheme, ldapGroupsAsRoles, groupType, name } = body;
  const violations: BeanViolation[] = [];
  const demand = (...fields: string[]) => {
    for (const id of fields) if (!body[id]) violations.push({ id, message: "must not be empty" });
  };
  if (authScheme !== "NONE") demand("authUsername", "authPassword");
  if (authScheme === "DIGEST_MD5" || authScheme === "CRAM_MD5") demand("authRealm");
  if (ldapGroupsAsRoles) demand("groupType");
  if (ldapGroupsAsRoles && groupType === "DYNAMIC") demand("userMemberOfAttribute");
  if (ldapGroupsAsRoles && groupType === "STATIC")
    demand("groupObjectClass", "groupIdAttribute", "groupMemberAttribute", "groupMemberFormat");
  if (nexus.state.ldapServers.some((one) => one !== changed && one.name === name))
    violations.push({ id: "name", message: "An LDAP server of that name already exists" });
  if (violations.length > 0) throw validationError(violations);
}

function shown({ authPassword: _secret, ...server }: JsonObject, order: number): JsonObject {
  return { ...server, order };
}
