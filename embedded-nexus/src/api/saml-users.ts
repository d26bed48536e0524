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

/** By the documents: they are Pro's, and none was at hand. */
export function samlUserEndpoints({ release, edition }: Nexus): readonly RestEndpoint[] {
  return edition === "PRO" && isKnownIn(release, "POST /v1/security/saml/users") ? ENDPOINTS : [];
}

const body = { schema: "SamlUserXO" } as const;

const ENDPOINTS: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/saml/users", {
    permission: "nexus:users:read",
    handle: ({ nexus, query }) => {
      const wanted = query("userId") ?? "";
      return ok(
        all(nexus)
          .filter(({ userId }) => userId.startsWith(wanted))
          .map(shown),
      );
    },
  }),

  defineEndpoint("GET /v1/security/saml/users/{userId}", {
    permission: "nexus:users:read",
    handle: ({ nexus, param }) => ok(shown(existing(nexus, param("userId")))),
  }),

  defineEndpoint<SamlUserRequest>("POST /v1/security/saml/users", {
    body,
    permission: "nexus:users:create",
    handle: ({ nexus, body }) => {
      if (all(nexus).some(({ userId }) => userId === body.userId))
        throw messageError(400, `User '${body.userId}' already exists.`);
      const user = checked(nexus, body);
      nexus.change(() => nexus.state.externalUsers.push(user));
      return CREATED;
    },
  }),

  defineEndpoint<SamlUserRequest>("PUT /v1/security/saml/users/{userId}", {
    body,
    permission: "nexus:users:update",
    handle: ({ nexus, body, param }) => {
      const user = existing(nexus, param("userId"));
      if (body.userId !== user.userId) throw messageError(400, "The path's userId does not match the body");
      const changed = checked(nexus, body);
      nexus.change(() => Object.assign(user, changed));
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/saml/users/{userId}", {
    permission: "nexus:users:delete",
    handle: ({ nexus, param }) => {
      const user = existing(nexus, param("userId"));
      nexus.change(() => {
        nexus.state.externalUsers = nexus.state.externalUsers.filter((one) => one !== user);
      });
      return NO_CONTENT;
    },
  }),
];

function all(nexus: Nexus): ExternalUserRecord[] {
  return nexus.state.externalUsers.filter(({ source }) => source === "SAML");
}

function existing(nexus: Nexus, userId: string): ExternalUserRecord {
  const user = all(nexus).find((one) => one.userId === userId);
  if (!user) throw messageError(404, `User '${userId}' not found.`);
  return user;
}

function checked(nexus: Nexus, request: SamlUserRequest): ExternalUserRecord {
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

function shown({ source: _source, roles, ...user }: ExternalUserRecord): JsonObject {
  return { ...user, roles: toHashOrder(roles) };
}
