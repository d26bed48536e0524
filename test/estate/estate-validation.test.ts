import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Estate } from "../../src/estate/estate.ts";
import { unknownValue } from "../../src/util/json.ts";
import { ldapDirectory } from "../support/ldap-directory.ts";
import { authorityFile } from "../support/tls-front.ts";
import { declare, docker, estateOf, group, raw, role, validate, viewing } from "./support.ts";

const pem = readFileSync(authorityFile, "utf8");
const { fingerprint } = new X509Certificate(pem);
const crowd = {
  enabled: true,
  realmActive: true,
  url: "https://crowd.example",
  applicationName: "nexus",
  applicationPassword: "secret",
};

const unreadable =
  "has a part of nothing but colons and commas: Nexus keeps it and then fails, for good, whatever asks it for privileges";

const cases: [string, Estate, string[]][] = [
  [
    "patterns of wildcards that Nexus cannot read and keeps all the same",
    estateOf(
      [":", " ", "nexus:,:read", "nexus:users:,,", "nexus:users:"].map((pattern, index) =>
        declare("privilege-wildcard", `p${index}`, { pattern }),
      ),
    ),
    [0, 1, 2, 3].map((index) => `p${index} (privilege:Wildcard) pattern: ${unreadable}`),
  ],
  [
    "one identity declared twice, also where only case differs",
    estateOf([raw("Files"), declare("maven-hosted", "files"), role("a", []), role("A", [])]),
    [
      'files (maven:Hosted) name: the repository "files" is declared by Files (raw:Hosted) too as "Files", and Nexus mixes up names that differ only in case',
    ],
  ],
  [
    "a setting declared twice",
    estateOf([declare("realms", "one", { active: ["A"] }), declare("realms", "two", { active: ["B"] })]),
    ["two (nexus:Realms): realms, of which there is one, is declared by one (nexus:Realms) too"],
  ],
  [
    "a connector port used twice",
    estateOf([docker("a", { docker: { httpPort: 5000 } }), docker("b", { docker: { httpsPort: 5000 } })]),
    ["b (docker:Hosted) docker.httpsPort: 5000 is the connector port of a (docker:Hosted) too"],
  ],
  [
    "a subdomain used twice",
    estateOf([docker("a", { docker: { subdomain: "x" } }), docker("b", { docker: { subdomain: "x" } })]),
    ["b (docker:Hosted) docker.subdomain: x is the subdomain of a (docker:Hosted) too"],
  ],
  [
    "realms that lack what is declared",
    estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
      docker("a", { docker: { forceBasicAuth: false } }),
      docker("b", { docker: { forceBasicAuth: true } }),
      declare("npm-hosted", "npm", {}),
      declare("npm-proxy", "npm-proxy", { proxy: { remoteUrl: "https://npm.example" } }),
      declare("nuget-hosted", "nuget", {}),
      declare("conan-hosted", "conan", {}),
      declare("capability-rutauth", "rut", { properties: { httpHeader: "X-Remote-User" } }),
      declare("capability-defaultrole", "role", { properties: { role: "nx-anonymous" } }),
      declare("ldap-server", "directory", ldapDirectory),
      declare("saml", "saml", { idpMetadata: "<x/>", usernameAttribute: "uid" }),
      declare("oauth2", "oauth2", { idpJwsAlgorithm: "RS256", usernameClaim: "sub" }),
      declare("crowd", "crowd", crowd),
      declare("user-tokens", "tokens", { enabled: true }),
    ]),
    [
      'realms (nexus:Realms) active: lacks "DockerToken", without which a (docker:Hosted) lets no client in by a token (forceBasicAuth: false)',
      'realms (nexus:Realms) active: lacks "NpmToken", without which npm (npm:Hosted) knows no npm login',
      'realms (nexus:Realms) active: lacks "NuGetApiKey", without which nuget (nuget:Hosted) takes no package, as those come by an API key',
      'realms (nexus:Realms) active: lacks "ConanToken", without which conan (conan:Hosted) knows no conan user',
      'realms (nexus:Realms) active: lacks "rutauth-realm", without which rut (capability:RutAuth) lets nobody in',
      'realms (nexus:Realms) active: lacks "DefaultRole", without which role (capability:DefaultRole) gives nobody its role',
      'realms (nexus:Realms) active: lacks "LdapRealm", without which directory (nexus:LdapServer) is asked for no user',
      'realms (nexus:Realms) active: lacks "SamlRealm", without which saml (nexus:Saml) lets nobody in',
      'realms (nexus:Realms) active: lacks "OAuth2Realm", without which oauth2 (nexus:OAuth2) lets nobody in',
      'realms (nexus:Realms) active: lacks "Crowd", without which crowd (nexus:Crowd) is asked for no user',
      'realms (nexus:Realms) active: lacks "User-Token-Realm", without which tokens (nexus:UserTokens) lets nobody in by a token',
    ],
  ],
  [
    "nothing of realms where none are declared",
    estateOf([
      docker("a", { docker: { forceBasicAuth: false } }),
      declare("crowd", "crowd", { ...crowd, enabled: false }),
      declare("user-tokens", "tokens", { enabled: false }),
    ]),
    [],
  ],
  [
    "nothing of realms for capabilities that are off",
    estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
      declare("capability-rutauth", "rut", { enabled: false, properties: { httpHeader: "X-Remote-User" } }),
      declare("capability-defaultrole", "role", { enabled: false, properties: { role: "nx-anonymous" } }),
    ]),
    [],
  ],
  [
    "nothing of realms that are not known yet",
    estateOf([
      docker("a", { docker: { forceBasicAuth: false } }),
      declare("realms", "realms", { active: [unknownValue] }),
    ]),
    [],
  ],
  [
    "an LDAP server without what its other fields demand",
    estateOf([
      declare("ldap-server", "a", { ...ldapDirectory, authScheme: "DIGEST_MD5", authUsername: "nexus" }),
      declare("ldap-server", "b", { ...ldapDirectory, ldapGroupsAsRoles: true }),
      declare("ldap-server", "c", { ...ldapDirectory, ldapGroupsAsRoles: true, groupType: "DYNAMIC" }),
      declare("ldap-server", "d", { ...ldapDirectory, authScheme: unknownValue }),
    ]),
    [
      "a (nexus:LdapServer) authPassword: is missing: an authScheme other than NONE demands it",
      "a (nexus:LdapServer) authRealm: is missing: this authScheme demands it",
      "b (nexus:LdapServer) groupType: is missing: ldapGroupsAsRoles demands it",
      "c (nexus:LdapServer) userMemberOfAttribute: is missing: groups of the type DYNAMIC demands it",
    ],
  ],
  [
    "an order of LDAP servers that names one that is not declared",
    estateOf([
      declare("ldap-server", "directory", ldapDirectory),
      declare("ldap-order", "order", { names: ["director"] }),
    ]),
    [
      'order (nexus:LdapOrder) names[0]: names the LDAP server "director", which is not declared; did you mean "directory"?',
    ],
  ],
  [
    "an IP allow-list that is enforced without any entry",
    estateOf([declare("ip-allow-list", "list", { mode: "ENFORCE" })]),
    ["list (nexus:IpAllowList) mode: ENFORCE without any entry would shut everybody out of Nexus"],
  ],
  [
    "nothing of an IP allow-list with an entry, or that is not enforced",
    estateOf([
      declare("ip-allow-list", "list", { mode: "ENFORCE" }),
      declare("ip-allow-list-entry", "203.0.113.0/24", {}),
    ]),
    [],
  ],
  [
    "a certificate declared twice, in other white space",
    estateOf([
      declare("certificate", "a", { pem }),
      declare("certificate", "b", { pem: pem.replaceAll("\n", "\r\n") }),
    ]),
    [`b (nexus:Certificate): the certificate "${fingerprint}" is declared by a (nexus:Certificate) too`],
  ],
  [
    "a member that is not declared",
    estateOf([raw("files"), group("raw-group", "all", "files", "fils")]),
    ['all (raw:Group) group.memberNames[1]: names the repository "fils", which is not declared; did you mean "files"?'],
  ],
  [
    "a member that nothing is near to",
    estateOf([raw("files"), group("raw-group", "all", "files", "elsewhere-altogether")]),
    [
      'all (raw:Group) group.memberNames[1]: names the repository "elsewhere-altogether", which is not declared; where it is made elsewhere, say existing.repository("elsewhere-altogether")',
    ],
  ],
  [
    "a member of another format, itself, twice, and a circle",
    estateOf([
      docker("images"),
      raw("files"),
      group("raw-group", "a", "images", "a", "files", "files", "b"),
      group("raw-group", "b", "a"),
    ]),
    [
      'a (raw:Group) group.memberNames[0]: "images" is a docker repository: a raw group repository takes raw ones',
      'a (raw:Group) group.memberNames[1]: is the group "a" itself',
      'a (raw:Group) group.memberNames[3]: names "files" a second time',
      'a (raw:Group) group.memberNames[4]: "b" contains the group "a" itself',
      'b (raw:Group) group.memberNames[0]: "a" contains the group "b" itself',
    ],
  ],
  [
    "a writable member that is none",
    estateOf([docker("a"), declare("docker-group", "g", { group: { memberNames: ["a"], writableMember: "a2" } })]),
    [
      'g (docker:Group) group.writableMember: names the repository "a2", which is not declared; did you mean "a"?',
      'g (docker:Group) group.writableMember: "a2" is not among the group\'s members',
    ],
  ],
  [
    "tasks for what is not there, or is of another format or type",
    estateOf([
      raw("files"),
      group("raw-group", "all", "files"),
      declare("task-repository-docker-gc", "gc", { properties: { repositoryName: "files" } }),
      declare("task-create-browse-nodes", "tree", { properties: { repositoryName: ["files", "all"] } }),
      declare("task-repository-purge-unused", "old", { properties: { repositoryName: "file", lastUsed: 9 } }),
      declare("task-blobstore-compact", "compact", { properties: { blobstoreName: "bulk" } }),
      declare("task-repository-rebuild-index", "every", { properties: { repositoryName: "*" } }),
    ]),
    [
      'old (task:RepositoryPurgeUnused) properties.repositoryName: names the repository "file", which is not declared; did you mean "files"?',
      'compact (task:BlobstoreCompact) properties.blobstoreName: names the blob store "bulk", which is not declared; where it is made elsewhere, say existing.blobStore("bulk")',
      'gc (task:RepositoryDockerGc) properties.repositoryName: "files" is a raw hosted repository: a repository.docker.gc task is for docker ones',
      'tree (task:CreateBrowseNodes) properties.repositoryName[1]: "all" is a raw group repository: a create.browse.nodes task is for hosted or proxy ones',
    ],
  ],
  [
    "a cleanup policy of another format",
    estateOf([
      declare("cleanup-policy", "old-images", { format: "docker", criteriaLastDownloaded: 30 }),
      declare("cleanup-policy", "old", { format: "*", criteriaLastDownloaded: 30 }),
      raw("files", { cleanup: { policyNames: ["old-images", "old"] } }),
    ]),
    [
      'files (raw:Hosted) cleanup.policyNames[0]: the cleanup policy "old-images" is for docker repositories, and this is a raw hosted repository',
    ],
  ],
  [
    "criteria that a format does not take, or none",
    estateOf([
      declare("cleanup-policy", "a", { format: "raw" }),
      declare("cleanup-policy", "b", { format: "*", criteriaAssetRegex: ".*" }),
      declare("cleanup-policy", "c", { format: "raw", criteriaLastDownloaded: 1, retain: 2 }),
      declare("cleanup-policy", "d", { format: "maven", criteriaLastDownloaded: 1 }),
    ]),
    [
      "a (nexus:CleanupPolicy): has no criterion: one of criteriaLastDownloaded, criteriaLastBlobUpdated, criteriaReleaseType, criteriaAssetRegex",
      'b (nexus:CleanupPolicy) criteriaAssetRegex: is not for the format "*": * and gitlfs do not take it',
      'c (nexus:CleanupPolicy) retain: is not for the format "raw": only maven2, docker take it',
      'd (nexus:CleanupPolicy) format: "maven" is "maven2" in cleanup policies',
    ],
  ],
  [
    "a role with an unknown privilege, and roles in a circle",
    estateOf([
      raw("files"),
      role("r", viewing("raw", "file", "read")),
      role("x", [], ["y"]),
      role("y", [], ["x", "y"]),
    ]),
    [
      'r (nexus:Role) privileges[0]: names the privilege "nx-repository-view-raw-file-read", which is not declared; did you mean "nx-repository-view-raw-files-read"?',
      'x (nexus:Role) roles[0]: "y" contains the role "x" itself',
      'y (nexus:Role) roles[0]: "x" contains the role "y" itself',
      'y (nexus:Role) roles[1]: is the role "y" itself',
    ],
  ],
  [
    "blob stores that are no members",
    estateOf([
      declare("blob-store-file", "a"),
      declare("blob-store-file", "b"),
      declare("blob-store-file", "c"),
      declare("blob-store-group", "one", { members: ["a", "b", "a", "gone"] }),
      declare("blob-store-group", "two", { members: ["b", "one", "c"] }),
      raw("files", { storage: { blobStoreName: "c" } }),
    ]),
    [
      'one (blobStore:Group) members[3]: names the blob store "gone", which is not declared; did you mean "one"?',
      'one (blobStore:Group) members[2]: "a" is a member of it already',
      'two (blobStore:Group) members[0]: "b" is a member of one (blobStore:Group)',
      'two (blobStore:Group) members[1]: "one" is a group: members are blob stores of the other types',
      'two (blobStore:Group) members[2]: files (raw:Hosted) keeps its content in "c" itself: name the group there',
    ],
  ],
  [
    "whatever is wrong, all of it",
    estateOf([
      raw("_", { storage: { blobStoreName: "none" } }),
      role("r", ["no"]),
      declare("user", "u", { roles: ["rr"] }),
    ]),
    [
      "_ (raw:Hosted) name: must be letters, digits, '-', '_' and '.', not starting with '_' or '.'",
      '_ (raw:Hosted) storage.blobStoreName: names the blob store "none", which is not declared; where it is made elsewhere, say existing.blobStore("none")',
      'r (nexus:Role) privileges[0]: names the privilege "no", which is not declared; where it is made elsewhere, say existing.privilege("no")',
      'u (nexus:User) roles[0]: names the role "rr", which is not declared; did you mean "r"?',
    ],
  ],
];

describe("an estate is refused for", () => {
  it.each(cases)("%s", (_, estate, expected) => {
    expect(validate(estate)).toEqual(expected);
  });
});

describe("an estate may refer to", () => {
  it("what Nexus brings", () => {
    const estate = estateOf([
      raw("files", { storage: { blobStoreName: "default" } }),
      role(
        "r",
        [
          "nx-users-read",
          "nx-repository-view-*-*-read",
          "nx-repository-admin-*-*-add",
          ...viewing("raw", "files", "*"),
        ],
        ["nx-anonymous"],
      ),
      declare("user", "u", { roles: ["nx-admin", "r"] }),
      declare("anonymous-access", "a", { enabled: true, userId: "anonymous" }),
    ]);
    expect(validate(estate)).toEqual([]);
  });

  it("what it says exists, with the privileges that come with it", () => {
    const estate = estateOf(
      [group("maven-group", "all", "legacy"), role("r", viewing("maven2", "legacy", "read"))],
      [{ family: "repository", name: "legacy", format: "maven2", type: "hosted" }],
    );
    expect(validate(estate)).toEqual([]);
  });

  it("what is not known yet", () => {
    const estate = estateOf([
      group("raw-group", "all", unknownValue),
      docker(unknownValue, { docker: { httpPort: unknownValue } }),
      docker("b", { docker: { httpPort: unknownValue }, cleanup: { policyNames: [unknownValue] } }),
      role("r", [unknownValue, unknownValue]),
    ]);
    expect(validate(estate)).toEqual([]);
  });
});
