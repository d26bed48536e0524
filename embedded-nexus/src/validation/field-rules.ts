import { type ApiField, type ApiSchema, apiFacts } from "../facts.ts";
import type { ReleaseRange } from "../release.ts";

/**
 * Where a release was seen to read a request otherwise than the document of 3.94.0 says, or where the document is
 * silent: the exact words of a violation, the Java class that Jackson names. Rules of one field are laid over the fact
 * in order, each in the releases it names. Where the document of 3.94.0 is laxer than what was measured before it, the
 * measured stays: nobody has seen it fall.
 */
export interface FieldRule extends ReleaseRange {
  /** Whether the field is read at all, whatever the documents say. */
  readonly known?: boolean;
  readonly required?: boolean;
  /** The words for a missing or empty value where they are not Jakarta's own. */
  readonly missingMessage?: string;
  /** A pattern, or none. */
  readonly pattern?: string | false;
  readonly patternMessage?: string;
  readonly minimum?: number | false;
  readonly minimumMessage?: string;
  /** Bounds that have words of their own. */
  readonly range?: { readonly from: number; readonly to: number; readonly message: string };
  readonly maxLength?: number;
  /** A check that no fact states: see constraints.ts. */
  readonly check?: "uri" | "automaton" | "sortBy" | "lowerCase";
  /** No enum although the document lists values: kept as text, read by what comes later. */
  readonly isText?: true;
  /** The values of an enum where the document's are not those that are taken. */
  readonly values?: readonly string[];
  /** The Java class of the field, named when a value cannot be read. */
  readonly javaClass?: string;
  /** Strings that are only white space count as missing, and the words are "must not be blank". */
  readonly notBlank?: true;
}

const notBlank: FieldRule = { notBlank: true };
const required: FieldRule = { required: true };
const optional: FieldRule = { required: false };
const notNull: FieldRule = { missingMessage: "must not be null" };
const oneOf = (...values: string[]): FieldRule => ({ patternMessage: `must be one of ${values.join(", ")}` });
const actions: FieldRule = { javaClass: "org.sonatype.nexus.security.privilege.rest.PrivilegeAction" };
const status: FieldRule = { javaClass: "org.sonatype.nexus.security.internal.rest.ApiUserStatus" };
const disposition: FieldRule = { javaClass: "org.sonatype.nexus.repository.raw.ContentDisposition" };
const path: FieldRule = { missingMessage: "Path is required" };
/** 3.71: neither required nor checked by the bean, and lower case accepted. */
const looseBefore377: FieldRule = { before: "3.77", required: false, pattern: false };
/** 3.71: a quota without a type is stored, and the limit is the quota's own affair. */
const quotaBefore394: FieldRule = { before: "3.94", required: false, minimum: false };
/** 3.77. */
const mailPort: FieldRule = { range: { from: 1, to: 65535, message: "Port-number must be >= 1 AND <= 65535." } };
/** The document writes them in lower case, with hyphens. */
const authScheme: FieldRule = { values: ["NONE", "SIMPLE", "DIGEST_MD5", "CRAM_MD5"] };
/** Demanded whatever the scheme (NEXUS-50487). */
const authPassword: FieldRule = { from: "3.88", before: "3.89.1", required: true };
const lowerCase: FieldRule = { from: "3.89", check: "lowerCase" };

/** A privilege's request: name and what it is about must not be blank, actions are one Java enum for all. */
function privilegeRules(type: string, ...fields: string[]): Record<string, FieldRule[]> {
  const rule = (field: string): FieldRule => (field === "actions" ? actions : notBlank);
  return Object.fromEntries(["name", ...fields].map((field) => [`ApiPrivilege${type}Request.${field}`, [rule(field)]]));
}

const proxyRequests = /ProxyRepositoryApiRequest$/;

function findSchemas(name: RegExp): string[] {
  return Object.keys(apiFacts.schemas).filter((schema) => name.test(schema));
}

/** One rule for a field of many schemas. */
function forEachSchema(schema: RegExp, field: string, rule: FieldRule): Record<string, FieldRule[]> {
  return Object.fromEntries(findSchemas(schema).map((name) => [`${name}.${field}`, [rule]]));
}

export const FIELD_RULES: Readonly<Record<string, readonly FieldRule[]>> = {
  "ApiCreateUser.userId": [notBlank],
  "ApiCreateUser.roles": [required],
  "ApiCreateUser.status": [status],
  "ApiUser.userId": [notBlank],
  "ApiUser.source": [notBlank],
  "ApiUser.roles": [required],
  "ApiUser.status": [status],

  ...privilegeRules("Application", "domain", "actions"),
  ...privilegeRules("RepositoryAdmin", "format", "repository", "actions"),
  ...privilegeRules("RepositoryView", "format", "repository", "actions"),
  ...privilegeRules("RepositoryContentSelector", "format", "repository", "contentSelector", "actions"),
  ...privilegeRules("Script", "scriptName", "actions"),
  ...privilegeRules("Wildcard", "pattern"),

  // 3.71.
  "ApiEmailConfiguration.host": [notBlank, { pattern: "^[A-Za-z0-9.:-]+$", patternMessage: "Hostname must be valid" }],
  "ApiEmailConfiguration.fromAddress": [notBlank],
  "ApiEmailConfiguration.port": [mailPort],

  "CreateLdapServerXo.authScheme": [authScheme],
  "UpdateLdapServerXo.authScheme": [authScheme],
  "CreateLdapServerXo.authPassword": [authPassword],
  "UpdateLdapServerXo.authPassword": [authPassword],
  // Other clients leave out what a proxy that is switched off has not, and say nothing of NTLM where there is none.
  "ProxySettingsXo.host": [optional],
  "ProxySettingsXo.port": [optional],
  "AuthSettingsXo.username": [optional],
  "AuthSettingsXo.password": [optional],
  "AuthSettingsXo.ntlmHost": [optional],
  "AuthSettingsXo.ntlmDomain": [optional],
  "HttpSettingsXo.userAgent": [optional],

  "ContentSelectorApiCreateRequest.name": [notBlank],
  "ContentSelectorApiCreateRequest.expression": [notBlank],
  "ContentSelectorApiUpdateRequest.expression": [notBlank],

  // 3.71: a routing rule is checked by its own endpoint, after the permission.
  "RoutingRuleXO.name": [{ pattern: false }],
  "RoutingRuleXO.mode": [{ javaClass: "org.sonatype.nexus.repository.routing.RoutingMode" }],

  // 3.77: what is left out of the anonymous settings takes its default.
  "AnonymousAccessSettingsXO.userId": [{ before: "3.94", required: false }],
  "AnonymousAccessSettingsXO.realmName": [{ before: "3.94", required: false }],

  // 3.71: a blob store may be called "a b"; the pattern is checked from 3.90 on.
  "FileBlobStoreApiCreateRequest.name": [{ missingMessage: "Name is required" }, { before: "3.90", pattern: false }],
  "FileBlobStoreApiCreateRequest.path": [path],
  "FileBlobStoreApiUpdateRequest.path": [path],
  "BlobStoreApiSoftQuota.type": [quotaBefore394],
  "BlobStoreApiSoftQuota.limit": [quotaBefore394],

  // 3.71.
  "S3BlobStoreApiModel.name": [notNull],
  "S3BlobStoreApiBucket.name": [notNull],
  "S3BlobStoreApiBucket.region": [notNull],
  "S3BlobStoreApiBucket.expiration": [{ known: false }, { before: "3.81", known: true, required: true }],

  // These endpoints are older than the documents that first list them.
  "EulaStatus.accepted": [{ known: true }],
  "EulaStatus.disclaimer": [{ known: true }],
  "CleanupPolicyXO.name": [{ known: true, maxLength: 255 }],
  "CleanupPolicyXO.format": [{ known: true }],
  "CleanupPolicyXO.notes": [{ known: true }],
  "CleanupPolicyXO.criteriaLastBlobUpdated": [{ known: true }],
  "CleanupPolicyXO.criteriaLastDownloaded": [{ known: true }],
  "CleanupPolicyXO.criteriaReleaseType": [
    { known: true, javaClass: "org.sonatype.nexus.cleanup.storage.CleanupPolicyReleaseType" },
  ],
  "CleanupPolicyXO.criteriaAssetRegex": [{ known: true, check: "automaton" }],
  "CleanupPolicyXO.retain": [{ known: true, minimumMessage: "retain must be > 0" }],
  "CleanupPolicyXO.sortBy": [{ known: true, check: "sortBy" }],

  "ProxyAttributes.remoteUrl": [{ check: "uri" }],
  // 3.77: both are required; the document of 3.94 no longer says so.
  "HttpClientAttributes.blocked": [required],
  "HttpClientAttributes.autoBlock": [required],
  "HttpClientAttributesWithPreemptiveAuth.blocked": [required],
  "HttpClientAttributesWithPreemptiveAuth.autoBlock": [required],
  // 3.77 maven: read; 3.71: refused as missing, so not read.
  "HttpClientConnectionAuthenticationAttributesWithPreemptive.bearerToken": [
    { from: "3.77", known: true },
    { before: "3.77", known: false },
  ],
  // 3.71, 3.77: formats without the pre-emptive part neither keep it nor give it back.
  "HttpClientConnectionAuthenticationAttributes.preemptive": [{ known: false }],
  // 3.77: not null, whatever it says is for the repository to judge.
  "HostedStorageAttributes.writePolicy": [{ missingMessage: "must not be null" }],
  "DockerHostedStorageAttributes.writePolicy": [{ missingMessage: "must not be null" }],
  // A proxy reads no write policy (3.77); the 3.94 document lists lower case values for it.
  "StorageAttributes.writePolicy": [{ known: false }],

  "RawAttributes.contentDisposition": [disposition],
  "MavenAttributes.versionPolicy": [oneOf("RELEASE", "SNAPSHOT", "MIXED"), looseBefore377],
  "MavenAttributes.layoutPolicy": [oneOf("STRICT", "PERMISSIVE"), looseBefore377],
  "MavenAttributes.contentDisposition": [oneOf("INLINE", "ATTACHMENT"), looseBefore377],
  "AptProxyRepositoriesAttributes.distribution": [{ before: "3.90", required: true }],
  "AptSigningRepositoriesAttributes.keypair": [required],

  // Known from 3.83, seen in the documents from 3.84.
  "DockerAttributes.pathEnabled": [{ from: "3.83", known: true }],
  "DockerProxyAttributes.indexType": [oneOf("HUB", "REGISTRY", "CUSTOM")],
  ...forEachSchema(/^(Docker|Oci)(Hosted|Proxy|Group)RepositoryApiRequest$/, "name", lowerCase),
  // Not in the document of 3.94, yet still read (other clients send both names to every release).
  ...forEachSchema(proxyRequests, "routingRule", { known: true }),
};

const text: ApiField = { type: "string" };
const textMap: ApiField = { type: "object" };

/** What the document of 3.94.0 lacks altogether: OAuth 2.0, as clients of 3.93 and later send it. */
export const ADDED_SCHEMAS: Readonly<Record<string, ApiSchema>> = {
  OAuth2Configuration: {
    required: ["idpJwsAlgorithm", "usernameClaim"],
    properties: {
      ...Object.fromEntries(
        ["clientId", "clientSecret", "idpAuthorizationUrl", "idpTokenUrl", "idpLogoutUrl", "idpJwksUrl", "idpJwks"]
          .concat("idpJwsAlgorithm", "usernameClaim", "firstNameClaim", "lastNameClaim", "emailClaim", "groupsClaim")
          .map((name) => [name, text]),
      ),
      useTrustStore: { type: "boolean" },
      exactMatchClaims: textMap,
      authorizationCustomParams: textMap,
      tokenRequestCustomParams: textMap,
    },
  },
};

/** Fields that were read by releases whose documents are not the one kept here: added to the schema. */
export const ADDED_FIELDS: Readonly<Record<string, Readonly<Record<string, ApiField>>>> = {
  ...Object.fromEntries(findSchemas(proxyRequests).map((schema) => [schema, { routingRule: { type: "string" } }])),
  S3BlobStoreApiBucket: { expiration: { type: "integer" } },
};
