import { checkColumnWidths } from "../column-widths.ts";
import { listUserSources } from "../editions.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, messageError, NO_CONTENT, ok, validationError } from "../http/responses.ts";
import { toHashOrder } from "../java-hash-order.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { hashPassword } from "../security/password-hash.ts";
import type { ExternalUserRecord, UserRecord } from "../state.ts";

interface NewUser {
  userId: string;
  firstName: string;
  lastName: string;
  emailAddress: string;
  status: string;
  password: string;
  roles: string[];
}

interface ChangedUser extends Omit<NewUser, "password"> {
  source: string;
  externalRoles?: string[] | null;
}

export const userEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/user-sources", {
    permission: "nexus:users:read",
    handle: ({ nexus }) => ok(listUserSources(nexus.edition).map(({ id, name }) => ({ id, name }))),
  }),

  // 3.77: the id is a prefix, ignoring case; an unknown source has no users. 3.71: nor has an empty one beside an id.
  defineEndpoint("GET /v1/security/users", {
    permission: "nexus:users:read",
    handle: ({ nexus, query }) => {
      const prefix = (query("userId") ?? "").toLowerCase();
      const source = query("source") ?? "default";
      if (source !== "default") return ok(externalOf(nexus, source, prefix).map(externalAnswer));
      const found = nexus.state.users.filter((user) => user.userId.toLowerCase().startsWith(prefix));
      const order = toHashOrder(found.map((user) => user.userId));
      const byId = new Map(found.map((user) => [user.userId, user]));
      const known = new Set(nexus.state.roles.map((role) => role.id));
      return ok(order.flatMap((userId): Json[] => userAnswer(known, byId.get(userId))));
    },
  }),

  defineEndpoint<NewUser>("POST /v1/security/users", {
    body: { schema: "ApiCreateUser" },
    permission: "nexus:users:create",
    handle: ({ nexus, body }) => {
      const { userId, firstName, lastName, emailAddress, status } = body;
      // 3.77: a duplicate is 500 text/plain, and nothing is changed.
      if (find(nexus, userId)) {
        const exception = "org.sonatype.nexus.security.user.DuplicateUserException";
        throw javaException(exception, `User ${userId} already exists.`);
      }
      checkColumnWidths(nexus.release, "user", { ID: userId });
      const user = { userId, firstName, lastName, emailAddress, status, roles: [...new Set(body.roles)] };
      nexus.change(() => nexus.state.users.push({ ...user, password: hashPassword(body.password) }));
      // 3.77: unknown roles are echoed here and stored; later answers show only those that exist.
      return ok(asJson(user, toHashOrder(user.roles)));
    },
  }),

  defineEndpoint<ChangedUser>("PUT /v1/security/users/{userId}", {
    body: { schema: "ApiUser" },
    permission: "nexus:users:update",
    handle: ({ nexus, body, param }) => {
      const userId = param("userId");
      const { firstName, lastName, emailAddress, status } = body;
      if (body.userId !== userId) throw messageError(400, "The path's userId does not match the body");
      if (!listUserSources(nexus.edition).some((source) => source.id === body.source)) {
        throw messageError(404, `Unable to locate source: ${body.source}`);
      }
      const known = new Set(nexus.state.roles.map((role) => role.id));
      const unknown = [...new Set(body.roles)].filter((role) => !known.has(role));
      if (unknown.length > 0) {
        throw validationError(unknown.map((role) => ({ id: "roles", message: `Unable to locate roleId: ${role}` })));
      }
      if (body.source !== "default") {
        const [found] = externalOf(nexus, body.source, userId).filter((one) => one.userId === userId);
        if (!found) throw messageError(404, `User '${userId}' not found.`);
        nexus.change(() => Object.assign(found, { roles: [...new Set(body.roles)] }));
        return NO_CONTENT;
      }
      const user = existing(nexus, userId);
      // 3.77: external roles of a local user are merged into his roles; unknown ones fall away.
      const external = (body.externalRoles ?? []).filter((role) => known.has(role));
      const roles = [...new Set([...body.roles, ...external])];
      nexus.change(() => Object.assign(user, { firstName, lastName, emailAddress, status, roles }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint<string>("PUT /v1/security/users/{userId}/change-password", {
    body: "text",
    // 3.71: nothing less will do, not even nx-userschangepw, and nobody may change his own.
    permission: "nexus:*",
    handle: ({ nexus, body, param }) => {
      if (body.trim() === "") throw messageError(400, "Password must be supplied.");
      const user = existing(nexus, param("userId"));
      nexus.change(() => {
        user.password = hashPassword(body);
        // 3.71: whoever was to change the password has it changed; the other states stay.
        if (user.status === "changepassword") user.status = "active";
      });
      return NO_CONTENT;
    },
  }),

  defineEndpoint("DELETE /v1/security/users/{userId}", {
    permission: "nexus:users:delete",
    handle: ({ nexus, subject, param, query }) => {
      const userId = param("userId");
      const realm = query("realm");
      // 3.71: of the realms only the local one is taken, and none is as good.
      if (realm !== undefined && realm !== "NexusAuthenticatingRealm") {
        throw messageError(400, "Invalid or empty realm name.");
      }
      if (!find(nexus, userId) && nexus.state.externalUsers.some((one) => one.userId === userId))
        throw messageError(400, "Non-local user cannot be deleted.");
      existing(nexus, userId);
      const unwilling = (message: string) => javaException("java.lang.IllegalArgumentException", message);
      if (userId === subject.userId) throw unwilling("Can not delete currently signed in user");
      if (userId === nexus.state.anonymous.userId) throw unwilling("Can not delete anonymous user");
      nexus.change(() => {
        nexus.state.users = nexus.state.users.filter((user) => user.userId !== userId);
        // The next one of that name is somebody else.
        nexus.state.tokens = nexus.state.tokens.filter((token) => token.userId !== userId);
      });
      return NO_CONTENT;
    },
  }),
];

/** By the documents: those of a source that this edition has; of them only the roles can be changed. */
function externalOf(nexus: Nexus, source: string, prefix: string): ExternalUserRecord[] {
  if (!listUserSources(nexus.edition).some(({ id }) => id === source)) return [];
  const wanted = prefix.toLowerCase();
  return nexus.state.externalUsers.filter((user) => {
    return user.source === source && user.userId.toLowerCase().startsWith(wanted);
  });
}

function externalAnswer({ roles, ...user }: ExternalUserRecord): JsonObject {
  return { ...user, readOnly: true, roles: toHashOrder(roles), externalRoles: [] };
}

/** Ids are case-sensitive, other than the search (3.77). */
function find(nexus: Nexus, userId: string): UserRecord | undefined {
  return nexus.state.users.find((user) => user.userId === userId);
}

function existing(nexus: Nexus, userId: string): UserRecord {
  const user = find(nexus, userId);
  if (!user) throw messageError(404, `User '${userId}' not found.`);
  return user;
}

function userAnswer(known: ReadonlySet<string>, user: UserRecord | undefined): JsonObject[] {
  if (!user) return [];
  return [asJson(user, toHashOrder(user.roles.filter((role) => known.has(role))))];
}

function asJson(user: Omit<UserRecord, "password">, roles: string[]): JsonObject {
  const { userId, firstName, lastName, emailAddress, status } = user;
  const fixed = { source: "default", status, readOnly: false };
  return { userId, firstName, lastName, emailAddress, ...fixed, roles, externalRoles: [] };
}
