import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Estate } from "../../src/estate/estate.ts";
import { formatFinding, validateEstate } from "../../src/estate/estate-validation.ts";
import { unknownValue } from "../../src/util/json.ts";
import { ldapDirectory } from "../support/ldap-directory.ts";
import { authorityFile } from "../support/tls-proxy.ts";
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
  "has a part of only colons and commas: Nexus stores it, and then every request for privileges fails permanently";

const cases: [string, Estate, string[]][] = [
  [
    "wildcard patterns that Nexus accepts but cannot parse",
    estateOf(
      [":", " ", "nexus:,:read", "nexus:users:,,", "nexus:users:"].map((pattern, index) =>
        declare("privilege-wildcard", `p${index}`, { pattern }),
      ),
    ),
    [0, 1, 2, 3].map((index) => `p${index} (privilege:Wildcard) pattern: ${unreadable}`),
  ],
  [
    "an identity that is declared twice, also with different case",
    estateOf([raw("Files"), declare("maven-hosted", "files"), role("a", []), role("A", [])]),
    [
      'files (maven:Hosted) name: repository "files" is also declared by Files (raw:Hosted) as "Files"; Nexus does not distinguish names that differ only in case',
    ],
  ],
  [
    "a setting that is declared twice",
    estateOf([declare("realms", "one", { active: ["A"] }), declare("realms", "two", { active: ["B"] })]),
    ["two (nexus:Realms): realms is also declared by one (nexus:Realms); a Nexus has only one"],
  ],
  [
    "a connector port that is used twice",
    estateOf([docker("a", { docker: { httpPort: 5000 } }), docker("b", { docker: { httpsPort: 5000 } })]),
    ["b (docker:Hosted) docker.httpsPort: connector port 5000 is also used by a (docker:Hosted)"],
  ],
  [
    "a subdomain that is used twice",
    estateOf([docker("a", { docker: { subdomain: "x" } }), docker("b", { docker: { subdomain: "x" } })]),
    ['b (docker:Hosted) docker.subdomain: subdomain "x" is also used by a (docker:Hosted)'],
  ],
  [
    "inactive realms that declared resources need",
    estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
      docker("a", { docker: { forceBasicAuth: false } }),
      docker("b", { docker: { forceBasicAuth: true } }),
      declare("oci-hosted", "charts", { oci: { pathEnabled: true, forceBasicAuth: false } }),
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
      'realms (nexus:Realms) active: does not contain "DockerToken"; without it, a (docker:Hosted) accepts no client with a token (forceBasicAuth: false)',
      'realms (nexus:Realms) active: does not contain "OciBearerToken"; without it, charts (oci:Hosted) accepts no client with a token (forceBasicAuth: false)',
      'realms (nexus:Realms) active: does not contain "NpmToken"; without it, npm (npm:Hosted) supports no npm login, only _auth',
      'realms (nexus:Realms) active: does not contain "NuGetApiKey"; without it, nuget (nuget:Hosted) accepts no API key, only a user name and password',
      'realms (nexus:Realms) active: does not contain "ConanToken"; without it, conan (conan:Hosted) supports no conan user login',
      'realms (nexus:Realms) active: does not contain "rutauth-realm"; without it, rut (capability:RutAuth) authenticates no user',
      'realms (nexus:Realms) active: does not contain "DefaultRole"; without it, role (capability:DefaultRole) grants its role to no user',
      'realms (nexus:Realms) active: does not contain "LdapRealm"; without it, directory (nexus:LdapServer) is not used to find users',
      'realms (nexus:Realms) active: does not contain "SamlRealm"; without it, saml (nexus:Saml) authenticates no user',
      'realms (nexus:Realms) active: does not contain "OAuth2Realm"; without it, oauth2 (nexus:OAuth2) authenticates no user',
      'realms (nexus:Realms) active: does not contain "Crowd"; without it, crowd (nexus:Crowd) is not used to find users',
      'realms (nexus:Realms) active: does not contain "User-Token-Realm"; without it, tokens (nexus:UserTokens) accepts no user token',
    ],
  ],
  [
    "no realm if Realms is not declared",
    estateOf([
      docker("a", { docker: { forceBasicAuth: false } }),
      declare("crowd", "crowd", { ...crowd, enabled: false }),
      declare("user-tokens", "tokens", { enabled: false }),
    ]),
    [],
  ],
  [
    "no realm of a disabled capability",
    estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
      declare("capability-rutauth", "rut", { enabled: false, properties: { httpHeader: "X-Remote-User" } }),
      declare("capability-defaultrole", "role", { enabled: false, properties: { role: "nx-anonymous" } }),
    ]),
    [],
  ],
  [
    "no realm if the list is not known yet",
    estateOf([
      docker("a", { docker: { forceBasicAuth: false } }),
      declare("realms", "realms", { active: [unknownValue] }),
    ]),
    [],
  ],
  [
    "an LDAP server without a field that another field requires",
    estateOf([
      declare("ldap-server", "a", { ...ldapDirectory, authScheme: "DIGEST_MD5", authUsername: "nexus" }),
      declare("ldap-server", "b", { ...ldapDirectory, ldapGroupsAsRoles: true }),
      declare("ldap-server", "c", { ...ldapDirectory, ldapGroupsAsRoles: true, groupType: "DYNAMIC" }),
      declare("ldap-server", "d", { ...ldapDirectory, authScheme: unknownValue }),
    ]),
    [
      "a (nexus:LdapServer) authPassword: is not set; an authScheme other than NONE requires it",
      "a (nexus:LdapServer) authRealm: is not set; this authScheme requires it",
      "b (nexus:LdapServer) groupType: is not set; ldapGroupsAsRoles requires it",
      "c (nexus:LdapServer) userMemberOfAttribute: is not set; groups of the type DYNAMIC requires it",
    ],
  ],
  [
    "an order of LDAP servers with an undeclared server",
    estateOf([
      declare("ldap-server", "directory", ldapDirectory),
      declare("ldap-order", "order", { names: ["director"] }),
    ]),
    ['order (nexus:LdapOrder) names[0]: LDAP server "director" is not declared; did you mean "directory"?'],
  ],
  [
    "an enforced IP allow-list without an entry",
    estateOf([declare("ip-allow-list", "list", { mode: "ENFORCE" })]),
    ["list (nexus:IpAllowList) mode: ENFORCE without an IpAllowListEntry would block all requests to Nexus"],
  ],
  [
    "no IP allow-list with an entry, or that is not enforced",
    estateOf([
      declare("ip-allow-list", "list", { mode: "ENFORCE" }),
      declare("ip-allow-list-entry", "203.0.113.0/24", {}),
    ]),
    [],
  ],
  [
    "a certificate that is declared twice with different white space",
    estateOf([
      declare("certificate", "a", { pem }),
      declare("certificate", "b", { pem: pem.replaceAll("\n", "\r\n") }),
    ]),
    [`b (nexus:Certificate): certificate "${fingerprint}" is also declared by a (nexus:Certificate)`],
  ],
  [
    "an undeclared member",
    estateOf([raw("files"), group("raw-group", "all", "files", "fils")]),
    ['all (raw:Group) group.memberNames[1]: repository "fils" is not declared; did you mean "files"?'],
  ],
  [
    "an undeclared member without a similar name",
    estateOf([raw("files"), group("raw-group", "all", "files", "elsewhere-altogether")]),
    [
      'all (raw:Group) group.memberNames[1]: repository "elsewhere-altogether" is not declared; if the program declares it after an await or in apply, declare it earlier; if it already exists in Nexus, use existing.repository("elsewhere-altogether")',
    ],
  ],
  [
    "members of another format, the group itself, a duplicate, and a cycle",
    estateOf([
      docker("images"),
      raw("files"),
      group("raw-group", "a", "images", "a", "files", "files", "b"),
      group("raw-group", "b", "a"),
    ]),
    [
      'a (raw:Group) group.memberNames[0]: "images" is a docker repository; a raw group repository accepts only raw repositories',
      'a (raw:Group) group.memberNames[1]: "a" is the group itself',
      'a (raw:Group) group.memberNames[3]: "files" is listed twice',
      'a (raw:Group) group.memberNames[4]: "b" contains the group "a"; a group cannot contain itself',
      'b (raw:Group) group.memberNames[0]: "a" contains the group "b"; a group cannot contain itself',
    ],
  ],
  [
    "a writable member that is not a member",
    estateOf([docker("a"), declare("docker-group", "g", { group: { memberNames: ["a"], writableMember: "a2" } })]),
    [
      'g (docker:Group) group.writableMember: repository "a2" is not declared; did you mean "a"?',
      'g (docker:Group) group.writableMember: "a2" is not a member of the group',
    ],
  ],
  [
    "tasks for undeclared objects, or for repositories of another format or type",
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
      'old (task:RepositoryPurgeUnused) properties.repositoryName: repository "file" is not declared; did you mean "files"?',
      'compact (task:BlobstoreCompact) properties.blobstoreName: blob store "bulk" is not declared; if the program declares it after an await or in apply, declare it earlier; if it already exists in Nexus, use existing.blobStore("bulk")',
      'gc (task:RepositoryDockerGc) properties.repositoryName: "files" is a raw hosted repository; a repository.docker.gc task supports only docker repositories',
      'tree (task:CreateBrowseNodes) properties.repositoryName[1]: "all" is a raw group repository; a create.browse.nodes task supports only hosted or proxy repositories',
    ],
  ],
  [
    "a cleanup policy for another format",
    estateOf([
      declare("cleanup-policy", "old-images", { format: "docker", criteriaLastDownloaded: 30 }),
      declare("cleanup-policy", "old", { format: "*", criteriaLastDownloaded: 30 }),
      raw("files", { cleanup: { policyNames: ["old-images", "old"] } }),
    ]),
    [
      'files (raw:Hosted) cleanup.policyNames[0]: cleanup policy "old-images" is for docker repositories; this is a raw hosted repository',
    ],
  ],
  [
    "no criteria, or criteria that the format does not support",
    estateOf([
      declare("cleanup-policy", "a", { format: "raw" }),
      declare("cleanup-policy", "b", { format: "*", criteriaAssetRegex: ".*" }),
      declare("cleanup-policy", "c", { format: "raw", criteriaLastDownloaded: 1, retain: 2 }),
      declare("cleanup-policy", "d", { format: "maven", criteriaLastDownloaded: 1 }),
    ]),
    [
      'd (nexus:CleanupPolicy) format: "maven" is not a format; use "maven2"',
      "a (nexus:CleanupPolicy): has no criterion; set one of criteriaLastDownloaded, criteriaLastBlobUpdated, criteriaReleaseType, criteriaAssetRegex",
      'b (nexus:CleanupPolicy) criteriaAssetRegex: is not supported for the format "*"; * and gitlfs do not support it',
      'c (nexus:CleanupPolicy) retain: is not supported for the format "raw"; only maven2, docker support it',
    ],
  ],
  [
    "an undeclared privilege, and roles that contain each other",
    estateOf([
      raw("files"),
      role("r", viewing("raw", "file", "read")),
      role("x", [], ["y"]),
      role("y", [], ["x", "y"]),
    ]),
    [
      'r (nexus:Role) privileges[0]: privilege "nx-repository-view-raw-file-read" is not declared; did you mean "nx-repository-view-raw-files-read"?',
      'x (nexus:Role) roles[0]: "y" contains the role "x"; a role cannot contain itself',
      'y (nexus:Role) roles[0]: "x" contains the role "y"; a role cannot contain itself',
      'y (nexus:Role) roles[1]: "y" is the role itself',
    ],
  ],
  [
    "invalid members of blob store groups",
    estateOf([
      declare("blob-store-file", "a"),
      declare("blob-store-file", "b"),
      declare("blob-store-file", "c"),
      declare("blob-store-group", "one", { members: ["a", "b", "a", "gone"] }),
      declare("blob-store-group", "two", { members: ["b", "one", "c"] }),
      raw("files", { storage: { blobStoreName: "c" } }),
    ]),
    [
      'one (blobStore:Group) members[3]: blob store "gone" is not declared; did you mean "one"?',
      'one (blobStore:Group) members[2]: "a" is already a member of this group',
      'two (blobStore:Group) members[0]: "b" is already a member of one (blobStore:Group)',
      'two (blobStore:Group) members[1]: "one" is a group; use blob stores of other types as members',
      'two (blobStore:Group) members[2]: "c" is the blob store of files (raw:Hosted); set its storage.blobStoreName to the group',
    ],
  ],
  [
    "several errors, all reported together",
    estateOf([
      raw("_", { storage: { blobStoreName: "none" } }),
      role("r", ["no"]),
      declare("user", "u", { roles: ["rr"] }),
    ]),
    [
      "_ (raw:Hosted) name: must be letters, digits, '-', '_' and '.', not starting with '_' or '.'",
      '_ (raw:Hosted) storage.blobStoreName: blob store "none" is not declared; if the program declares it after an await or in apply, declare it earlier; if it already exists in Nexus, use existing.blobStore("none")',
      'r (nexus:Role) privileges[0]: privilege "no" is not declared; if the program declares it after an await or in apply, declare it earlier; if it already exists in Nexus, use existing.privilege("no")',
      'u (nexus:User) roles[0]: role "rr" is not declared; did you mean "r"?',
    ],
  ],
];

describe("an estate is rejected for", () => {
  it.each(cases)("%s", (_, estate, expected) => {
    expect(validate(estate)).toEqual(expected);
  });
});

describe("names of formats", () => {
  const view = (format: string) =>
    declare("privilege-repository-view", "p", { format, repository: "*", actions: ["READ"] });

  it.each([
    ["ALL_FORMATS", '"ALL_FORMATS" is not a format; use "*" for all formats'],
    ["all", '"all" is not a format; use "*" for all formats'],
    ["Docker", '"Docker" is not a format; did you mean "docker"?'],
    ["maven", '"maven" is not a format; use "maven2"'],
    ["Maven", '"Maven" is not a format; use "maven2"'],
    ["bower-2", /^"bower-2" is not a format; use one of alpine, .*maven2, .*yum or \*$/],
  ])("%s is refused in a privilege and in a cleanup policy, with the right value", (format, message) => {
    const policy = declare("cleanup-policy", "c", { format, criteriaLastDownloaded: 1 });
    const findings = validateEstate(estateOf([view(format), policy]), []);
    expect(findings.map(({ path, severity }) => [path, severity])).toEqual([
      ["format", undefined],
      ["format", undefined],
    ]);
    for (const finding of findings) expect(finding.message).toMatch(message);
  });

  it("are refused in existing objects and in names of built-in privileges", () => {
    const estate = estateOf(
      [role("r", ["nx-repository-view-maven-*-read", "nx-repository-view-maven2-*-read", "nx-repository-admin-*-*-*"])],
      [
        { family: "repository", name: "legacy", format: "*", type: "hosted" },
        { family: "cleanup policy", name: "old", format: "Raw" },
        { family: "cleanup policy", name: "all", format: "*" },
      ],
    );
    expect(validate(estate)).toEqual([
      'r (nexus:Role) privileges[0]: privilege "nx-repository-view-maven-*-read" does not exist: "maven" is not a format; use "maven2"',
      'existing repository "legacy": format: "*" stands for all formats; name one, such as docker',
      'existing cleanup policy "old": format: "Raw" is not a format; did you mean "raw"?',
    ]);
  });

  it("are a warning in CSEL expressions and wildcard patterns, which Nexus accepts", () => {
    const estate = estateOf([
      declare("content-selector", "s", { expression: `format == 'maven' and path =^ "/a" or format=="docker"` }),
      declare("privilege-wildcard", "a", { pattern: "nexus:repository-view:docker,maven:*:read" }),
      declare("privilege-wildcard", "b", { pattern: "nexus:repository-content-selector:s:Raw:*:read" }),
      declare("privilege-wildcard", "c", { pattern: "nexus:repository-view:*:*:read" }),
      declare("privilege-wildcard", "d", { pattern: "nexus:users:read" }),
    ]);
    const findings = validateEstate(estate, []);
    expect(findings.map(formatFinding)).toEqual([
      's (nexus:ContentSelector) expression: matches nothing: "maven" is not a format; use "maven2"',
      'a (privilege:Wildcard) pattern: matches nothing: "maven" is not a format; use "maven2"',
      'b (privilege:Wildcard) pattern: matches nothing: "Raw" is not a format; did you mean "raw"?',
    ]);
    expect(findings.map(({ severity }) => severity)).toEqual(["warning", "warning", "warning"]);
  });
});

describe("realms", () => {
  it.each([
    ["dockertoken", "DockerToken"],
    ["OCIBearerToken", "OciBearerToken"],
    ["NpmTokens", "NpmToken"],
    ["LDAPRealm", "LdapRealm"],
    ["User-Token-realm", "User-Token-Realm"],
  ])("the id %s is refused in the active realms and in anonymous access", (id, right) => {
    const message = `"${id}" is not a realm; did you mean "${right}"?`;
    const estate = estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm", id] }),
      declare("anonymous-access", "anonymous", { enabled: true, realmName: id }),
    ]);
    expect(validate(estate)).toEqual([
      `realms (nexus:Realms) active[1]: ${message}`,
      `anonymous (nexus:AnonymousAccess) realmName: ${message}`,
    ]);
  });

  it("the id of a plugin's realm is accepted", () => {
    const active = ["NexusAuthenticatingRealm", "org.example.KeycloakAuthenticatingRealm"];
    expect(validate(estateOf([declare("realms", "realms", { active })]))).toEqual([]);
  });

  it("a missing realm is an error only where clients are refused without it", () => {
    const estate = estateOf([
      declare("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
      docker("a", { docker: { forceBasicAuth: false } }),
      declare("npm-hosted", "npm", {}),
      declare("nuget-hosted", "nuget", {}),
      declare("conan-hosted", "conan", {}),
      declare("ldap-server", "directory", ldapDirectory),
    ]);
    const severities = validateEstate(estate, []).map(({ severity }) => severity);
    expect(severities).toEqual([undefined, "warning", "warning", "warning", "warning"]);
  });
});

describe("an estate may refer to", () => {
  it("objects that are built into Nexus", () => {
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

  it("existing objects, and the privileges of existing repositories", () => {
    const estate = estateOf(
      [group("maven-group", "all", "legacy"), role("r", viewing("maven2", "legacy", "read"))],
      [{ family: "repository", name: "legacy", format: "maven2", type: "hosted" }],
    );
    expect(validate(estate)).toEqual([]);
  });

  it("values that are not known yet", () => {
    const estate = estateOf([
      group("raw-group", "all", unknownValue),
      docker(unknownValue, { docker: { httpPort: unknownValue } }),
      docker("b", { docker: { httpPort: unknownValue }, cleanup: { policyNames: [unknownValue] } }),
      role("r", [unknownValue, unknownValue]),
    ]);
    expect(validate(estate)).toEqual([]);
  });
});
