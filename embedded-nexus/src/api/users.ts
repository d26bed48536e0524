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

/** Users: local ones, and the roles of users of external sources. */
export const userEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/user-sources", {
    permission: "nexus:users:read",
    handle: ({ nexus }) => ok(listUserSources(nexus.edition).map(({ id, name }) => ({ id, name }))),
  }),

  // 3.77: userId is a prefix, ignoring case; an unknown source has no users. 3.71: an empty source with a userId has none either.
  // Without a source, the users of all sources (by the source code, not measured).
  defineEndpoint("GET /v1/security/users", {
    permission: "nexus:users:read",
    handle: ({ nexus, query }) => {
      const prefix = (query("userId") ?? "").toLowerCase();
      const source = query("source");
      const external = listExternalUsers(nexus, source, prefix).map(toExternalUserXO);
      if (source !== undefined && source !== "default") return ok(external);
      const users = nexus.state.users.filter((user) => user.userId.toLowerCase().startsWith(prefix));
      const order = toHashOrder(users.map((user) => user.userId));
      const byId = new Map(users.map((user) => [user.userId, user]));
      const existingRoles = new Set(nexus.state.roles.map((role) => role.id));
      const local = order.flatMap((userId): Json[] => toUserXOs(existingRoles, byId.get(userId)));
      return ok([...local, ...external]);
    },
  }),

  defineEndpoint<NewUser>("POST /v1/security/users", {
    body: { schema: "ApiCreateUser" },
    permission: "nexus:users:create",
    handle: ({ nexus, body }) => {
      const { userId, firstName, lastName, emailAddress, status } = body;
      // 3.77: a duplicate is 500 text/plain and changes nothing.
      if (findUser(nexus, userId)) {
        const exception = "org.sonatype.nexus.security.user.DuplicateUserException";
        throw javaException(exception, `User ${userId} already exists.`);
      }
      checkColumnWidths(nexus.release, "user", { ID: userId });
      const user = { userId, firstName, lastName, emailAddress, status, roles: [...new Set(body.roles)] };
      nexus.change(() => nexus.state.users.push({ ...user, password: hashPassword(body.password) }));
      // 3.77: unknown roles are returned here and stored; later responses contain only existing ones.
      return ok(toUserXO(user, toHashOrder(user.roles)));
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
      const existingRoles = new Set(nexus.state.roles.map((role) => role.id));
      const unknown = [...new Set(body.roles)].filter((role) => !existingRoles.has(role));
      if (unknown.length > 0) {
        throw validationError(unknown.map((role) => ({ id: "roles", message: `Unable to locate roleId: ${role}` })));
      }
      if (body.source !== "default") {
        const [user] = listExternalUsers(nexus, body.source, userId).filter((candidate) => candidate.userId === userId);
        if (!user) throw messageError(404, `User '${userId}' not found.`);
        nexus.change(() => Object.assign(user, { roles: [...new Set(body.roles)] }));
        return NO_CONTENT;
      }
      const user = getUser(nexus, userId);
      // 3.77: external roles of a local user are merged into their roles; unknown ones are dropped.
      const external = (body.externalRoles ?? []).filter((role) => existingRoles.has(role));
      const roles = [...new Set([...body.roles, ...external])];
      nexus.change(() => Object.assign(user, { firstName, lastName, emailAddress, status, roles }));
      return NO_CONTENT;
    },
  }),

  defineEndpoint<string>("PUT /v1/security/users/{userId}/change-password", {
    body: "text",
    // 3.71: no other permission suffices, not even nx-userschangepw, and users cannot change their own password.
    permission: "nexus:*",
    handle: ({ nexus, body, param }) => {
      if (body.trim() === "") throw messageError(400, "Password must be supplied.");
      const user = getUser(nexus, param("userId"));
      nexus.change(() => {
        user.password = hashPassword(body);
        // 3.71: the status changepassword becomes active; other statuses stay.
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
      // 3.71: the only valid realm is the local one, which is also the default.
      if (realm !== undefined && realm !== "NexusAuthenticatingRealm") {
        throw messageError(400, "Invalid or empty realm name.");
      }
      if (!findUser(nexus, userId) && nexus.state.externalUsers.some((user) => user.userId === userId))
        throw messageError(400, "Non-local user cannot be deleted.");
      getUser(nexus, userId);
      const refuseDelete = (message: string) => javaException("java.lang.IllegalArgumentException", message);
      if (userId === subject.userId) throw refuseDelete("Can not delete currently signed in user");
      if (userId === nexus.state.anonymous.userId) throw refuseDelete("Can not delete anonymous user");
      nexus.change(() => {
        nexus.state.users = nexus.state.users.filter((user) => user.userId !== userId);
        // A new user with the same id must not get the old tokens.
        nexus.state.tokens = nexus.state.tokens.filter((token) => token.userId !== userId);
      });
      return NO_CONTENT;
    },
  }),
];

/**
 * Lists the users of an external source, or of all that this edition has (documented). Only their roles can be changed.
 */
function listExternalUsers(nexus: Nexus, source: string | undefined, prefix: string): ExternalUserRecord[] {
  const sources = listUserSources(nexus.edition).map(({ id }) => id);
  const lowerCasePrefix = prefix.toLowerCase();
  return nexus.state.externalUsers.filter((user) => {
    const isListed = sources.includes(user.source) && (source ?? user.source) === user.source;
    return isListed && user.userId.toLowerCase().startsWith(lowerCasePrefix);
  });
}

function toExternalUserXO({ roles, groups = [], ...user }: ExternalUserRecord): JsonObject {
  return { ...user, readOnly: true, roles: toHashOrder(roles), externalRoles: toHashOrder(groups) };
}

/** Finds a user by their id, which is case-sensitive, unlike the prefix of the list (3.77). */
function findUser(nexus: Nexus, userId: string): UserRecord | undefined {
  return nexus.state.users.find((user) => user.userId === userId);
}

function getUser(nexus: Nexus, userId: string): UserRecord {
  const user = findUser(nexus, userId);
  if (!user) throw messageError(404, `User '${userId}' not found.`);
  return user;
}

function toUserXOs(existingRoles: ReadonlySet<string>, user: UserRecord | undefined): JsonObject[] {
  if (!user) return [];
  return [toUserXO(user, toHashOrder(user.roles.filter((role) => existingRoles.has(role))))];
}

function toUserXO(user: Omit<UserRecord, "password">, roles: string[]): JsonObject {
  const { userId, firstName, lastName, emailAddress, status } = user;
  const fixed = { source: "default", status, readOnly: false };
  return { userId, firstName, lastName, emailAddress, ...fixed, roles, externalRoles: [] };
}
