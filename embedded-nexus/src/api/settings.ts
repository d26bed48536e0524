import { apiFacts, isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, type ResponseData, statusError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isAtLeast } from "../release.ts";

/** A setting of which there is one, as a whole: read by GET, replaced by PUT, and reset by DELETE where it can be. */
interface Setting {
  readonly path: string;
  /** The permission's part between `nexus:` and the action. Default: settings. */
  readonly domain?: string;
  readonly editions?: readonly Edition[];
  /** What a fresh Nexus has; nothing where it is unset, which GET answers with 404. */
  readonly fresh?: JsonObject;
  /** What DELETE leaves, where it leaves something else. */
  readonly reset?: JsonObject;
  /** Given in place of what was left out of a PUT. */
  readonly defaults?: JsonObject;
  /** Never given back: shown as null, or as this text, which a PUT may send back to keep what is there. */
  readonly secrets?: readonly string[];
  readonly placeholder?: string;
  /** A PUT is answered with what is now there, 200, instead of nothing, 204. */
  readonly answers?: true;
  /** A PUT is answered with nothing, 204, even where the setting was unset. */
  readonly silent?: true;
  /** What the facts do not have: the release that first had it, and a schema of its own. Such a one can be unset. */
  readonly added?: { readonly since: string; readonly schema: string };
  /** Its DELETE is about something else, and leaves the setting as it is. */
  readonly outlivesDelete?: true;
}

const NOT_CORE: readonly Edition[] = ["OSS", "COMMUNITY", "PRO"];
const PLACEHOLDER = "#~NXRM~PLACEHOLDER~PASSWORD~#";

/** Every edition's, but where a row says otherwise. Email was measured (3.77); the others are by the documents. */
const SETTINGS: readonly Setting[] = [
  {
    path: "/v1/email",
    fresh: { ...mail({ host: "localhost", port: 25, fromAddress: "nexus@example.org" }) },
    reset: { ...mail({ host: null, port: 0, fromAddress: null }) },
    defaults: { ...mail({}), username: "" },
    secrets: ["password"],
  },
  {
    path: "/v1/security/saml",
    editions: ["PRO"],
    defaults: {
      entityId: "http://localhost:8081/service/rest/v1/security/saml/metadata",
      ...nulls("firstNameAttribute", "lastNameAttribute", "emailAttribute", "groupsAttribute"),
      ...nulls("validateResponseSignature", "validateAssertionSignature"),
    },
  },
  {
    path: "/v1/security/atlassian-crowd",
    editions: ["PRO"],
    fresh: {
      enabled: false,
      realmActive: false,
      useTrustStoreForUrl: false,
      ...nulls("url", "applicationName", "applicationPassword", "timeout"),
    },
    secrets: ["applicationPassword"],
    answers: true,
  },
  {
    path: "/v1/security/oauth2",
    editions: ["PRO"],
    added: { since: "3.93", schema: "OAuth2Configuration" },
    defaults: {
      ...texts("clientId", "idpAuthorizationUrl", "idpTokenUrl", "idpLogoutUrl", "idpJwksUrl", "idpJwks"),
      ...texts("firstNameClaim", "lastNameClaim", "emailClaim", "groupsClaim"),
      useTrustStore: false,
      exactMatchClaims: {},
      authorizationCustomParams: {},
      tokenRequestCustomParams: {},
    },
    secrets: ["clientSecret"],
    silent: true,
  },
  {
    path: "/v1/security/user-tokens",
    editions: ["PRO"],
    fresh: { enabled: false, protectContent: false, expirationEnabled: false, expirationDays: 30 },
    answers: true,
    // It makes all tokens of all users void.
    outlivesDelete: true,
  },
  {
    path: "/v1/security/ssrf-protection",
    fresh: { enabled: true, allowedDomains: [], allowedIPs: [] },
    answers: true,
  },
  {
    path: "/v1/http",
    editions: NOT_CORE,
    fresh: {
      userAgent: null,
      timeout: 20,
      retries: 2,
      nonProxyHosts: [],
      httpProxy: noProxy(),
      httpsProxy: noProxy(),
    },
    secrets: ["password"],
    placeholder: PLACEHOLDER,
  },
  {
    path: "/v1/iq",
    editions: NOT_CORE,
    fresh: iq({ authenticationType: "USER" }),
    defaults: iq({}),
    secrets: ["password"],
    placeholder: PLACEHOLDER,
    answers: true,
  },
];

function nulls(...names: string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, null]));
}

function texts(...names: string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

function noProxy(): JsonObject {
  const authInfo = { enabled: false, username: null, password: null, ntlmHost: null, ntlmDomain: null };
  return { enabled: false, host: null, port: null, authInfo };
}

function iq(more: JsonObject): JsonObject {
  return {
    enabled: false,
    showLink: false,
    url: null,
    authenticationType: null,
    username: null,
    password: null,
    useTrustStoreForUrl: false,
    timeoutSeconds: null,
    properties: "",
    failOpenModeEnabled: false,
    ...more,
  };
}

function mail(more: JsonObject): JsonObject {
  return {
    enabled: false,
    host: null,
    port: null,
    username: null,
    password: null,
    fromAddress: null,
    subjectPrefix: null,
    startTlsEnabled: false,
    startTlsRequired: false,
    sslOnConnectEnabled: false,
    sslServerIdentityCheckEnabled: false,
    nexusTrustStoreEnabled: false,
    ...more,
  };
}

/** The settings that a release and edition has. */
export function settingEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  return SETTINGS.filter(
    ({ path, editions, added }) =>
      (added ? isAtLeast(release, added.since) : isKnownIn(release, `PUT ${path}`)) &&
      (!editions || editions.includes(edition)),
  ).flatMap(endpointsOf);
}

function endpointsOf(setting: Setting): RestEndpoint[] {
  const { path, domain = "settings", added } = setting;
  const schema = schemaOf(setting);
  const canBeReset = added !== undefined || apiFacts.operations[`DELETE ${path}`] !== undefined;
  const get = defineEndpoint(`GET ${path}`, {
    permission: `nexus:${domain}:read`,
    handle: ({ nexus }) => {
      const stored = current(nexus, setting);
      if (!stored) throw statusError(404);
      return ok(shown(nexus, setting, stored));
    },
  });
  const put = defineEndpoint<JsonObject>(`PUT ${path}`, {
    body: { schema },
    permission: `nexus:${domain}:update`,
    handle: ({ nexus, body }) => replace(nexus, setting, body),
  });
  const reset = defineEndpoint(`DELETE ${path}`, {
    permission: `nexus:${domain}:update`,
    handle: ({ nexus }) => {
      if (setting.outlivesDelete) return NO_CONTENT;
      nexus.change(() => {
        nexus.state.settings[path] = setting.reset ?? setting.fresh ?? null;
      });
      return NO_CONTENT;
    },
  });
  return canBeReset ? [get, put, reset] : [get, put];
}

function replace(nexus: Nexus, setting: Setting, body: JsonObject): ResponseData {
  const before = current(nexus, setting);
  const stored = { ...setting.defaults, ...withKept(setting, body, before) };
  nexus.change(() => {
    nexus.state.settings[setting.path] = stored;
  });
  if (setting.answers) return ok(shown(nexus, setting, stored));
  // What was unset is created.
  return before || setting.silent ? NO_CONTENT : { status: 201 };
}

function current(nexus: Nexus, { path, fresh }: Setting): JsonObject | null {
  const stored = nexus.state.settings[path];
  return stored === undefined ? (fresh ?? null) : stored;
}

function schemaOf({ path, added }: Setting): string {
  return added?.schema ?? apiFacts.operations[`PUT ${path}`]?.body?.ref ?? "";
}

/** Fields that this release does not know are not shown. */
function shown(nexus: Nexus, setting: Setting, stored: JsonObject): JsonObject {
  const { secrets = [], placeholder } = setting;
  const known = nexus.schemas.fields(schemaOf(setting)).map(({ name }) => [name, stored[name] ?? null]);
  return replaced(Object.fromEntries(known), (name, value) =>
    secrets.includes(name) ? (value && placeholder) || null : value,
  );
}

/** Where the placeholder came back, what was there stays. */
function withKept({ placeholder }: Setting, body: JsonObject, before: JsonObject | null): JsonObject {
  return replaced(body, (name, value, at) => {
    if (placeholder === undefined || value !== placeholder) return value;
    const part = at.reduce<Json>((inner, step) => (isObject(inner) ? (inner[step] ?? null) : null), before);
    return isObject(part) ? (part[name] ?? null) : null;
  });
}

/** The object with each of its values, at any depth, as the function gives them for their names. */
function replaced(
  object: JsonObject,
  given: (name: string, value: Json, at: readonly string[]) => Json,
  at: readonly string[] = [],
): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => [
    name,
    isObject(value) ? replaced(value, given, [...at, name]) : given(name, value ?? null, at),
  ]);
  return Object.fromEntries(entries);
}
