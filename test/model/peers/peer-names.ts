/** Names of Nexus's own objects and types that other clients use: in tests, constants, examples and documentation. */
import type { Edition } from "../../../src/util/release.ts";

export type NameFamily = "privilege" | "role" | "realm" | "task type" | "capability type";

export interface PeerName {
  readonly family: NameFamily;
  readonly name: string;
  readonly editions: readonly Edition[];
  readonly sources: readonly string[];
}

const [go, terraform, sonatyperepo] = [
  "go-nexus-client",
  "terraform-provider-nexus",
  "terraform-provider-sonatyperepo",
] as const;
const [cloudKrafter, thoTeam, eclipse] = [
  "nexus-ansible-collection",
  "ansible-ThoTeam nexus3-oss",
  "eclipse-cbi nexus3-as-code",
] as const;

const every: readonly Edition[] = ["COMMUNITY", "PRO"];
const pro: readonly Edition[] = ["PRO"];

function named(
  family: NameFamily,
  editions: readonly Edition[],
  sources: readonly string[],
  names: readonly string[],
): PeerName[] {
  return names.map((name) => ({ family, name, editions, sources }));
}

/** The names, each for the editions that the source uses it with. sonatyperepo is tested with Pro only. */
export const peerNames: readonly PeerName[] = [
  ...named("privilege", every, [go, terraform, sonatyperepo, cloudKrafter], ["nx-all"]),
  ...named("privilege", every, [go], ["nx-wonderland-all", "nx-repository-view-*-*-*", "nx-repository-view-yum-*-*"]),
  ...named("privilege", every, [go], ["nx-script-*-*", "nx-script-*-run"]),
  ...named("privilege", every, [terraform], ["nx-repository-view-docker-*-*"]),
  ...named("privilege", every, [cloudKrafter, thoTeam], ["nx-search-read"]),
  ...named("privilege", every, [cloudKrafter, sonatyperepo], ["nx-healthcheck-read"]),
  ...named("privilege", every, [sonatyperepo], ["nx-repository-view-*-*-browse"]),
  ...named("privilege", pro, [sonatyperepo], ["nx-healthcheck-summary-read", "nx-metrics-all", "nx-settings-all"]),
  ...named("privilege", pro, [sonatyperepo], ["nx-settings-read"]),
  ...named("privilege", pro, [sonatyperepo], ["nx-blobstore-all", "nx-blobstore-read", "nx-contentselector-all"]),
  ...named("privilege", pro, [sonatyperepo], ["nx-contentselector-read", "nx-routingrule-all", "nx-routingrule-read"]),
  ...named("privilege", pro, [sonatyperepo], ["nx-security-all", "nx-security-read"]),
  ...named("privilege", pro, [eclipse], ["nx-usertoken-current"]),
  ...named("role", every, [go, terraform, sonatyperepo, cloudKrafter], ["nx-admin"]),
  ...named("role", every, [go, sonatyperepo, cloudKrafter, thoTeam, eclipse], ["nx-anonymous"]),
  ...named("realm", every, [go, terraform, sonatyperepo], ["NexusAuthenticatingRealm", "DockerToken"]),
  ...named("realm", every, [cloudKrafter, thoTeam], ["LdapRealm", "NpmToken", "NuGetApiKey", "rutauth-realm"]),
  ...named("realm", every, [cloudKrafter], ["ConanToken"]),
  ...named("realm", pro, [cloudKrafter], ["SamlRealm", "User-Token-Realm"]),
  ...named("task type", every, [cloudKrafter, thoTeam], ["repository.docker.gc", "repository.docker.upload-purge"]),
  ...named("task type", every, [cloudKrafter, thoTeam], ["repository.maven.purge-unused-snapshots"]),
  ...named("task type", every, [cloudKrafter, thoTeam], ["repository.maven.remove-snapshots", "blobstore.compact"]),
  ...named("task type", pro, [go, sonatyperepo], ["tags.cleanup"]),
  ...named(
    "task type",
    pro,
    [sonatyperepo],
    [
      ...["blobstore.delete-temp-files", "blobstore.executeReconciliationPlan", "blobstore.planReconciliation"],
      ...["blobstore.gcs.soft-deleted-blobs.migration", "blobstore.group.memberRemoval"],
      ...["blobstore.metrics.reconcile", "create.browse.nodes", "h2.backup.task", "license.expiration.notification"],
      ...["malware.remediator", "repository.apt.rebuild.metadata", "repository.export", "repository.import"],
      ...["repository.helm.rebuild.metadata", "repository.maven.publish-dotindex", "repository.maven.rebuild-metadata"],
      ...["repository.maven.repair-base-version", "repository.maven.unpublish-dotindex", "repository.move"],
      ...["repository.npm.rebuild-metadata", "repository.npm.reindex", "repository.purge-unused"],
      ...["repository.pypi.generate-missing-sha256-checksums", "repository.pypi.rebuild-metadata"],
      ...["repository.rebuild-index", "repository.ruby.rebuild.versions", "repository.yum.rebuild.metadata"],
      ...["s3.compact.task.scheduling.migration", "security.purge-api-keys"],
    ],
  ),
  ...named("capability type", every, [go, terraform], ["OutreachManagementCapability"]),
  ...named("capability type", every, [terraform], ["webhook.global", "firewall.audit", "httpclient"]),
  ...named("capability type", every, [cloudKrafter, thoTeam], ["rapture.branding"]),
  ...named(
    "capability type",
    pro,
    [sonatyperepo],
    [
      ...["audit", "baseurl", "StorageSettings", "customs3regions", "defaultrole", "healthcheck", "rutauth"],
      ...["rapture.settings", "webhook.repository"],
    ],
  ),
];
