/** Telling changes, each as somebody might propose it. */
import { invariants } from "./invariants.ts";
import { type Change, declared } from "./support.ts";

const apps = declared(
  "docker-hosted",
  "apps",
  {
    docker: { httpPort: 5002 },
    storage: { blobStoreName: "default", writePolicy: "ALLOW_ONCE" },
    cleanup: { policyNames: ["unused-30d"] },
  },
  true,
);
const mirror = declared(
  "docker-hosted",
  "ocp-mirror",
  {
    docker: { httpPort: 5000 },
    storage: { blobStoreName: "default", writePolicy: "ALLOW" },
    cleanup: { policyNames: [] },
  },
  true,
);
const hub = declared("docker-proxy", "hub", {
  proxy: { remoteUrl: "https://hub.example" },
  dockerProxy: { indexType: "HUB" },
});
const group = declared("docker-group", "all", { docker: { httpPort: 5001 }, group: { memberNames: ["apps", "hub"] } });
const unused = declared("cleanup-policy", "unused-30d", { format: "docker", criteriaLastDownloaded: 30 });
const ci = declared("role", "ci", {
  privileges: [
    "nx-repository-view-docker-apps-add",
    "nx-repository-view-docker-apps-edit",
    "nx-repository-view-docker-apps-read",
  ],
});
const jenkins = declared("user", "jenkins", { roles: ["ci"], password: "[secret]" });
const anonymous = declared("anonymous-access", "anonymous", { enabled: false });
const realms = declared("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] });
const bootstrap = declared("role", "bootstrap", { privileges: ["nx-repository-view-docker-ocp-mirror-edit"] });
const lab = [apps, mirror, hub, group, unused, ci, bootstrap, jenkins, anonymous, realms];

type Base = typeof apps;

/** What Nexus shows of it: with what nobody declared, and without secrets. */
function shown(things: readonly Base[]): Base[] {
  return things.map((one) => {
    const { password: _password, ...fields } = one.fields;
    const status = one.kind.name === "user" ? { status: "active", source: "default" } : {};
    return { ...one, fields: { ...fields, ...status } };
  });
}

/** The estate with some of it otherwise. */
function having(things: readonly Base[], ...others: Base[]): Base[] {
  const key = ({ kind, resource }: Base) => `${kind.name} ${resource}`;
  return [...new Map([...things, ...others].map((one) => [key(one), one])).values()];
}

function without(things: readonly Base[], ...names: string[]): Base[] {
  return things.filter(({ resource }) => !names.includes(resource));
}

const change = (one: Base, fields: Base["fields"]): Base => ({ ...one, fields: { ...one.fields, ...fields } });

/** Proposed to the lab, where all is as declared. */
const proposed = (after: readonly Base[], more: Change = {}): Change => ({
  before: lab,
  after,
  live: shown(lab),
  ...more,
});

export const cases: Readonly<Record<string, Change>> = {
  "nothing changes": proposed(lab),

  "a whole estate is new, and nobody looked at Nexus": { after: lab },

  "a hosted repository and its blob store are deleted": {
    before: [...lab, declared("raw-hosted", "files"), declared("blob-store-file", "big", { path: "big" })],
    after: lab,
    live: shown([...lab, declared("raw-hosted", "files"), declared("blob-store-file", "big", { path: "big" })]),
  },

  "a hosted repository is declared no more, and kept": proposed(
    without(lab, "apps", "all", "ci", "jenkins", "unused-30d"),
  ),

  "a write policy is loosened": proposed(
    having(lab, change(apps, { storage: { blobStoreName: "default", writePolicy: "ALLOW" } })),
  ),

  "a cleanup policy is attached where there was none, and another is shortened": proposed(
    having(
      lab,
      change(mirror, { cleanup: { policyNames: ["unused-30d"] } }),
      change(unused, { criteriaLastDownloaded: 7 }),
    ),
    {
      wouldRemove: new Map([
        ["ocp-mirror", { components: 1, isMore: false }],
        ["apps", { components: 1234, isMore: true }],
      ]),
    },
  ),

  "a role may do everything, by way of another": proposed(
    having(lab, change(ci, { roles: ["helpers"] }), declared("role", "helpers", { privileges: ["nx-all"] })),
  ),

  "rights move into a nested role: nobody gains or loses": proposed(
    having(
      lab,
      change(ci, { privileges: [], roles: ["pushers"] }),
      declared("role", "pushers", { privileges: ci.fields.privileges }),
    ),
  ),

  "a team may delete what a selector selects, and pull all images": proposed(
    having(
      lab,
      declared("content-selector", "team-a", { expression: 'format == "docker" and path =^ "/v2/team-a/"' }),
      declared("privilege-repository-content-selector", "team-a-delete", {
        contentSelector: "team-a",
        format: "docker",
        repository: "apps",
        actions: ["READ", "DELETE"],
      }),
      declared("privilege-wildcard", "pull-all", { pattern: "nexus:repository-view:docker:*:browse,read" }),
      declared("role", "team-a", { privileges: ["team-a-delete", "pull-all"] }),
      declared("user", "ada", { roles: ["team-a"] }),
    ),
  ),

  "anonymous access is opened": proposed(having(lab, change(anonymous, { enabled: true }))),

  "a realm goes, and the others are asked in another order": proposed(
    having(lab, change(realms, { active: ["LdapRealm", "NexusAuthenticatingRealm"] })),
    {
      before: having(lab, change(realms, { active: ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken"] })),
      live: shown(having(lab, change(realms, { active: ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken"] }))),
    },
  ),

  "two connectors are swapped, and one goes": proposed(
    having(
      lab,
      change(apps, { docker: { httpPort: 5000 } }),
      change(mirror, { docker: { httpPort: 5002 } }),
      declared("docker-group", "all", { group: { memberNames: ["apps", "hub"] } }),
    ),
  ),

  "a group asks its members in another order": proposed(
    having(lab, change(group, { group: { memberNames: ["hub", "apps"] } })),
  ),

  "a proxy fetches over plain HTTP from elsewhere, and the certificate of Nexus is not checked": proposed(
    having(lab, change(hub, { proxy: { remoteUrl: "http://elsewhere.example" } })),
    { configuration: { "nexus:insecure": "true" } },
  ),

  "LDAP without TLS, and protections that go": {
    before: [declared("ssrf-protection", "ssrf", { enabled: true })],
    after: [
      declared("ssrf-protection", "ssrf", { enabled: false }),
      declared("ldap-server", "corp", { protocol: "LDAP", host: "ldap.example", port: 389, authPassword: "[secret]" }),
    ],
    live: [declared("ssrf-protection", "ssrf", { enabled: true })],
  },

  "what exists already is adopted": {
    after: lab,
    live: shown([
      change(apps, { storage: { blobStoreName: "default", writePolicy: "ALLOW" }, cleanup: null }),
      change(mirror, { docker: { httpPort: 5000 } }),
      declared("user", "jenkins", { roles: ["nx-admin"] }),
      change(anonymous, { enabled: true }),
    ]),
  },

  "a user that exists is adopted without a declared password": {
    after: [declared("user", "bot", { roles: ["nx-anonymous"] })],
    live: shown([declared("user", "bot", { roles: ["nx-anonymous"] })]),
  },

  "Nexus has drifted, and an invariant with it": proposed(having(lab, change(unused, { notes: "As agreed" })), {
    live: shown(
      having(
        without(lab, "jenkins"),
        change(mirror, { cleanup: { policyNames: ["unused-30d"] } }),
        change(unused, { criteriaLastDownloaded: 60 }),
        declared("role", "by-hand", { privileges: ["nx-repository-view-docker-ocp-mirror-*"] }),
      ),
    ),
    invariants,
  }),

  "a resource is called otherwise, and a repository gets another name": {
    before: [declared("raw-hosted", "files", {}, true), declared("role", "readers", { privileges: [] })],
    after: [
      declared("raw-hosted", "files", { name: "files-2" }, true),
      declared("role", "renamed", { roleId: "readers", privileges: [] }),
    ],
    live: [declared("raw-hosted", "files"), declared("role", "readers", { privileges: [] })],
  },

  "two repositories swap their names": {
    before: [
      declared("raw-hosted", "a", { name: "x" }, true),
      declared("raw-hosted", "b", { name: "y", online: false }),
    ],
    after: [
      declared("raw-hosted", "a", { name: "y" }, true),
      declared("raw-hosted", "b", { name: "x", online: false }),
    ],
    live: [declared("raw-hosted", "x", { online: true }), declared("raw-hosted", "y", { online: false })],
  },

  "a repository becomes one of another format": {
    before: [declared("raw-hosted", "files")],
    after: [declared("maven-hosted", "files", { allowContentLoss: true })],
    live: [declared("raw-hosted", "files", { format: "raw", type: "hosted" })],
  },

  "somebody has made a repository one of another format": {
    before: [declared("raw-hosted", "files")],
    after: [declared("raw-hosted", "files")],
    live: [declared("docker-hosted", "files", { format: "docker", type: "hosted" })],
  },

  "a user without a declared password moves to another resource": {
    before: [declared("user", "jenkins", { roles: ["nx-anonymous"] })],
    after: [declared("user", "ci", { userId: "jenkins", roles: ["nx-anonymous"] })],
    live: shown([declared("user", "jenkins", { roles: ["nx-anonymous"] })]),
  },

  "everybody who logs in is given a role": proposed(
    having(
      lab,
      declared("role", "helpers", { privileges: ["nx-all"] }),
      declared("capability-defaultrole", "defaultrole", { properties: { role: "helpers" } }),
    ).filter(({ kind }) => kind.name !== "realms"),
    { before: lab.filter(({ kind }) => kind.name !== "realms") },
  ),

  "a stack gets another URL": {
    before: [ci, declared("role", "gone")],
    after: [ci],
    live: [declared("role", "gone")],
    formerUrl: "https://old.example",
  },

  "a repository is new, and whoever reads all of its format reads it": {
    before: lab,
    after: having(lab, declared("docker-hosted", "images")),
    live: shown(
      having(
        lab,
        declared("role", "readers", { privileges: ["nx-repository-view-docker-*-read"] }),
        declared("user", "eve", { roles: ["readers"] }),
      ),
    ),
  },

  "what Nexus cannot change in place is made again, empty": proposed(
    having(
      lab,
      change(apps, { storage: { blobStoreName: "fast", writePolicy: "ALLOW_ONCE" }, allowContentLoss: true }),
      declared("blob-store-file", "fast", { path: "fast" }),
    ),
  ),

  "a hosted repository lets more through, and another goes offline": proposed(
    having(
      lab,
      change(apps, {
        docker: { httpPort: 5002, forceBasicAuth: false },
        storage: {
          blobStoreName: "default",
          writePolicy: "ALLOW_ONCE",
          strictContentTypeValidation: false,
          latestPolicy: true,
        },
      }),
      change(mirror, { online: false }),
    ),
    {
      live: shown(
        having(
          lab,
          change(apps, {
            docker: { httpPort: 5002, forceBasicAuth: true },
            storage: { blobStoreName: "default", writePolicy: "ALLOW_ONCE", strictContentTypeValidation: true },
          }),
          change(mirror, { online: true }),
        ),
      ),
    },
  ),

  "a group loses a member, and a repository a second policy cleans up": proposed(
    having(
      lab,
      change(group, { group: { memberNames: ["apps"] } }),
      change(apps, { cleanup: { policyNames: ["unused-30d", "old-builds"] } }),
      declared("cleanup-policy", "old-builds", { format: "docker", criteriaAssetRegex: ".*build.*", retain: 5 }),
    ),
  ),

  "a task deletes what nobody asks for": proposed(
    having(
      lab,
      declared("task-repository-purge-unused", "purge", {
        schedule: { daily: "03:00" },
        properties: { repositoryName: "hub", lastUsed: 60 },
      }),
    ),
  ),

  "somebody may change users, and who comes without credentials is another one": {
    before: [
      declared("anonymous-access", "anonymous", { enabled: true, userId: "anonymous" }),
      declared("role", "helpdesk", { privileges: ["nx-users-read"] }),
      declared("user", "ada", { roles: ["helpdesk"], status: "active" }),
      declared("user", "guest", { roles: ["helpdesk"], status: "active" }),
    ],
    after: [
      declared("anonymous-access", "anonymous", { enabled: true, userId: "guest" }),
      declared("role", "helpdesk", { privileges: ["nx-users-read", "nx-users-update"] }),
      declared("user", "ada", { roles: ["helpdesk"], status: "disabled" }),
      declared("user", "guest", { roles: ["helpdesk"], status: "active" }),
    ],
  },

  "somebody may look at scripts and settings, and change nothing": {
    after: [
      declared("privilege-wildcard", "look", {
        pattern: "nexus:users,roles,settings,tasks,usertoken-settings:read",
      }),
      declared("privilege-script", "scripts", { scriptName: "*", actions: ["BROWSE", "READ"] }),
      declared("role", "looker", { privileges: ["look", "scripts"] }),
      declared("user", "ci", { roles: ["looker"], status: "active" }),
    ],
  },

  "protections of mail, addresses, the firewall and IQ go": {
    before: [
      declared("email", "mail", { sslServerIdentityCheckEnabled: true, startTlsRequired: true }),
      declared("ip-allow-list", "list", { mode: "ENFORCE" }),
      declared("raw-proxy", "proxy", { proxy: { remoteUrl: "https://x.example" }, firewall: { mode: "QUARANTINE" } }),
      declared("iq-connection", "iq", { failOpenModeEnabled: false }),
    ],
    after: [
      declared("email", "mail", { sslServerIdentityCheckEnabled: false, startTlsRequired: false }),
      declared("ip-allow-list", "list", { mode: "MONITOR" }),
      declared("ip-allow-list-entry", "0.0.0.0/0"),
      declared("raw-proxy", "proxy", { proxy: { remoteUrl: "https://x.example" }, firewall: { mode: "AUDIT" } }),
      declared("iq-connection", "iq", { failOpenModeEnabled: true }),
    ],
  },

  "a user changes whose role somebody has deleted": proposed(having(lab, change(jenkins, { firstName: "Jenkins" })), {
    live: shown(without(lab, "ci")),
  }),

  "a blob store becomes one of another type": {
    before: [declared("blob-store-file", "big", { path: "big" })],
    after: [
      declared("blob-store-s3", "big", {
        bucketConfiguration: { bucket: { region: "r", name: "b", expiration: 3 } },
        allowContentLoss: true,
      }),
    ],
    live: shown([declared("blob-store-file", "big", { path: "big", type: "File" })]),
  },
};
