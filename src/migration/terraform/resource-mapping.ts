import { catalogue } from "../../model/catalogue.ts";
import { type Fields, getOwn } from "../../util/json.ts";
import type { AttributeMapping } from "../attribute-reader.ts";

/** Describes how a type of Terraform resource becomes a declaration, or why it cannot. */
export type ResourceMapping = KindMapping | { reason: string };

/** A mapping to a kind. */
export interface KindMapping extends Pick<AttributeMapping, "renamed" | "dropped"> {
  /** The name of the kind in the catalogue: `docker-hosted`. A `capability` becomes the kind of its type. */
  kind: string;
  /** Fields that the type of the resource implies. */
  implied?: Fields;
}

type Mappings = Readonly<Record<string, ResourceMapping>>;

/** The prefixes of the types of the providers, by the end of their address in a state. */
export const providerPrefixes: Readonly<Record<string, string>> = {
  "datadrivers/nexus": "nexus_",
  "sonatype-nexus-community/sonatyperepo": "sonatyperepo_",
};

/** Attributes of repositories whose names differ from the fields, of both providers. */
const repositoryNames: Readonly<Record<string, string>> = {
  routing_rule: "routingRuleName",
  "negative_cache.ttl": "negativeCache.timeToLive",
  "docker.path_based_routing": "docker.pathEnabled",
  signing: "aptSigning",
  distribution: "apt.distribution",
  flat: "apt.flat",
  deploy_policy: "yum.deployPolicy",
  repodata_depth: "yum.repodataDepth",
  "yum.key_pair": "yumSigning.keypair",
  "yum.passphrase": "yumSigning.passphrase",
  alpine: "alpineSigning",
  nuget_version: "nugetProxy.nugetVersion",
  query_cache_item_max_age: "nugetProxy.queryCacheItemMaxAge",
  "terraform_signing.signing_key": "terraformSigning.keypair",
  "conan.conan_version": "conanProxy.conanVersion",
  remove_quarantined: "npm.removeQuarantined",
};

const droppedFromRepositories: Readonly<Record<string, string>> = {
  repository_firewall:
    "declare capability.FirewallAudit for the repository, or from Nexus 3.94 on its field firewall.mode",
  remove_non_cataloged: "no API of Nexus has it",
};

/** Formats with another name in Terraform. */
const formatNames: Readonly<Record<string, string>> = { maven2: "maven", ruby_gems: "rubygems" };

/** Types that both providers have, without the prefix. */
const commonMappings: Mappings = {
  privilege_application: { kind: "privilege-application" },
  privilege_repository_admin: { kind: "privilege-repository-admin" },
  privilege_repository_content_selector: { kind: "privilege-repository-content-selector" },
  privilege_repository_view: { kind: "privilege-repository-view" },
  privilege_script: { kind: "privilege-script" },
  privilege_wildcard: { kind: "privilege-wildcard" },
  routing_rule: { kind: "routing-rule" },
  security_realms: { kind: "realms" },
  security_saml: { kind: "saml" },
  security_ssl_truststore: { kind: "certificate" },
};

const mappings: Readonly<Record<string, Mappings>> = {
  nexus_: {
    ...commonMappings,
    blobstore_azure: { kind: "blob-store-azure" },
    blobstore_file: { kind: "blob-store-file" },
    blobstore_group: { kind: "blob-store-group" },
    blobstore_s3: { kind: "blob-store-s3" },
    capability: { kind: "capability" },
    iqserver: { kind: "iq-connection" },
    mail_config: { kind: "email" },
    repository_bower_group: { reason: "Nexus has no repositories of the format bower any more" },
    repository_bower_hosted: { reason: "Nexus has no repositories of the format bower any more" },
    repository_bower_proxy: { reason: "Nexus has no repositories of the format bower any more" },
    script: { kind: "script", renamed: { type: "type" } },
    security_anonymous: { kind: "anonymous-access" },
    security_content_selector: { kind: "content-selector" },
    security_ldap: {
      kind: "ldap-server",
      renamed: { auth_schema: "authScheme", max_incident_count: "maxIncidentsCount" },
    },
    security_ldap_order: { kind: "ldap-order", renamed: { order: "names" } },
    security_oidc: {
      kind: "oauth2",
      renamed: {
        authorization_url: "idpAuthorizationUrl",
        token_url: "idpTokenUrl",
        logout_url: "idpLogoutUrl",
        jwks_url: "idpJwksUrl",
        jwks: "idpJwks",
        jws_algorithm: "idpJwsAlgorithm",
      },
    },
    security_role: { kind: "role" },
    security_user: { kind: "user", renamed: { email: "emailAddress" } },
    security_user_token: { kind: "user-tokens" },
  },
  sonatyperepo_: {
    ...commonMappings,
    blob_store_acs: { kind: "blob-store-azure" },
    blob_store_file: { kind: "blob-store-file" },
    blob_store_gcs: {
      kind: "blob-store-google",
      renamed: { "bucket_configuration.authentication": "bucketConfiguration.bucketSecurity" },
    },
    blob_store_group: { kind: "blob-store-group" },
    blob_store_s3: { kind: "blob-store-s3" },
    capability_audit: capability("audit"),
    capability_base_url: capability("baseurl"),
    capability_custom_s3_regions: capability("customs3regions"),
    capability_default_role: capability("defaultrole"),
    capability_firewall_audit_and_quarantine: capability("firewall.audit"),
    capability_healthcheck: capability("healthcheck", {
      "properties.configured_for_all_proxies": "properties.configuredForAll",
      "properties.use_nexus_truststore": "properties.useTrustStore",
    }),
    capability_outreach_management: capability("OutreachManagementCapability"),
    capability_rut_auth: capability("rutauth"),
    capability_storage_settings: capability("StorageSettings"),
    capability_ui_branding: capability("rapture.branding"),
    capability_ui_settings: capability("rapture.settings"),
    capability_webhook_global: capability("webhook.global"),
    capability_webhook_repository: capability("webhook.repository"),
    cleanup_policy: {
      kind: "cleanup-policy",
      renamed: {
        "criteria.asset_regex": "criteriaAssetRegex",
        "criteria.last_blob_updated": "criteriaLastBlobUpdated",
        "criteria.last_downloaded": "criteriaLastDownloaded",
        "criteria.release_type": "criteriaReleaseType",
      },
    },
    content_selector: { kind: "content-selector" },
    role: { kind: "role", renamed: { id: "roleId" } },
    security_oauth2: { kind: "oauth2" },
    security_ssrf_protection: { kind: "ssrf-protection" },
    security_user_tokens: { kind: "user-tokens" },
    system_anonymous_access: { kind: "anonymous-access" },
    system_config_http: {
      kind: "http",
      renamed: {
        "http_proxy.authentication": "httpProxy.authInfo",
        "https_proxy.authentication": "httpsProxy.authInfo",
      },
    },
    system_config_ldap_connection: {
      kind: "ldap-server",
      renamed: {
        hostname: "host",
        user_email_name_attribute: "userEmailAddressAttribute",
        connection_retry_delay: "connectionRetryDelaySeconds",
        connection_timeout: "connectionTimeoutSeconds",
        map_ldap_groups_to_roles: "ldapGroupsAsRoles",
        max_connection_attempts: "maxIncidentsCount",
        nexus_trust_store_enabled: "useTrustStore",
      },
      dropped: { order: "with several servers, declare LdapOrder with the names of all" },
    },
    system_config_mail: { kind: "email" },
    system_config_product_license: {
      reason:
        "the state has no licence file that Nexus accepts again; declare License with the file if it is to be managed",
    },
    system_iq_connection: {
      kind: "iq-connection",
      renamed: {
        authentication_method: "authenticationType",
        nexus_trust_store_enabled: "useTrustStoreForUrl",
        show_iq_server_link: "showLink",
        connection_timeout: "timeoutSeconds",
      },
    },
    task_blobstore_compact: task("blobstore.compact"),
    task_license_expiration_notification: task("license.expiration.notification"),
    task_malware_remediator: task("malware.remediator"),
    task_repair_create_browse_nodes: task("create.browse.nodes"),
    task_repository_docker_gc: task("repository.docker.gc"),
    task_repository_docker_upload_purge: task("repository.docker.upload-purge"),
    task_repository_maven_remove_snapshots: task("repository.maven.remove-snapshots"),
    user: { kind: "user" },
  },
};

function capability(type: string, renamed: Readonly<Record<string, string>> = {}): KindMapping {
  return { kind: `capability-${type.replaceAll(".", "-")}`, implied: { type }, renamed };
}

function task(type: string): KindMapping {
  return { kind: `task-${type.replaceAll(".", "-")}`, implied: { type } };
}

/**
 * Finds the mapping of a type of resource.
 *
 * @param prefix - the prefix of the types of the provider
 * @param type - the type with its prefix: `nexus_repository_docker_hosted`
 */
export function findResourceMapping(prefix: string, type: string): ResourceMapping {
  const name = type.slice(prefix.length);
  const mapping = getOwn(mappings[prefix], name) ?? findRepositoryMapping(name);
  return mapping ?? { reason: "this release of nexus-iac does not know the type" };
}

/** Every recipe of a repository has a type of its own: `repository_docker_hosted`. */
function findRepositoryMapping(name: string): KindMapping | undefined {
  const [, format = "", type = ""] = /^repository_(\w+)_(hosted|proxy|group)$/.exec(name) ?? [];
  const kind = `${getOwn(formatNames, format) ?? format}-${type}`;
  if (!catalogue.get(kind)?.repository) return undefined;
  return { kind, renamed: repositoryNames, dropped: droppedFromRepositories };
}
