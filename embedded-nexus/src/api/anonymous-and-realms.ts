import { listRealms } from "../editions.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, NO_CONTENT, ok, printedViolationError, validationError } from "../http/responses.ts";
import { DEFAULT_ANONYMOUS } from "../state.ts";

interface AnonymousRequest {
  enabled?: boolean | null;
  userId?: string | null;
  realmName?: string | null;
}

/** A realm that only the anonymous settings accept (3.77). */
const AUTHORIZING_REALM = "NexusAuthorizingRealm";

/** Anonymous access. */
export const anonymousEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/anonymous", {
    permission: "nexus:settings:read",
    handle: ({ nexus }) => ok({ ...nexus.state.anonymous }),
  }),

  // 3.77: omitted fields are reset to their defaults, `{}` disables anonymous access; the user does not have to exist.
  defineEndpoint<AnonymousRequest>("PUT /v1/security/anonymous", {
    body: { schema: "AnonymousAccessSettingsXO" },
    permission: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      const enabled = body.enabled ?? DEFAULT_ANONYMOUS.enabled;
      const userId = body.userId ?? DEFAULT_ANONYMOUS.userId;
      const realmName = body.realmName ?? DEFAULT_ANONYMOUS.realmName;
      const allowedRealms = [AUTHORIZING_REALM, ...listRealms(nexus.edition, nexus.release).map((realm) => realm.id)];
      if (!allowedRealms.includes(realmName))
        throw validationError([{ id: "realmName", message: "Realm does not exist" }]);
      nexus.change(() => {
        nexus.state.anonymous = { enabled, userId, realmName };
      });
      return ok({ enabled, userId, realmName });
    },
  }),
];

/** Realms: the available ones of this edition and release, and the active ones. */
export const realmEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/security/realms/available", {
    permission: "nexus:settings:read",
    handle: ({ nexus }) => ok(listRealms(nexus.edition, nexus.release).map(({ id, name }) => ({ id, name }))),
  }),

  defineEndpoint("GET /v1/security/realms/active", {
    permission: "nexus:settings:read",
    handle: ({ nexus }) => ok(nexus.state.realms),
  }),

  // 3.77: order and duplicates are kept; NexusAuthorizingRealm is unknown; [] is accepted and locks everyone out.
  defineEndpoint<(string | null)[] | null>("PUT /v1/security/realms/active", {
    body: "strings",
    permission: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      if (body === null) {
        const call = 'Cannot invoke "java.util.List.stream()" because "realmIds" is null';
        throw javaException("java.lang.NullPointerException", call);
      }
      const availableRealms = listRealms(nexus.edition, nexus.release).map((realm) => realm.id);
      const unknown = body.filter((realm) => realm === null || !availableRealms.includes(realm));
      if (unknown.length > 0) {
        throw printedViolationError(400, `"Unknown realmIds: [${unknown.map(String).join(", ")}]"`);
      }
      nexus.change(() => {
        nexus.state.realms = body.map(String);
      });
      return NO_CONTENT;
    },
  }),
];
