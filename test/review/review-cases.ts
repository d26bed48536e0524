import { neverCleaned, noAllPowerfulRole, writtenBy } from "../../src/estate/invariants.ts";
import { type ChangeCase, declareResource } from "./support.ts";

/** The invariants of the lab. */
const labInvariants = [neverCleaned("ocp-mirror"), writtenBy("ocp-mirror", "bootstrap"), noAllPowerfulRole];

const apps = declareResource(
  "docker-hosted",
  "apps",
  {
    docker: { httpPort: 5002 },
    storage: { blobStoreName: "default", writePolicy: "ALLOW_ONCE" },
    cleanup: { policyNames: ["unused-30d"] },
  },
  true,
);
const mirror = declareResource(
  "docker-hosted",
  "ocp-mirror",
  {
    docker: { httpPort: 5000 },
    storage: { blobStoreName: "default", writePolicy: "ALLOW" },
    cleanup: { policyNames: [] },
  },
  true,
);
const hub = declareResource("docker-proxy", "hub", {
  proxy: { remoteUrl: "https://hub.example" },
  dockerProxy: { indexType: "HUB" },
});
const group = declareResource("docker-group", "all", {
  docker: { httpPort: 5001 },
  group: { memberNames: ["apps", "hub"] },
});
const unused = declareResource("cleanup-policy", "unused-30d", { format: "docker", criteriaLastDownloaded: 30 });
const ci = declareResource("role", "ci", {
  privileges: [
    "nx-repository-view-docker-apps-add",
    "nx-repository-view-docker-apps-edit",
    "nx-repository-view-docker-apps-read",
  ],
});
const jenkins = declareResource("user", "jenkins", { roles: ["ci"], password: "[secret]" });
const anonymous = declareResource("anonymous-access", "anonymous", { enabled: false });
const realms = declareResource("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
const bootstrap = declareResource("role", "bootstrap", { privileges: ["nx-repository-view-docker-ocp-mirror-edit"] });
const lab = [apps, mirror, hub, group, unused, ci, bootstrap, jenkins, anonymous, realms];

type Resource = typeof apps;

/** Returns the objects as Nexus returns them: with fields that are not declared, and without secrets. */
function asReturned(resources: readonly Resource[]): Resource[] {
  return resources.map((resource) => {
    const { password: _password, ...fields } = resource.fields;
    const status = resource.kind.name === "user" ? { status: "active", source: "default" } : {};
    return { ...resource, fields: { ...fields, ...status } };
  });
}

/** Returns the resources with some of them replaced or added. */
function withResources(resources: readonly Resource[], ...others: Resource[]): Resource[] {
  const key = ({ kind, resource }: Resource) => `${kind.name} ${resource}`;
  return [...new Map([...resources, ...others].map((resource) => [key(resource), resource])).values()];
}

function withoutResources(resources: readonly Resource[], ...names: string[]): Resource[] {
  return resources.filter(({ resource }) => !names.includes(resource));
}

const withFields = (resource: Resource, fields: Resource["fields"]): Resource => ({
  ...resource,
  fields: { ...resource.fields, ...fields },
});

/** Returns a change of the lab, without drift. */
const changeLab = (after: readonly Resource[], more: ChangeCase = {}): ChangeCase => ({
  before: lab,
  after,
  live: asReturned(lab),
  ...more,
});

/** Changes that show every rule of risks, by the title of the test. The golden files are named after the titles. */
export const reviewCases: Readonly<Record<string, ChangeCase>> = {
  "no changes": changeLab(lab),

  "a new estate without reading Nexus": { after: lab },

  "a hosted repository and a blob store are deleted": {
    before: [
      ...lab,
      declareResource("raw-hosted", "files"),
      declareResource("blob-store-file", "big", { path: "big" }),
    ],
    after: lab,
    live: asReturned([
      ...lab,
      declareResource("raw-hosted", "files"),
      declareResource("blob-store-file", "big", { path: "big" }),
    ]),
    contentCounts: new Map([["files", { components: 200, isMore: true }]]),
    configuration: { "nexus:deleteContent": "true" },
  },

  "content is kept by the last up, or because its loss is not allowed any more": {
    before: [declareResource("raw-hosted", "retained", {}, true), declareResource("raw-hosted", "allowed-before")],
    after: [],
    live: [declareResource("raw-hosted", "retained"), declareResource("raw-hosted", "allowed-before")],
  },

  "a blob store may be deleted, but a repository in it is kept": {
    before: [
      declareResource("blob-store-file", "big", { path: "big", allowContentLoss: true }),
      declareResource("raw-hosted", "files", { storage: { blobStoreName: "big" } }, true),
    ],
    after: [],
    live: [
      declareResource("blob-store-file", "big", { path: "big" }),
      declareResource("raw-hosted", "files", { storage: { blobStoreName: "big" } }),
    ],
  },

  "content is kept by the last up, although nexus:deleteContent is true now": {
    before: [declareResource("raw-hosted", "retained", {}, true), declareResource("raw-hosted", "files")],
    after: [],
    live: [declareResource("raw-hosted", "retained"), declareResource("raw-hosted", "files")],
    configuration: { "nexus:deleteContent": "true" },
  },

  "a hosted repository is removed from the program and kept in Nexus": changeLab(
    withoutResources(lab, "apps", "all", "ci", "jenkins", "unused-30d"),
  ),

  "a write policy is loosened": changeLab(
    withResources(lab, withFields(apps, { storage: { blobStoreName: "default", writePolicy: "ALLOW" } })),
  ),

  "a first cleanup policy is attached and another one is shortened": changeLab(
    withResources(
      lab,
      withFields(mirror, { cleanup: { policyNames: ["unused-30d"] } }),
      withFields(unused, { criteriaLastDownloaded: 7 }),
    ),
    {
      cleanupCounts: new Map([
        ["ocp-mirror", { components: 1, isMore: false }],
        ["apps", { components: 1234, isMore: true }],
      ]),
    },
  ),

  "a role gains all permissions through a nested role": changeLab(
    withResources(
      lab,
      withFields(ci, { roles: ["helpers"] }),
      declareResource("role", "helpers", { privileges: ["nx-all"] }),
    ),
  ),

  "permissions move into a nested role without effect": changeLab(
    withResources(
      lab,
      withFields(ci, { privileges: [], roles: ["pushers"] }),
      declareResource("role", "pushers", { privileges: ci.fields.privileges }),
    ),
  ),

  "a new team gains delete by a content selector and read on all images": changeLab(
    withResources(
      lab,
      declareResource("content-selector", "team-a", { expression: 'format == "docker" and path =^ "/v2/team-a/"' }),
      declareResource("privilege-repository-content-selector", "team-a-delete", {
        contentSelector: "team-a",
        format: "docker",
        repository: "apps",
        actions: ["READ", "DELETE"],
      }),
      declareResource("privilege-wildcard", "pull-all", { pattern: "nexus:repository-view:docker:*:browse,read" }),
      declareResource("role", "team-a", { privileges: ["team-a-delete", "pull-all"] }),
      declareResource("user", "ada", { roles: ["team-a"] }),
    ),
  ),

  "anonymous access is enabled": changeLab(withResources(lab, withFields(anonymous, { enabled: true }))),

  "anonymous access is disabled, and its user loses permissions": {
    before: [
      withFields(anonymous, { enabled: true, userId: "guest" }),
      declareResource("role", "readers", { privileges: ["nx-repository-view-docker-apps-read", "nx-search-read"] }),
      declareResource("user", "guest", { roles: ["readers"], status: "active" }),
    ],
    after: [
      withFields(anonymous, { enabled: false, userId: "guest" }),
      declareResource("role", "readers", { privileges: ["nx-search-read"] }),
      declareResource("user", "guest", { roles: ["readers"], status: "active" }),
    ],
    live: asReturned([
      apps,
      withFields(anonymous, { enabled: true, userId: "guest" }),
      declareResource("role", "readers", { privileges: ["nx-repository-view-docker-apps-read", "nx-search-read"] }),
      declareResource("user", "guest", { roles: ["readers"], status: "active" }),
    ]),
  },

  "anonymous users can read less": {
    before: [declareResource("role", "readers", { privileges: ["nx-repository-view-docker-apps-read"] })],
    after: [declareResource("role", "readers", { privileges: [] })],
    live: asReturned([
      apps,
      withFields(anonymous, { enabled: true, userId: "guest" }),
      declareResource("role", "readers", { privileges: ["nx-repository-view-docker-apps-read"] }),
      declareResource("user", "guest", { roles: ["readers"], status: "active" }),
    ]),
  },

  "users lose a role that declared consumers need": changeLab(
    withoutResources(withResources(lab, withFields(jenkins, { roles: [] })), "ci"),
    {
      live: asReturned(withResources(lab, declareResource("user", "eve", { roles: ["ci"] }))),
      clientConfig: {
        consumers: {
          identities: { build: ["jenkins", "jenkins-2"] },
          jenkins: { credentials: { nexus: "build" }, credential: "nexus" },
          gitlab: { push: "apps", pull: "apps", user: "build" },
        },
      },
    },
  ),

  "fields that the last up did not declare have other values in Nexus": changeLab(
    withResources(
      lab,
      withFields(apps, {
        storage: { blobStoreName: "default", writePolicy: "ALLOW", strictContentTypeValidation: false },
        online: true,
      }),
      withFields(group, { docker: {} }),
    ),
    {
      live: asReturned(
        withResources(
          lab,
          withFields(apps, {
            storage: { blobStoreName: "default", writePolicy: "DENY", strictContentTypeValidation: true },
            online: true,
          }),
        ),
      ),
    },
  ),

  "a realm is removed and the others are reordered": changeLab(
    withResources(lab, withFields(realms, { active: ["LdapRealm", "NexusAuthenticatingRealm"] })),
    {
      before: withResources(
        lab,
        withFields(realms, { active: ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken"] }),
      ),
      live: asReturned(
        withResources(lab, withFields(realms, { active: ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken"] })),
      ),
    },
  ),

  "two connectors are swapped and one is removed": changeLab(
    withResources(
      lab,
      withFields(apps, { docker: { httpPort: 5000 } }),
      withFields(mirror, { docker: { httpPort: 5002 } }),
      declareResource("docker-group", "all", { group: { memberNames: ["apps", "hub"] } }),
    ),
  ),

  "the members of a group are reordered": changeLab(
    withResources(lab, withFields(group, { group: { memberNames: ["hub", "apps"] } })),
  ),

  "a proxy gets an upstream over plain HTTP and the certificate of Nexus is not verified": changeLab(
    withResources(lab, withFields(hub, { proxy: { remoteUrl: "http://elsewhere.example" } })),
    { configuration: { "nexus:insecure": "true" } },
  ),

  "LDAP without TLS and SSRF protection disabled": {
    before: [declareResource("ssrf-protection", "ssrf", { enabled: true })],
    after: [
      declareResource("ssrf-protection", "ssrf", { enabled: false }),
      declareResource("ldap-server", "corp", {
        protocol: "LDAP",
        host: "ldap.example",
        port: 389,
        authPassword: "[secret]",
      }),
    ],
    live: [declareResource("ssrf-protection", "ssrf", { enabled: true })],
  },

  "existing objects are adopted": {
    after: lab,
    live: asReturned([
      withFields(apps, { storage: { blobStoreName: "default", writePolicy: "ALLOW" }, cleanup: null }),
      withFields(mirror, { docker: { httpPort: 5000 } }),
      declareResource("user", "jenkins", { roles: ["nx-admin"] }),
      withFields(anonymous, { enabled: true }),
    ]),
  },

  "an existing user without a declared password is adopted": {
    after: [declareResource("user", "bot", { roles: ["nx-anonymous"] })],
    live: asReturned([declareResource("user", "bot", { roles: ["nx-anonymous"] })]),
  },

  "drift breaks an invariant in Nexus": changeLab(withResources(lab, withFields(unused, { notes: "As agreed" })), {
    live: asReturned(
      withResources(
        withoutResources(lab, "jenkins"),
        withFields(mirror, { cleanup: { policyNames: ["unused-30d"] } }),
        withFields(unused, { criteriaLastDownloaded: 60 }),
        declareResource("role", "by-hand", { privileges: ["nx-repository-view-docker-ocp-mirror-*"] }),
      ),
    ),
    invariants: labInvariants,
  }),

  "a resource and a repository are renamed": {
    before: [declareResource("raw-hosted", "files", {}, true), declareResource("role", "readers", { privileges: [] })],
    after: [
      declareResource("raw-hosted", "files", { name: "files-2" }, true),
      declareResource("role", "renamed", { roleId: "readers", privileges: [] }),
    ],
    live: [declareResource("raw-hosted", "files"), declareResource("role", "readers", { privileges: [] })],
  },

  "two repositories swap their names": {
    before: [
      declareResource("raw-hosted", "a", { name: "x" }, true),
      declareResource("raw-hosted", "b", { name: "y", online: false }),
    ],
    after: [
      declareResource("raw-hosted", "a", { name: "y" }, true),
      declareResource("raw-hosted", "b", { name: "x", online: false }),
    ],
    live: [declareResource("raw-hosted", "x", { online: true }), declareResource("raw-hosted", "y", { online: false })],
  },

  "a repository changes its format": {
    before: [declareResource("raw-hosted", "files")],
    after: [declareResource("maven-hosted", "files", { allowContentLoss: true })],
    live: [declareResource("raw-hosted", "files", { format: "raw", type: "hosted" })],
  },

  "a repository of another format was created by hand": {
    before: [declareResource("raw-hosted", "files")],
    after: [declareResource("raw-hosted", "files")],
    live: [declareResource("docker-hosted", "files", { format: "docker", type: "hosted" })],
  },

  "a user without a declared password moves to another resource": {
    before: [declareResource("user", "jenkins", { roles: ["nx-anonymous"] })],
    after: [declareResource("user", "ci", { userId: "jenkins", roles: ["nx-anonymous"] })],
    live: asReturned([declareResource("user", "jenkins", { roles: ["nx-anonymous"] })]),
  },

  "a default role is given to all users": changeLab(
    withResources(
      lab,
      declareResource("role", "helpers", { privileges: ["nx-all"] }),
      declareResource("capability-defaultrole", "defaultrole", { properties: { role: "helpers" } }),
    ).filter(({ kind }) => kind.name !== "realms"),
    { before: lab.filter(({ kind }) => kind.name !== "realms") },
  ),

  "a stack gets another URL": {
    before: [ci, declareResource("role", "gone")],
    after: [ci],
    live: [declareResource("role", "gone")],
    formerUrl: "https://old.example",
  },

  "a new repository is readable by existing permissions on its format": {
    before: lab,
    after: withResources(lab, declareResource("docker-hosted", "images")),
    live: asReturned(
      withResources(
        lab,
        declareResource("role", "readers", { privileges: ["nx-repository-view-docker-*-read"] }),
        declareResource("user", "eve", { roles: ["readers"] }),
      ),
    ),
  },

  "a change of the blob store recreates a repository": {
    ...changeLab(
      withResources(
        lab,
        withFields(apps, { storage: { blobStoreName: "fast", writePolicy: "ALLOW_ONCE" }, allowContentLoss: true }),
        declareResource("blob-store-file", "fast", { path: "fast" }),
      ),
    ),
    contentCounts: new Map([["apps", { components: 12, isMore: false }]]),
  },

  "a hosted repository is less strict and another one goes offline": changeLab(
    withResources(
      lab,
      withFields(apps, {
        docker: { httpPort: 5002, forceBasicAuth: false },
        storage: {
          blobStoreName: "default",
          writePolicy: "ALLOW_ONCE",
          strictContentTypeValidation: false,
          latestPolicy: true,
        },
      }),
      withFields(mirror, { online: false }),
    ),
    {
      live: asReturned(
        withResources(
          lab,
          withFields(apps, {
            docker: { httpPort: 5002, forceBasicAuth: true },
            storage: { blobStoreName: "default", writePolicy: "ALLOW_ONCE", strictContentTypeValidation: true },
          }),
          withFields(mirror, { online: true }),
        ),
      ),
    },
  ),

  "a group loses a member and a repository gets a second cleanup policy": changeLab(
    withResources(
      lab,
      withFields(group, { group: { memberNames: ["apps"] } }),
      withFields(apps, { cleanup: { policyNames: ["unused-30d", "old-builds"] } }),
      declareResource("cleanup-policy", "old-builds", { format: "docker", criteriaAssetRegex: ".*build.*", retain: 5 }),
    ),
  ),

  "a new task deletes unused components": changeLab(
    withResources(
      lab,
      declareResource("task-repository-purge-unused", "purge", {
        schedule: { daily: "03:00" },
        properties: { repositoryName: "hub", lastUsed: 60 },
      }),
    ),
  ),

  "a role gains administration and anonymous access uses another user": {
    before: [
      declareResource("anonymous-access", "anonymous", { enabled: true, userId: "anonymous" }),
      declareResource("role", "helpdesk", { privileges: ["nx-users-read"] }),
      declareResource("user", "ada", { roles: ["helpdesk"], status: "active" }),
      declareResource("user", "guest", { roles: ["helpdesk"], status: "active" }),
    ],
    after: [
      declareResource("anonymous-access", "anonymous", { enabled: true, userId: "guest" }),
      declareResource("role", "helpdesk", { privileges: ["nx-users-read", "nx-users-update"] }),
      declareResource("user", "ada", { roles: ["helpdesk"], status: "disabled" }),
      declareResource("user", "guest", { roles: ["helpdesk"], status: "active" }),
    ],
  },

  "a role gains read access to scripts and settings": {
    after: [
      declareResource("privilege-wildcard", "look", {
        pattern: "nexus:users,roles,settings,tasks,usertoken-settings:read",
      }),
      declareResource("privilege-script", "scripts", { scriptName: "*", actions: ["BROWSE", "READ"] }),
      declareResource("role", "looker", { privileges: ["look", "scripts"] }),
      declareResource("user", "ci", { roles: ["looker"], status: "active" }),
    ],
  },

  "protections of mail, addresses, the firewall and IQ are weakened": {
    before: [
      declareResource("email", "mail", { sslServerIdentityCheckEnabled: true, startTlsRequired: true }),
      declareResource("ip-allow-list", "list", { mode: "ENFORCE" }),
      declareResource("raw-proxy", "proxy", {
        proxy: { remoteUrl: "https://x.example" },
        firewall: { mode: "QUARANTINE" },
      }),
      declareResource("iq-connection", "iq", { failOpenModeEnabled: false }),
    ],
    after: [
      declareResource("email", "mail", { sslServerIdentityCheckEnabled: false, startTlsRequired: false }),
      declareResource("ip-allow-list", "list", { mode: "MONITOR" }),
      declareResource("ip-allow-list-entry", "0.0.0.0/0"),
      declareResource("raw-proxy", "proxy", { proxy: { remoteUrl: "https://x.example" }, firewall: { mode: "AUDIT" } }),
      declareResource("iq-connection", "iq", { failOpenModeEnabled: true }),
    ],
  },

  "adopted roles are deleted": {
    before: [{ ...ci, adopted: true }, bootstrap],
    after: [],
    live: asReturned([ci, bootstrap]),
  },

  "adopted roles are kept with keepAdopted": {
    before: [{ ...ci, adopted: true }, bootstrap],
    after: [],
    live: asReturned([ci, bootstrap]),
    configuration: { "nexus:keepAdopted": "true" },
  },

  "a user refers to a role that was deleted by hand": changeLab(
    withResources(lab, withFields(jenkins, { firstName: "Jenkins" })),
    {
      live: asReturned(withoutResources(lab, "ci")),
    },
  ),

  "a blob store changes its type": {
    before: [declareResource("blob-store-file", "big", { path: "big" })],
    after: [
      declareResource("blob-store-s3", "big", {
        bucketConfiguration: { bucket: { region: "r", name: "b", expiration: 3 } },
        allowContentLoss: true,
      }),
    ],
    live: asReturned([declareResource("blob-store-file", "big", { path: "big", type: "File" })]),
  },
};
