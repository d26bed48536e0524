import { apiFacts, isKnownIn } from "../facts.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { NO_CONTENT, ok, type ResponseData, statusError } from "../http/responses.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import type { Edition } from "../options.ts";
import { isAtLeast } from "../release.ts";
import { restorePlaceholders, SECRET_PLACEHOLDER } from "../secret-placeholder.ts";

/** A setting that exists once: read by GET, replaced as a whole by PUT and, for some, reset by DELETE. */
interface Setting {
  readonly path: string;
  /** The domain of the permission, `nexus:DOMAIN:read`. Default: settings. */
  readonly domain?: string;
  readonly editions?: readonly Edition[];
  /** The value on a new Nexus. Absent: the setting is unset, and GET returns 404. */
  readonly initial?: JsonObject;
  /** The value after DELETE. Default: the initial value. */
  readonly afterDelete?: JsonObject;
  /** The defaults of fields that a PUT omits. */
  readonly defaults?: JsonObject;
  /** Fields that are never returned. */
  readonly secrets?: readonly string[];
  /** Responses contain the placeholder for stored secrets. Default: null. */
  readonly returnsPlaceholder?: true;
  /** The first release in which a placeholder in a PUT keeps the stored secret. Default: no release. */
  readonly acceptsPlaceholderSince?: string;
  /** Releases before this one keep a stored secret if a PUT omits it. */
  readonly keepsOmittedSecretsBefore?: string;
  /** A PUT returns 200 with the new value. Default: 204 without a body. */
  readonly putReturnsBody?: true;
  /** A PUT returns 204 also if the setting was unset. Default: 201 in this case. */
  readonly putIsNever201?: true;
  /** DELETE does something else and does not change the setting. */
  readonly ignoresDelete?: true;
}

const FULL_EDITIONS: readonly Edition[] = ["OSS", "COMMUNITY", "PRO"];

/** The settings, of every edition unless a row names editions. Email was measured (3.77); the others are documented. */
const SETTINGS: readonly Setting[] = [
  {
    path: "/v1/email",
    initial: { ...createEmailSettings({ host: "localhost", port: 25, fromAddress: "nexus@example.org" }) },
    afterDelete: { ...createEmailSettings({ host: null, port: 0, fromAddress: null }) },
    defaults: { ...createEmailSettings({}), username: "" },
    secrets: ["password"],
    // 3.71, by logging in to a mail server: the placeholder is stored as the password. The sources have both since 3.73.
    acceptsPlaceholderSince: "3.73",
    keepsOmittedSecretsBefore: "3.73",
  },
  {
    path: "/v1/security/saml",
    editions: ["PRO"],
    defaults: {
      entityId: "http://localhost:8081/service/rest/v1/security/saml/metadata",
      ...toNulls("firstNameAttribute", "lastNameAttribute", "emailAttribute", "groupsAttribute"),
      ...toNulls("validateResponseSignature", "validateAssertionSignature"),
    },
  },
  {
    path: "/v1/security/atlassian-crowd",
    editions: ["PRO"],
    initial: {
      enabled: false,
      realmActive: false,
      useTrustStoreForUrl: false,
      ...toNulls("url", "applicationName", "applicationPassword", "timeout"),
    },
    secrets: ["applicationPassword"],
    putReturnsBody: true,
  },
  {
    path: "/v1/security/oauth2",
    editions: ["PRO"],
    defaults: {
      ...toEmptyStrings("clientId", "idpAuthorizationUrl", "idpTokenUrl", "idpLogoutUrl", "idpJwksUrl", "idpJwks"),
      ...toEmptyStrings("firstNameClaim", "lastNameClaim", "emailClaim", "groupsClaim"),
      useTrustStore: false,
      exactMatchClaims: {},
      authorizationCustomParams: {},
      tokenRequestCustomParams: {},
    },
    secrets: ["clientSecret"],
    putIsNever201: true,
  },
  {
    path: "/v1/security/user-tokens",
    editions: ["PRO"],
    initial: { enabled: false, protectContent: false, expirationEnabled: false, expirationDays: 30 },
    putReturnsBody: true,
    // DELETE invalidates the tokens of all users.
    ignoresDelete: true,
  },
  {
    path: "/v1/security/ssrf-protection",
    initial: { enabled: true, allowedDomains: [], allowedIPs: [] },
    putReturnsBody: true,
  },
  {
    path: "/v1/http",
    editions: FULL_EDITIONS,
    initial: {
      userAgent: null,
      timeout: 20,
      retries: 2,
      nonProxyHosts: [],
      httpProxy: createDisabledProxy(),
      httpsProxy: createDisabledProxy(),
    },
    secrets: ["password"],
    returnsPlaceholder: true,
    acceptsPlaceholderSince: "3.0",
  },
  {
    path: "/v1/iq",
    editions: FULL_EDITIONS,
    initial: createIqSettings({ authenticationType: "USER" }),
    defaults: createIqSettings({}),
    secrets: ["password"],
    returnsPlaceholder: true,
    acceptsPlaceholderSince: "3.0",
    putReturnsBody: true,
  },
];

function toNulls(...names: string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, null]));
}

function toEmptyStrings(...names: string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

function createDisabledProxy(): JsonObject {
  const authInfo = { enabled: false, username: null, password: null, ntlmHost: null, ntlmDomain: null };
  return { enabled: false, host: null, port: null, authInfo };
}

function createIqSettings(more: JsonObject): JsonObject {
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

function createEmailSettings(more: JsonObject): JsonObject {
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

/** Returns the endpoints of the settings of a release and edition. */
export function settingEndpoints({ release, edition }: Nexus): RestEndpoint[] {
  return SETTINGS.filter(
    ({ path, editions }) => isKnownIn(release, `PUT ${path}`) && (!editions || editions.includes(edition)),
  ).flatMap(endpointsOfSetting);
}

function endpointsOfSetting(setting: Setting): RestEndpoint[] {
  const { path, domain = "settings" } = setting;
  const schema = getSchema(setting);
  const canBeReset = apiFacts.operations[`DELETE ${path}`] !== undefined;
  const get = defineEndpoint(`GET ${path}`, {
    permission: `nexus:${domain}:read`,
    handle: ({ nexus }) => {
      const stored = getStored(nexus, setting);
      if (!stored) throw statusError(404);
      return ok(toShownSetting(nexus, setting, stored));
    },
  });
  const put = defineEndpoint<JsonObject>(`PUT ${path}`, {
    body: { schema },
    permission: `nexus:${domain}:update`,
    handle: ({ nexus, body }) => putSetting(nexus, setting, body),
  });
  const reset = defineEndpoint(`DELETE ${path}`, {
    permission: `nexus:${domain}:update`,
    handle: ({ nexus }) => {
      if (setting.ignoresDelete) return NO_CONTENT;
      nexus.change(() => {
        nexus.state.settings[path] = setting.afterDelete ?? setting.initial ?? null;
      });
      return NO_CONTENT;
    },
  });
  return canBeReset ? [get, put, reset] : [get, put];
}

function putSetting(nexus: Nexus, setting: Setting, body: JsonObject): ResponseData {
  const before = getStored(nexus, setting);
  const stored = { ...setting.defaults, ...restoreSecrets(nexus, setting, body, before) };
  nexus.change(() => {
    nexus.state.settings[setting.path] = stored;
  });
  if (setting.putReturnsBody) return ok(toShownSetting(nexus, setting, stored));
  // A PUT creates a setting that was unset.
  return before || setting.putIsNever201 ? NO_CONTENT : { status: 201 };
}

function getStored(nexus: Nexus, { path, initial: fresh }: Setting): JsonObject | null {
  const stored = nexus.state.settings[path];
  return stored === undefined ? (fresh ?? null) : stored;
}

function getSchema({ path }: Setting): string {
  return apiFacts.operations[`PUT ${path}`]?.body?.ref ?? "";
}

/** Returns a setting without its secrets, with the fields that this release has. */
function toShownSetting(nexus: Nexus, setting: Setting, stored: JsonObject): JsonObject {
  const { secrets = [], returnsPlaceholder } = setting;
  const fields = nexus.schemas.fields(getSchema(setting)).map(({ name }) => [name, stored[name] ?? null]);
  return mapValues(Object.fromEntries(fields), (name, value) =>
    secrets.includes(name) ? (value && returnsPlaceholder && SECRET_PLACEHOLDER) || null : value,
  );
}

/** Returns the body of a PUT with the stored secrets that it keeps. */
function restoreSecrets(
  { release }: Nexus,
  { secrets = [], acceptsPlaceholderSince, keepsOmittedSecretsBefore }: Setting,
  body: JsonObject,
  before: JsonObject | null,
): JsonObject {
  const acceptsPlaceholder = acceptsPlaceholderSince !== undefined && isAtLeast(release, acceptsPlaceholderSince);
  const keepsOmitted = keepsOmittedSecretsBefore !== undefined && !isAtLeast(release, keepsOmittedSecretsBefore);
  const omitted = keepsOmitted ? secrets.filter((name) => !body[name]) : [];
  const kept = Object.fromEntries(omitted.map((name) => [name, before?.[name] ?? null]));
  return restorePlaceholders({ ...body, ...kept }, before ?? undefined, () => acceptsPlaceholder);
}

/** Returns an object with each value, at any depth, replaced by the result of a function. */
function mapValues(object: JsonObject, map: (name: string, value: Json) => Json): JsonObject {
  const entries = Object.entries(object).map(([name, value]) => [
    name,
    isObject(value) ? mapValues(value, map) : map(name, value ?? null),
  ]);
  return Object.fromEntries(entries);
}
