import { isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, messageError, NO_CONTENT, ok, validationError } from "../http/responses.ts";
import { toHashOrder } from "../java-hash-order.ts";
import type { JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { ExternalUserRecord } from "../state.ts";

interface SamlUserRequest {
  userId: string;
  firstName?: string | null;
  lastName?: string | null;
  emailAddress?: string | null;
  status: string;
  roles?: string[] | null;
}

/** SAML users, on Pro (documented, not measured). */
export function samlUserEndpoints({ release, edition }: Nexus): readonly RestEndpoint[] {
  if (edition !== "PRO" || !isKnownIn(release, "POST /v1/security/saml/users")) return [];
  return isKnownIn(release, PAGED_LIST) ? [...ENDPOINTS, PAGED_LIST_ENDPOINT] : ENDPOINTS;
}

const PAGED_LIST = "GET /v2/security/saml/users";
const PAGE_SIZE = 100;
/** The size of the list without pages. */
const LIST_LIMIT = 1000;

/** The users ordered by id. The token is a position; a response without one is the last page. */
const PAGED_LIST_ENDPOINT = defineEndpoint(PAGED_LIST, {
  permission: "nexus:users:read",
  handle: ({ nexus, query }) => {
    const start = Number(query("continuationToken") ?? 0);
    const users = findSamlUsers(nexus, query("userId")).sort((a, b) => (a.userId < b.userId ? -1 : 1));
    const next = start + PAGE_SIZE;
    return ok({
      items: users.slice(start, next).map(toSamlUserXO),
      ...(next < users.length && { continuationToken: String(next) }),
    });
  },
});

const body = { schema: "SamlUserXO" } as const;

const ENDPOINTS: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/saml/users", {
    permission: "nexus:users:read",
    handle: ({ nexus, query }) => ok(findSamlUsers(nexus, query("userId")).slice(0, LIST_LIMIT).map(toSamlUserXO)),
  }),

  defineEndpoint("GET /v1/security/saml/users/{userId}", {
    permission: "nexus:users:read",
    handle: ({ nexus, param }) => ok(toSamlUserXO(getUser(nexus, param("userId")))),
  }),

  defineEndpoint<SamlUserRequest>("POST /v1/security/saml/users", {
    body,
    permission: "nexus:users:create",
    handle: ({ nexus, body }) => {
      if (listSamlUsers(nexus).some(({ userId }) => userId === body.userId))
        throw messageError(400, `User '${body.userId}' already exists.`);
      const user = toUser(nexus, body);
      nexus.change(() => nexus.state.externalUsers.push(user));
      return CREATED;
    },
  }),

  defineEndpoint<SamlUserRequest>("PUT /v1/security/saml/users/{userId}", {
    body,
    permission: "nexus:users:update",
    handle: ({ nexus, body, param }) => {
      const user = getUser(nexus, param("userId"));
      if (body.userId !== user.userId) throw messageError(400, "The path's userId does not match the body");
      const changed = toUser(nexus, body);
      nexus.change(() => Object.assign(user, changed));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/saml/users/{userId}", {
    permission: "nexus:users:delete",
    handle: ({ nexus, param }) => {
      const user = getUser(nexus, param("userId"));
      nexus.change(() => {
        nexus.state.externalUsers = nexus.state.externalUsers.filter((other) => other !== user);
      });
      return NO_CONTENT;
    },
  }),
];

function listSamlUsers(nexus: Nexus): ExternalUserRecord[] {
  return nexus.state.externalUsers.filter(({ source }) => source === "SAML");
}

function findSamlUsers(nexus: Nexus, prefix = ""): ExternalUserRecord[] {
  return listSamlUsers(nexus).filter(({ userId }) => userId.startsWith(prefix));
}

function getUser(nexus: Nexus, userId: string): ExternalUserRecord {
  const user = listSamlUsers(nexus).find((user) => user.userId === userId);
  if (!user) throw messageError(404, `User '${userId}' not found.`);
  return user;
}

function toUser(nexus: Nexus, request: SamlUserRequest): ExternalUserRecord {
  const { userId, firstName = null, lastName = null, emailAddress = null } = request;
  const status = request.status.toLowerCase();
  if (status !== "active" && status !== "disabled")
    throw validationError([{ id: "status", message: "active or disabled" }]);
  const roles = [...new Set(request.roles ?? [])];
  const unknown = roles.filter((role) => !nexus.state.roles.some(({ id }) => id === role));
  if (unknown.length > 0)
    throw validationError(unknown.map((role) => ({ id: "roles", message: `Unable to locate roleId: ${role}` })));
  return { source: "SAML", userId, firstName, lastName, emailAddress, status, roles };
}

function toSamlUserXO({ source: _source, groups: _groups, roles, ...user }: ExternalUserRecord): JsonObject {
  return { ...user, roles: toHashOrder(roles) };
}
