import { type ApiField, type ApiSchema, apiFacts } from "../facts.ts";
import type { ReleaseRange } from "../release.ts";

/**
 * A rule for a request field where releases were seen to differ from the API facts, or where the facts say nothing: exact
 * messages of violations, Java classes that Jackson names. The rules of a field are applied in order, each in its releases.
 * Where the facts are less strict than earlier measurements, the measured rule stays, because no
 * release was seen to drop it.
 */
export interface FieldRule extends ReleaseRange {
  /** True if the field is read, false if it is ignored, in both cases against the API documents. */
  readonly isRead?: boolean;
  readonly required?: boolean;
  /** The schema of the field's value instead of that in the API facts. */
  readonly ref?: string;
  /** The message for a missing or empty value. Default: Jakarta's. */
  readonly missingMessage?: string;
  /** A pattern that replaces the documented one; false removes it. */
  readonly pattern?: string | false;
  readonly patternMessage?: string;
  readonly minimum?: number | false;
  readonly minimumMessage?: string;
  /** False removes the documented maximum. */
  readonly maximum?: false;
  /** Bounds with a message of their own. */
  readonly range?: { readonly from: number; readonly to: number; readonly message: string };
  readonly maxLength?: number;
  /** A check that the API facts do not contain: see bean-validation.ts. */
  readonly check?: "uri" | "automaton" | "sortBy" | "lowerCase";
  /** The values of an enum that Nexus accepts instead of the documented ones. */
  readonly values?: readonly string[];
  /** The Java class of the field, which is named in the message for an invalid value. */
  readonly javaClass?: string;
  /** White space counts as missing, with the message "must not be blank". */
  readonly notBlank?: true;
}

/** The pattern of most names: of repositories, routing rules and cleanup policies for example. */
export const NAME_PATTERN = "^[a-zA-Z0-9\\-]{1}[a-zA-Z0-9_\\-\\.]*$";

const notBlank: FieldRule = { notBlank: true };
const isRequired: FieldRule = { required: true };
const isOptional: FieldRule = { required: false };
const notNull: FieldRule = { missingMessage: "must not be null" };
const oneOf = (...values: string[]): FieldRule => ({ patternMessage: `must be one of ${values.join(", ")}` });
const actions: FieldRule = { javaClass: "org.sonatype.nexus.security.privilege.rest.PrivilegeAction" };
const status: FieldRule = { javaClass: "org.sonatype.nexus.security.internal.rest.ApiUserStatus" };
const disposition: FieldRule = { javaClass: "org.sonatype.nexus.repository.raw.ContentDisposition" };
const path: FieldRule = { missingMessage: "Path is required" };
/** 3.71: neither required nor validated here, and lower case is accepted. */
const looseBefore377: FieldRule = { before: "3.77", required: false, pattern: false };
/** 3.71: a quota without a type is stored, and its limit is validated by the quota itself. */
const quotaBefore394: FieldRule = { before: "3.94", required: false, minimum: false };
/** 3.77. */
const mailPort: FieldRule = { range: { from: 1, to: 65535, message: "Port-number must be >= 1 AND <= 65535." } };
/** Required with every scheme, NONE included (NEXUS-50487). A creation is refused with a password, too: see ldap.ts. */
const authPassword: FieldRule = { from: "3.88", before: "3.89.1", required: true };
/** Not required from 3.96 on, by the document. */
const requiredBefore396: FieldRule = { before: "3.96", required: true };
const lowerCase: FieldRule = { from: "3.89", check: "lowerCase" };
/** Without pre-emptive authentication before 3.96, by the documents. */
const httpClientBefore396: FieldRule = { ...requiredBefore396, ref: "HttpClientAttributes" };

/** Returns the rules of a cleanup policy. Its endpoints existed before the first API document that contains them. */
function cleanupPolicyRules(schema: string): Record<string, FieldRule[]> {
  const rules: Record<string, FieldRule> = {
    name: { maxLength: 255, pattern: NAME_PATTERN },
    format: {},
    notes: {},
    criteriaLastBlobUpdated: {},
    criteriaLastDownloaded: {},
    criteriaReleaseType: { javaClass: "org.sonatype.nexus.cleanup.storage.CleanupPolicyReleaseType" },
    criteriaAssetRegex: { check: "automaton" },
    retain: { minimum: 1, minimumMessage: "retain must be > 0" },
  };
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [`${schema}.${name}`, [{ ...rule, isRead: true }]]),
  );
}

/** Returns the rules of a privilege request: its fields must not be blank, and actions are a Java enum common to all types. */
function privilegeRules(type: string, ...fields: string[]): Record<string, FieldRule[]> {
  const rule = (field: string): FieldRule => (field === "actions" ? actions : notBlank);
  return Object.fromEntries(["name", ...fields].map((field) => [`ApiPrivilege${type}Request.${field}`, [rule(field)]]));
}

const proxyRequests = /ProxyRepositoryApiRequest$/;

function findSchemas(name: RegExp): string[] {
  return Object.keys(apiFacts.schemas).filter((schema) => name.test(schema));
}

/** Returns one rule for a field of all schemas whose names match. */
function forEachSchema(schema: RegExp, field: string, rule: FieldRule): Record<string, FieldRule[]> {
  return Object.fromEntries(findSchemas(schema).map((name) => [`${name}.${field}`, [rule]]));
}

/** The rules of each field: `Schema.field`. */
export const FIELD_RULES: Readonly<Record<string, readonly FieldRule[]>> = {
  "ApiCreateUser.userId": [notBlank],
  "ApiCreateUser.roles": [isRequired],
  "ApiCreateUser.status": [status],
  "ApiUser.userId": [notBlank],
  "ApiUser.firstName": [requiredBefore396],
  "ApiUser.lastName": [requiredBefore396],
  "ApiUser.emailAddress": [requiredBefore396],
  "ApiUser.source": [notBlank],
  "ApiUser.roles": [isRequired],
  "ApiUser.status": [status],

  ...privilegeRules("Application", "domain", "actions"),
  ...privilegeRules("RepositoryAdmin", "format", "repository", "actions"),
  ...privilegeRules("RepositoryView", "format", "repository", "actions"),
  ...privilegeRules("RepositoryContentSelector", "format", "repository", "contentSelector", "actions"),
  ...privilegeRules("Script", "scriptName", "actions"),
  ...privilegeRules("Wildcard", "pattern"),

  // The document says 5; a client's live test creates 10 (3.85).
  "YumAttributes.repodataDepth": [{ maximum: false }],
  // The documents require both from 3.94 on.
  "YumAttributes.deployPolicy": [{ before: "3.94", required: false }],
  "YumSigningRepositoriesAttributes.keypair": [{ before: "3.94", required: false }],

  // 3.71.
  "ApiEmailConfiguration.host": [notBlank, { pattern: "^[A-Za-z0-9.:-]+$", patternMessage: "Hostname must be valid" }],
  "ApiEmailConfiguration.fromAddress": [notBlank],
  "ApiEmailConfiguration.port": [mailPort],

  "UpdateLdapServerXo.authPassword": [authPassword],
  // Other clients omit host and port of a disabled proxy, and NTLM fields that are not used.
  "ProxySettingsXo.host": [isOptional],
  "ProxySettingsXo.port": [isOptional],
  "AuthSettingsXo.username": [isOptional],
  "AuthSettingsXo.password": [isOptional],
  "AuthSettingsXo.ntlmHost": [isOptional],
  "AuthSettingsXo.ntlmDomain": [isOptional],
  "HttpSettingsXo.userAgent": [isOptional],

  "ContentSelectorApiCreateRequest.name": [notBlank],
  "ContentSelectorApiCreateRequest.expression": [notBlank],
  "ContentSelectorApiUpdateRequest.expression": [notBlank],

  // 3.71: routing rules are validated by their endpoint, after the permission.
  "RoutingRuleXO.name": [{ pattern: false }],
  "RoutingRuleXO.mode": [{ javaClass: "org.sonatype.nexus.repository.routing.RoutingMode" }],

  // 3.77: omitted fields of the anonymous settings get their defaults.
  "AnonymousAccessSettingsXO.userId": [{ before: "3.94", required: false }],
  "AnonymousAccessSettingsXO.realmName": [{ before: "3.94", required: false }],

  // 3.71: "a b" is a valid name of a blob store; the pattern is checked from 3.90 on.
  "FileBlobStoreApiCreateRequest.name": [{ missingMessage: "Name is required" }, { before: "3.90", pattern: false }],
  "FileBlobStoreApiCreateRequest.path": [path],
  "FileBlobStoreApiUpdateRequest.path": [path],
  "BlobStoreApiSoftQuota.type": [quotaBefore394],
  "BlobStoreApiSoftQuota.limit": [quotaBefore394],

  // 3.71.
  "S3BlobStoreApiModel.name": [notNull],
  "S3BlobStoreApiBucket.name": [notNull],
  "S3BlobStoreApiBucket.region": [notNull],
  "S3BlobStoreApiBucket.expiration": [{ isRead: false }, { before: "3.81", isRead: true, required: true }],

  // These endpoints existed before the first API document that contains them.
  "EulaStatus.accepted": [{ isRead: true }],
  "EulaStatus.disclaimer": [{ isRead: true }],
  ...cleanupPolicyRules("CleanupPolicyResourceXO"),
  ...cleanupPolicyRules("CleanupPolicyXO"),
  "CleanupPolicyXO.sortBy": [{ isRead: true, check: "sortBy" }],

  "ProxyAttributes.remoteUrl": [{ check: "uri" }],
  "PypiProxyRepositoryApiRequest.httpClient": [httpClientBefore396],
  "TerraformProxyRepositoryApiRequest.httpClient": [httpClientBefore396],
  // 3.77: both are required; in the document of 3.94 they no longer are.
  "HttpClientAttributes.blocked": [isRequired],
  "HttpClientAttributes.autoBlock": [isRequired],
  "HttpClientAttributesWithPreemptiveAuth.blocked": [isRequired],
  "HttpClientAttributesWithPreemptiveAuth.autoBlock": [isRequired],
  // 3.71, 3.77: formats without pre-emptive authentication neither store nor return it.
  "HttpClientConnectionAuthenticationAttributes.preemptive": [{ isRead: false }],
  // 3.77: only null is rejected here; the value is validated by the repository's facets.
  "HostedStorageAttributes.writePolicy": [{ missingMessage: "must not be null" }],
  "DockerHostedStorageAttributes.writePolicy": [{ missingMessage: "must not be null" }],
  // Proxies ignore a write policy (3.77); the document of 3.94 contains lower case values for it.
  "StorageAttributes.writePolicy": [{ isRead: false }],

  "RawAttributes.contentDisposition": [disposition],
  "MavenAttributes.versionPolicy": [oneOf("RELEASE", "SNAPSHOT", "MIXED"), looseBefore377],
  "MavenAttributes.layoutPolicy": [oneOf("STRICT", "PERMISSIVE"), looseBefore377],
  "MavenAttributes.contentDisposition": [oneOf("INLINE", "ATTACHMENT"), looseBefore377],
  // Other clients' tests on 3.88.0: required in groups, and not used.
  "MavenGroupRepositoryApiRequest.maven": [
    { isRead: false },
    { from: "3.88", before: "3.89", isRead: true, required: true, missingMessage: "must not be null" },
  ],
  "AptProxyRepositoriesAttributes.distribution": [{ before: "3.90", required: true }],
  "AptSigningRepositoriesAttributes.keypair": [isRequired],

  "DockerProxyAttributes.indexType": [oneOf("HUB", "REGISTRY", "CUSTOM")],
  ...forEachSchema(/^(Docker|Oci)(Hosted|Proxy|Group)RepositoryApiRequest$/, "name", lowerCase),
  // Not in the document of 3.94 but still read: other clients send both names to every release.
  ...forEachSchema(proxyRequests, "routingRule", { isRead: true }),
};

const text: ApiField = { type: "string" };
const flag: ApiField = { type: "boolean" };

/** Schemas that the API facts do not contain. */
export const ADDED_SCHEMAS: Readonly<Record<string, ApiSchema>> = {
  // In the documents up to 3.93.2.
  NpmAttributes: { properties: { removeQuarantined: flag } },
  // The internal API of cleanup policies, as the document of 3.94.0 describes it.
  CleanupPolicyXO: {
    required: ["format", "name"],
    properties: {
      name: text,
      format: { type: "string", minLength: 1 },
      notes: text,
      criteriaLastBlobUpdated: { type: "integer" },
      criteriaLastDownloaded: { type: "integer" },
      criteriaReleaseType: { type: "string", enum: ["RELEASES", "PRERELEASES"] },
      criteriaAssetRegex: text,
      retain: { type: "integer" },
      sortBy: text,
    },
  },
};

/** Fields that other releases read and the API facts do not contain, by schema. */
export const ADDED_FIELDS: Readonly<Record<string, Readonly<Record<string, ApiField>>>> = {
  ...Object.fromEntries(findSchemas(proxyRequests).map((schema) => [schema, { routingRule: text }])),
  MavenGroupRepositoryApiRequest: { maven: { ref: "MavenAttributes" } },
  S3BlobStoreApiBucket: { expiration: { type: "integer" } },
  NpmProxyRepositoryApiRequest: { routingRule: text, npm: { ref: "NpmAttributes" } },
  PyPiProxyAttributes: { removeQuarantined: flag },
};
