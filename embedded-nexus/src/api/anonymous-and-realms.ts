import { listRealms } from "../editions.ts";
import { done, ok, Refusal, uncaught, violated } from "../http/responses.ts";
import { type Endpoint, endpoint } from "../http/endpoint.ts";
import { DEFAULT_ANONYMOUS } from "../state.ts";

interface AnonymousRequest {
  enabled?: boolean | null;
  userId?: string | null;
  realmName?: string | null;
}

/** Known as a realm here and nowhere else (3.77). */
const AUTHORIZING = "NexusAuthorizingRealm";

export const anonymousEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/security/anonymous", {
    may: "nexus:settings:read",
    handle: ({ nexus }) => ok({ ...nexus.state.anonymous }),
  }),

  // 3.77: what is left out goes back to its default, `{}` switches anonymous access off; the user need not exist.
  endpoint<AnonymousRequest>("PUT /v1/security/anonymous", {
    body: { schema: "AnonymousAccessSettingsXO" },
    may: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      const enabled = body.enabled ?? DEFAULT_ANONYMOUS.enabled;
      const userId = body.userId ?? DEFAULT_ANONYMOUS.userId;
      const realmName = body.realmName ?? DEFAULT_ANONYMOUS.realmName;
      const known = [AUTHORIZING, ...listRealms(nexus.edition, nexus.release).map((realm) => realm.id)];
      if (!known.includes(realmName)) throw violated([{ id: "realmName", message: "Realm does not exist" }]);
      nexus.change(() => {
        nexus.state.anonymous = { enabled, userId, realmName };
      });
      return ok({ enabled, userId, realmName });
    },
  }),
];

export const realmEndpoints: readonly Endpoint[] = [
  endpoint("GET /v1/security/realms/available", {
    may: "nexus:settings:read",
    handle: ({ nexus }) => ok(listRealms(nexus.edition, nexus.release).map(({ id, name }) => ({ id, name }))),
  }),

  endpoint("GET /v1/security/realms/active", {
    may: "nexus:settings:read",
    handle: ({ nexus }) => ok(nexus.state.realms),
  }),

  // 3.77: order and duplicates are kept; NexusAuthorizingRealm is unknown; [] is taken and locks everyone out.
  endpoint<(string | null)[] | null>("PUT /v1/security/realms/active", {
    body: "strings",
    may: "nexus:settings:update",
    handle: ({ nexus, body }) => {
      if (body === null) {
        const call = 'Cannot invoke "java.util.List.stream()" because "realmIds" is null';
        throw uncaught("java.lang.NullPointerException", call);
      }
      const known = listRealms(nexus.edition, nexus.release).map((realm) => realm.id);
      const unknown = body.filter((realm) => realm === null || !known.includes(realm));
      if (unknown.length > 0) {
        // The one endpoint whose refusal is the Java object written out.
        const text = `ValidationErrorXO{id='*', message='"Unknown realmIds: [${unknown.map(String).join(", ")}]"'}`;
        throw new Refusal({ status: 400, text, fault: true });
      }
      nexus.change(() => {
        nexus.state.realms = body.map(String);
      });
      return done;
    },
  }),
];
