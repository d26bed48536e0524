import { isKnownIn } from "../facts.ts";
import { created, done, ok, refused, violated } from "../http/responses.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
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
export function samlUserEndpoints({ release, edition }: Nexus): readonly Endpoint[] {
  return edition === "PRO" && isKnownIn(release, "POST /v1/security/saml/users") ? ENDPOINTS : [];
}

const body = { schema: "SamlUserXO" } as const;

const ENDPOINTS: readonly Endpoint[] = [
  endpoint("GET /v1/security/saml/users", {
    may: "nexus:users:read",
    handle: ({ nexus, query }) => {
      const wanted = query("userId") ?? "";
      return ok(
        all(nexus)
          .filter(({ userId }) => userId.startsWith(wanted))
          .map(shown),
      );
    },
  }),

  endpoint("GET /v1/security/saml/users/{userId}", {
    may: "nexus:users:read",
    handle: ({ nexus, param }) => ok(shown(existing(nexus, param("userId")))),
  }),

  endpoint<SamlUserRequest>("POST /v1/security/saml/users", {
    body,
    may: "nexus:users:create",
    handle: ({ nexus, body }) => {
      if (all(nexus).some(({ userId }) => userId === body.userId))
        throw refused(400, `User '${body.userId}' already exists.`);
      const user = checked(nexus, body);
      nexus.change(() => nexus.state.externalUsers.push(user));
      return created;
    },
  }),

  endpoint<SamlUserRequest>("PUT /v1/security/saml/users/{userId}", {
    body,
    may: "nexus:users:update",
    handle: ({ nexus, body, param }) => {
      const user = existing(nexus, param("userId"));
      if (body.userId !== user.userId) throw refused(400, "The path's userId does not match the body");
      const changed = checked(nexus, body);
      nexus.change(() => Object.assign(user, changed));
      return done;
    },
  }),

  endpoint("DELETE /v1/security/saml/users/{userId}", {
    may: "nexus:users:delete",
    handle: ({ nexus, param }) => {
      const user = existing(nexus, param("userId"));
      nexus.change(() => {
        nexus.state.externalUsers = nexus.state.externalUsers.filter((one) => one !== user);
      });
      return done;
    },
  }),
];

function all(nexus: Nexus): ExternalUserRecord[] {
  return nexus.state.externalUsers.filter(({ source }) => source === "SAML");
}

function existing(nexus: Nexus, userId: string): ExternalUserRecord {
  const user = all(nexus).find((one) => one.userId === userId);
  if (!user) throw refused(404, `User '${userId}' not found.`);
  return user;
}

function checked(nexus: Nexus, request: SamlUserRequest): ExternalUserRecord {
  const { userId, firstName = null, lastName = null, emailAddress = null } = request;
  const status = request.status.toLowerCase();
  if (status !== "active" && status !== "disabled") throw violated([{ id: "status", message: "active or disabled" }]);
  const roles = [...new Set(request.roles ?? [])];
  const unknown = roles.filter((role) => !nexus.state.roles.some(({ id }) => id === role));
  if (unknown.length > 0)
    throw violated(unknown.map((role) => ({ id: "roles", message: `Unable to locate roleId: ${role}` })));
  return { source: "SAML", userId, firstName, lastName, emailAddress, status, roles };
}

function shown({ source: _source, roles, ...user }: ExternalUserRecord): JsonObject {
  return { ...user, roles: toHashOrder(roles) };
}
