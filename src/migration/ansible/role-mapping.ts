import type { Fields } from "../../util/json.ts";
import type { AttributeMapping } from "../attribute-reader.ts";

/** Describes how an entry of a list of the role becomes a declaration. */
export interface ListMapping extends AttributeMapping {
  /** The name of the kind, or how it follows from the entry. */
  kind: string | ((entry: Fields) => string | undefined);
  /** The values of attributes that an entry does not have. */
  defaults?: Fields;
  /** Fields with constants in capitals, such as `ALLOW_ONCE` for `allow_once`. */
  capitals?: readonly string[];
  /** Fields that are numbers, which templates make texts. */
  numbers?: readonly string[];
}

/** Attributes of repositories of all formats. One that does not apply to a format has no effect in the role either. */
const repositoryAttributes: Readonly<Record<string, string>> = {
  blob_store: "storage.blobStoreName",
  strict_content_validation: "storage.strictContentTypeValidation",
  write_policy: "storage.writePolicy",
  allow_redeploy_latest: "storage.latestPolicy",
  member_repos: "group.memberNames",
  writable_member_repo: "group.writableMember",
  cleanup_policies: "cleanup.policyNames",
  remote_url: "proxy.remoteUrl",
  maximum_component_age: "proxy.contentMaxAge",
  maximum_metadata_age: "proxy.metadataMaxAge",
  negative_cache_enabled: "negativeCache.enabled",
  negative_cache_ttl: "negativeCache.timeToLive",
  remote_username: "httpClient.authentication.username",
  remote_password: "httpClient.authentication.password",
  bearerToken: "httpClient.authentication.bearerToken",
  blocked: "httpClient.blocked",
  auto_block: "httpClient.autoBlock",
  connection_timeout: "httpClient.connection.timeout",
  connection_retries: "httpClient.connection.retries",
  user_agent_suffix: "httpClient.connection.userAgentSuffix",
  enable_circular_redirects: "httpClient.connection.enableCircularRedirects",
  enable_cookies: "httpClient.connection.enableCookies",
  version_policy: "maven.versionPolicy",
  layout_policy: "maven.layoutPolicy",
  repodata_depth: "yum.repodataDepth",
  distribution: "apt.distribution",
  flat: "apt.flat",
  keypair: "aptSigning.keypair",
  passphrase: "aptSigning.passphrase",
  http_port: "docker.httpPort",
  force_basic_auth: "docker.forceBasicAuth",
  v1_enabled: "docker.v1Enabled",
  sub_domain: "docker.subdomain",
  index_type: "dockerProxy.indexType",
  cache_foreign_layers: "dockerProxy.cacheForeignLayers",
  foreign_layer_url_whitelist: "dockerProxy.foreignLayerUrlWhitelist",
  nuget_version: "nugetProxy.nugetVersion",
  content_disposition: "raw.contentDisposition",
};

/** The role's defaults for repositories, and those of formats that differ. */
const repositoryDefaults: Fields = {
  ...{ strict_content_validation: true, write_policy: "allow_once" },
  ...{ maximum_component_age: 1440, maximum_metadata_age: 1440 },
  ...{ negative_cache_enabled: true, negative_cache_ttl: 1440 },
};

const defaultsOfFormats: Readonly<Record<string, Fields>> = {
  apt: { flat: false },
  docker: { force_basic_auth: true, cache_foreign_layers: false },
  gitlfs: { write_policy: "allow" },
  maven: { version_policy: "release", layout_policy: "strict", maximum_component_age: -1 },
  nuget: { nuget_version: "v3" },
  raw: { content_disposition: "inline" },
  yum: { repodata_depth: 0, layout_policy: "strict" },
};

/** The keys of `nexus_blob_names` of formats that have another name there. */
const blobNames: Readonly<Record<string, string>> = { maven: "mvn", rubygems: "ruby" };

/** The variables that the role has if a file does not define them. */
export const roleVariables: Fields = {
  nexus_blob_names: Object.fromEntries(
    [..."pypi raw docker ruby bower npm nuget mvn gitlfs yum apt helm r p2 conda go".split(" ")].map((name) => [
      name,
      { blob: "default" },
    ]),
  ),
  nexus_docker_hosted_port: 9080,
  nexus_docker_proxy_port: 9081,
  nexus_docker_group_port: 9082,
};

/** Returns the mapping of `nexus_repos_FORMAT_TYPE`. */
export function createRepositoryMapping(format: string, type: string): ListMapping {
  const isYum = format === "yum";
  return {
    kind: `${format}-${type}`,
    renamed: { ...repositoryAttributes, ...(isYum && { layout_policy: "yum.deployPolicy" }) },
    dropped: {
      use_nexus_certificates_to_access_index: "no API of Nexus has it",
    },
    ignored: ["format", "type"],
    defaults: {
      blob_store: `{{ nexus_blob_names.${blobNames[format] ?? format}.blob }}`,
      ...repositoryDefaults,
      ...defaultsOfFormats[format],
    },
    capitals: [
      ...["storage.writePolicy", "maven.versionPolicy", "maven.layoutPolicy", "yum.deployPolicy"],
      ...["raw.contentDisposition", "nugetProxy.nugetVersion"],
    ],
    numbers: ["docker.httpPort"],
  };
}

/** The other lists of the role. */
export const listMappings: Readonly<Record<string, ListMapping>> = {
  nexus_blobstores: {
    kind: ({ type = "file" }) => `blob-store-${String(type).toLowerCase()}`,
    ignored: ["type"],
    renamed: {
      "config.bucket": "bucketConfiguration.bucket.name",
      "config.region": "bucketConfiguration.bucket.region",
      "config.prefix": "bucketConfiguration.bucket.prefix",
      "config.expiration": "bucketConfiguration.bucket.expiration",
      "config.accessKeyId": "bucketConfiguration.bucketSecurity.accessKeyId",
      "config.secretAccessKey": "bucketConfiguration.bucketSecurity.secretAccessKey",
      "config.sessionToken": "bucketConfiguration.bucketSecurity.sessionToken",
      "config.assumeRole": "bucketConfiguration.bucketSecurity.role",
      "config.endpoint": "bucketConfiguration.advancedBucketConnection.endpoint",
      "config.signertype": "bucketConfiguration.advancedBucketConnection.signerType",
      "config.forcepathstyle": "bucketConfiguration.advancedBucketConnection.forcePathStyle",
    },
    numbers: ["bucketConfiguration.bucket.expiration"],
  },
  nexus_repos_cleanup_policies: {
    kind: "cleanup-policy",
    ignored: ["mode"],
    renamed: {
      "criteria.lastBlobUpdated": "criteriaLastBlobUpdated",
      "criteria.lastDownloaded": "criteriaLastDownloaded",
      "criteria.preRelease": "criteriaReleaseType",
      "criteria.regexKey": "criteriaAssetRegex",
    },
    numbers: ["criteriaLastBlobUpdated", "criteriaLastDownloaded"],
  },
  nexus_content_selectors: { kind: "content-selector", renamed: { search_expression: "expression" } },
  nexus_privileges: {
    kind: ({ type = "repository-view" }) => `privilege-${type}`,
    ignored: ["type"],
    defaults: { format: "maven2", actions: ["read"] },
    capitals: ["actions"],
    // The defaults apply to all types.
    renamed: { format: "format", actions: "actions" },
  },
  nexus_roles: { kind: "role", renamed: { id: "roleId" } },
  nexus_local_users: { kind: "user", ignored: ["state"], renamed: { username: "userId", email: "emailAddress" } },
  nexus_ldap_users: { kind: "external-user-ldap", ignored: ["state"], renamed: { username: "userId" } },
  nexus_scheduled_tasks: { kind: "task" },
  ldap_connections: {
    kind: "ldap-server",
    defaults: {
      ...{ ldap_auth: "none", ldap_user_base_dn: "ou=users" },
      ...{ ldap_use_trust_store: false, ldap_user_subtree: false, ldap_group_subtree: false },
    },
    capitals: ["protocol", "authScheme", "groupType"],
    numbers: ["port"],
    renamed: {
      ldap_name: "name",
      ldap_protocol: "protocol",
      ldap_hostname: "host",
      ldap_port: "port",
      ldap_use_trust_store: "useTrustStore",
      ldap_search_base: "searchBase",
      ldap_auth: "authScheme",
      ldap_auth_username: "authUsername",
      ldap_auth_password: "authPassword",
      ldap_user_base_dn: "userBaseDn",
      ldap_user_subtree: "userSubtree",
      ldap_user_filter: "userLdapFilter",
      ldap_user_object_class: "userObjectClass",
      ldap_user_id_attribute: "userIdAttribute",
      ldap_user_real_name_attribute: "userRealNameAttribute",
      ldap_user_email_attribute: "userEmailAddressAttribute",
      ldap_map_groups_as_roles: "ldapGroupsAsRoles",
      ldap_map_groups_as_roles_type: "groupType",
      ldap_group_base_dn: "groupBaseDn",
      ldap_group_subtree: "groupSubtree",
      ldap_group_object_class: "groupObjectClass",
      ldap_group_id_attribute: "groupIdAttribute",
      ldap_group_member_attribute: "groupMemberAttribute",
      ldap_group_member_format: "groupMemberFormat",
      ldap_user_memberof_attribute: "userMemberOfAttribute",
    },
  },
};

/** The mapping of variables to a setting, of which Nexus has one. */
export interface SettingMapping {
  kind: string;
  /** The variable whose presence, or value true, declares the setting. */
  when: string;
  /** True if the variable must be true. Default: any value declares the setting. */
  mustBeTrue?: boolean;
  /** The field of each variable. */
  variables: Readonly<Record<string, string>>;
  /** Fields that the role sets in any case. */
  implied?: Fields;
  numbers?: readonly string[];
  texts?: readonly string[];
}

export const settingMappings: readonly SettingMapping[] = [
  {
    kind: "anonymous-access",
    when: "nexus_anonymous_access",
    variables: { nexus_anonymous_access: "enabled" },
    implied: { userId: "anonymous", realmName: "NexusAuthorizingRealm" },
  },
  {
    kind: "email",
    when: "nexus_email_server_enabled",
    mustBeTrue: true,
    variables: {
      nexus_email_server_enabled: "enabled",
      nexus_email_server_host: "host",
      nexus_email_server_port: "port",
      nexus_email_server_username: "username",
      nexus_email_server_password: "password",
      nexus_email_from_address: "fromAddress",
      nexus_email_subject_prefix: "subjectPrefix",
      nexus_email_tls_enabled: "startTlsEnabled",
      nexus_email_tls_required: "startTlsRequired",
      nexus_email_ssl_on_connect_enabled: "sslOnConnectEnabled",
      nexus_email_ssl_check_server_identity_enabled: "sslServerIdentityCheckEnabled",
      nexus_email_trust_store_enabled: "nexusTrustStoreEnabled",
    },
    implied: { port: 25 },
    numbers: ["port"],
  },
  {
    kind: "http",
    when: "nexus_with_http_proxy",
    mustBeTrue: true,
    variables: {
      nexus_with_http_proxy: "httpProxy.enabled",
      nexus_http_proxy_host: "httpProxy.host",
      nexus_http_proxy_port: "httpProxy.port",
      nexus_http_proxy_username: "httpProxy.authInfo.username",
      nexus_http_proxy_password: "httpProxy.authInfo.password",
      nexus_with_https_proxy: "httpsProxy.enabled",
      nexus_https_proxy_host: "httpsProxy.host",
      nexus_https_proxy_port: "httpsProxy.port",
      nexus_https_proxy_username: "httpsProxy.authInfo.username",
      nexus_https_proxy_password: "httpsProxy.authInfo.password",
      nexus_proxy_exclude_hosts: "nonProxyHosts",
      nexus_http_proxy_retries: "retries",
      nexus_http_proxy_timeout: "timeout",
    },
    texts: ["httpProxy.port", "httpsProxy.port"],
  },
  {
    kind: "capability-defaultrole",
    when: "nexus_default_role",
    variables: { nexus_default_role: "properties.role" },
    implied: { type: "defaultrole", enabled: true },
  },
  {
    kind: "capability-audit",
    when: "nexus_audit_enabled",
    variables: { nexus_audit_enabled: "enabled" },
    implied: { type: "audit" },
  },
];

/** Variables that configure Nexus and have no counterpart, with the reason. */
export const droppedVariables: Readonly<Record<string, string>> = {
  nexus_nuget_api_key_realm: realmReason("NuGetApiKey"),
  nexus_npm_bearer_token_realm: realmReason("NpmToken"),
  nexus_rut_auth_realm: realmReason("rutauth-realm"),
  nexus_ldap_realm: realmReason("LdapRealm"),
  nexus_docker_bearer_token_realm: realmReason("DockerToken"),
  nexus_rut_auth_header: "declare capability.RutAuth with this header",
  nexus_branding_header: "declare capability.UiBranding; the role writes the time of the run into it",
  nexus_branding_footer: "declare capability.UiBranding; the role writes the time of the run into it",
  nexus_log4j_visualizer_enabled: "Nexus has no such capability any more",
  nexus_delete_default_repos:
    "the role does it at the first installation only; declare absent.repository to keep them away",
  nexus_delete_default_blobstore: "the role does it at the first installation only",
  nexus_backup_configure: "the role schedules a script of its own; the state of Nexus is not a declaration",
  nexus_admin_password: "configure it as nexus:password of the stack",
};

function realmReason(realm: string): string {
  return `the variables do not have the order of all realms; declare Realms with the list of Nexus and ${realm}`;
}
