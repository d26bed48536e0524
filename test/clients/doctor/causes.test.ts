/** Every known cause, found in the facts of an attempt. */
import { describe, expect, it } from "vitest";
import type { AttemptFacts } from "../../../src/clients/doctor/attempt-facts.ts";
import { allCauses } from "../../../src/clients/doctor/causes/index.ts";
import type { Fields } from "../../../src/util/json.ts";
import { declare } from "../../estate/support.ts";
import { baseDeclarations, changed, diagnosed, formatFirstCause, type Known } from "./support.ts";

const known = (user: string, more: Partial<NonNullable<AttemptFacts["login"]>> = {}): Known => ({
  login: {
    user,
    localUserIds: ["admin", "bot", "reader"],
    matchingUsers: [{ source: "default", status: "active", roles: [] }],
    ...more,
  },
});
const connectionError = (
  symptom: "name" | "refused" | "timeout" | "certificate" | "plain",
  message = "why",
): Known => ({
  connection: { host: "nexus.example:5002", failure: { symptom, message } },
});
const fine = { request: "HEAD", status: 200, message: "it works", isComplete: true };
const there: Known = { content: { tags: ["1"], images: ["demo/app"], exists: true } };
const gone: Known = { content: { tags: ["2", "3"], images: ["demo/app"], exists: false } };
const ran: Known = { cleanupTasks: [{ name: "Cleanup service", lastRun: "2026-01-02", nextRun: "2026-01-03" }] };
const reported = (status: number | undefined, ...symptoms: NonNullable<Known["reportedError"]>["symptoms"]): Known => ({
  reportedError: { symptoms, ...(status !== undefined && { status }) },
});
const store = (more: Partial<NonNullable<AttemptFacts["blobStores"]>[number]>): Known => ({
  blobStores: [{ name: "default", isUnavailable: false, availableBytes: 1e12, ...more }],
});
const hidden: Known = { content: {} };

const cases: [tried: string, facts: Known, expected: RegExp][] = [
  // Addresses
  [
    "pull demo/app:1 bot",
    {},
    /^wrong-address: "demo\/app:1" names no registry[\s\S]*use nexus\.example:5002\/demo\/app:1/,
  ],
  ["push nexus.example/demo/app:1 bot", {}, /^wrong-address: nexus\.example is the address of Nexus's web interface/],
  // A group takes no pushes, and a pull is directed to a repository that the user may read.
  ["push demo/app:1 bot", {}, /names no registry(?![\s\S]*use .*5001)[\s\S]*\nuse nexus\.example:5002\/demo\/app:1$/],
  [
    "push nexus.example/demo/app:1",
    {},
    /web interface(?![\s\S]*use .*5001)[\s\S]*\nuse nexus\.example:5002\/demo\/app:1$/,
  ],
  [
    "pull demo/app:1 reader",
    {},
    /names no registry(?![\s\S]*use .*5002)[\s\S]*\nuse nexus\.example:5001\/demo\/app:1$/,
  ],
  ["push nexus.example:5003/demo/app:1 bot", {}, /^wrong-address: .*did you mean "nexus\.example:500[12]"/],
  [
    "pull elsewhere.example/demo/app:1 bot",
    {},
    /^wrong-address: no repository[\s\S]*apps \(hosted\) is at nexus\.example:5002/,
  ],
  [
    "put https://nexus.example:5002/repository/files/a bot",
    {},
    /^wrong-address: .*Docker only[\s\S]*use https:\/\/nexus\.example\/repository\/files\/a/,
  ],
  ["get https://elsewhere.example/a bot", {}, /^wrong-address: elsewhere\.example is not this Nexus/],
  ["get https://nexus.example/files/a bot", {}, /^wrong-address: \/files\/a is not a path of a repository/],
  ["get nexus/flies/a bot", {}, /^wrong-address: there is no repository "flies"; did you mean "files"/],
  [
    "push all/demo/app:1 bot",
    {},
    /^write-to-group-or-proxy: all is a group[\s\S]*use the hosted apps: nexus\.example:5002\/demo\/app:1/,
  ],
  ["put nexus/hub/x bot", {}, /^write-to-group-or-proxy: hub is a proxy/],
  [
    "pull apps/tools/app:1 bot",
    { content: { tags: [], images: ["demo/app"], exists: false } },
    /^pull-from-hosted: apps has nothing in the namespace tools[\s\S]*nexus\.example:5001\/tools\/app:1/,
  ],
  // The network
  ["pull apps/demo/app:1 bot", connectionError("name"), /^name-does-not-resolve: /],
  [
    "pull apps/demo/app:1 bot",
    connectionError("refused"),
    /^nobody-listens: connection refused: no server listens at nexus\.example:5002/,
  ],
  ["pull apps/demo/app:1 bot", connectionError("timeout"), /^no-answer-in-time: /],
  ["pull apps/demo/app:1 bot", connectionError("certificate", "it has expired"), /^certificate: [\s\S]*it has expired/],
  ["pull apps/demo/app:1 bot", connectionError("plain"), /^plain-http: /],
  [
    "pull apps/demo/app:1 bot",
    { ...reported(undefined, "certificate"), ...there, connection: { host: "nexus.example:5002", status: 401 } },
    /^certificate\?: [\s\S]*answers from here, so the problem is on the client's side/,
  ],
  [
    "pull apps/demo/app:1 bot",
    { connection: { host: "nexus.example:5002", status: 404, isRegistry: false } },
    /^no-registry: [\s\S]*404; a registry[\s\S]*connector of apps/,
  ],
  // Names
  ["push apps/app:1 bot", {}, /^image-name: .*one part/],
  // The repository
  [
    "pull apps/demo/app:1 bot",
    { live: changed("apps", { online: false }) },
    /^repository-offline: [\s\S]*npm run drift -- --stack lab --heal/,
  ],
  ["push apps/demo/app:1 bot", { isWritable: false }, /^frozen: /],
  ["push apps/demo/app:1 bot", there, /^immutable: the tag 1 of demo\/app already exists/],
  ["push apps/demo/app:1 bot", { ...gone, ...reported(400, "immutable") }, /^immutable\?: .*already existed/],
  ["put nexus/files/a admin", { content: { exists: true } }, /^immutable: a already exists/],
  [
    "delete apps/demo/app:1 admin",
    { ...there, live: changed("apps", { storage: { writePolicy: "DENY" } }) },
    /^immutable: apps is read-only[\s\S]*--heal/,
  ],
  // Logins
  ["pull apps/demo/app:1", {}, /^no-credentials: .*anonymous access is off/],
  ["pull apps/demo/app:1 bot", reported(undefined, "no credentials"), /^no-credentials: [\s\S]*imagePullSecret/],
  [
    "pull apps/demo/app:1",
    {
      live: changed("anonymous", { enabled: true }),
      replay: { request: "HEAD", status: 401, message: "", isComplete: false },
    },
    /^no-credentials: .*apps does not allow anonymous access/,
  ],
  [
    "push apps/demo/app:1 bott",
    known("bott", { matchingUsers: [] }),
    /^no-such-user: .*did you mean "bot"[\s\S]*new Access/,
  ],
  ["push apps/demo/app:1 bot", known("bot", { matchingUsers: [] }), /^no-such-user: .*is declared, but does not exist/],
  [
    "push apps/demo/app:1 eve",
    { ...known("eve", { matchingUsers: [] }), live: [...baseDeclarations, ...ldap()] },
    /^no-such-user\?: [\s\S]*LDAP/,
  ],
  [
    "push apps/demo/app:1 bot",
    known("bot", { matchingUsers: [{ source: "default", status: "locked", roles: [] }] }),
    /^user-disabled: bot is locked/,
  ],
  [
    "push apps/demo/app:1 eve",
    { ...known("eve", { matchingUsers: [{ source: "LDAP", status: "active", roles: [] }] }), ...reported(401) },
    /^user-of-another-source\?: eve is a user of LDAP/,
  ],
  [
    "push apps/demo/app:9 bot",
    known("bot", { passwordSource: "the stack", isAccepted: false }),
    /^wrong-password: .*in Nexus differs/,
  ],
  [
    "push apps/demo/app:9 bot",
    { ...known("bot", { passwordSource: "the stack", isAccepted: true }), ...reported(401) },
    /^wrong-password\?: .*rotation/,
  ],
  ["push apps/demo/app:9 bot", { ...known("bot"), ...reported(401) }, /^wrong-password\?: [\s\S]*NEXUS_USERNAME=bot/],
  // Realms
  [
    "pull apps/demo/app:1 bot",
    { ...known("bot"), live: changed("realms", { active: ["LdapRealm"] }) },
    /^realm-missing: the realm NexusAuthenticatingRealm is not active/,
  ],
  ["pull all/demo/app:1", { live: opened() }, /^realm-missing: .*DockerToken[\s\S]*by token only/],
  [
    "pull charts/demo/app:1",
    { live: changed("anonymous", { enabled: true }) },
    /^realm-missing: .*OciBearerToken[\s\S]*charts allows anonymous clients by token only/,
  ],
  [
    "put nexus/packages/a admin",
    { live: changed("realms", { active: ["NexusAuthenticatingRealm"] }), ...reported(401, "unauthorized") },
    /^realm-missing\?: .*NpmToken[\s\S]*--heal/,
  ],
  // Permissions
  [
    "push apps/demo/app:9 reader",
    {},
    /^missing-privilege: reader lacks nx-repository-view-docker-apps-read, .*-add and .*-edit[\s\S]*users with this permission: admin, bot[\s\S]*in the role "readers"/,
  ],
  [
    "pull apps/demo/app:1 reader",
    {},
    /^missing-privilege: [\s\S]*use the group, which reader may read: nexus\.example:5001\/demo\/app:1/,
  ],
  [
    "delete apps/demo/app:1 bot",
    there,
    /^missing-privilege: bot lacks nx-repository-view-docker-apps-delete\nroles of bot: team, team > pushers[\s\S]*role "pushers"/,
  ],
  ["pull apps/other/app:1 demo", {}, /^missing-privilege: demo may read on apps only what[\s\S]*"\/v2\/demo\/"/],
  [
    "push apps/demo/app:9 bot",
    { live: changed("pushers", { privileges: ["nx-repository-view-docker-apps-read"] }) },
    /^missing-privilege: .*which the program grants[\s\S]*--heal/,
  ],
  // Upstreams
  [
    "pull all/new/app:1 reader",
    { live: changed("hub", { httpClient: { blocked: true } }) },
    /^upstream-blocked\?: hub is blocked[\s\S]*--heal/,
  ],
  [
    "pull all/new/app:1 reader",
    { upstreamStatus: { hub: "Remote Auto Blocked and Unavailable" } },
    /^upstream-unreachable\?: [\s\S]*hub fetches from https:\/\/hub\.example/,
  ],
  ["pull all/new/app:1 reader", reported(502, "upstream"), /^upstream-unreachable\?: /],
  ["pull all/tools/app:1 reader", {}, /^routing-rule\?: the routing rule tools of hub blocks/],
  // Content
  [
    "pull apps/demo/app:1 bot",
    { ...gone, ...ran },
    /^aged-out\?: a cleanup policy removed demo\/app:1: old \(not downloaded for 30 days\)[\s\S]*last ran 2026-01-02, runs next 2026-01-03[\s\S]*remaining tags of demo\/app: 2 and 3/,
  ],
  [
    "pull apps/demo/app:1 bot",
    { ...gone, cleanupTasks: [{ name: "Cleanup service" }] },
    /^not-there: apps has no tag 1 of demo\/app[\s\S]*tags of demo\/app: 2, 3/,
  ],
  [
    "pull apps/demo/ap:1 bot",
    { content: { tags: [], images: ["demo/app"], exists: false } },
    /^not-there: [\s\S]*use demo\/app/,
  ],
  ["get nexus/files/b admin", { content: { exists: false } }, /^not-there: files has no b/],
  ["pull apps/demo/app:1 bot", { ...hidden, ...reported(404, "no tag") }, /^not-there\?: /],
  // Blob stores
  ["push apps/demo/app:9 bot", store({ availableBytes: 100 }), /^blob-store: .*is full/],
  ["push apps/demo/app:9 bot", store({ isUnavailable: true }), /^blob-store: .*not available/],
  ["push apps/demo/app:9 bot", store({ quotaMessage: "over by 1 MB" }), /^blob-store\?: [\s\S]*over by 1 MB/],
  ["push apps/demo/app:9 bot", { ...store({}), ...reported(500, "full") }, /^blob-store\?: .*is full/],
  ["push apps/demo/app:9 bot", { blobStores: [] }, /^blob-store: the blob store default of apps does not exist/],
  // Access restrictions
  [
    "push apps/demo/app:9 bot",
    { live: [...baseDeclarations, ...allowList("ENFORCE")] },
    /^ip-allow-list\?: [\s\S]*entries: 203\.0\.113\.0\/24/,
  ],
  ["push apps/demo/app:9 bot", { ...reported(402), isEulaAccepted: false }, /^licence\?: [\s\S]*accepted: no/],
];

function ldap() {
  const name = "ldap";
  return [declare("ldap-server", name, { ldapGroupsAsRoles: true })];
}

function allowList(mode: string) {
  return [declare("ip-allow-list", "list", { mode }), declare("ip-allow-list-entry", "203.0.113.0/24")];
}

/** Open to anonymous clients, except that the realm of the tokens is not active. */
function opened() {
  const fields: Record<string, Fields> = {
    anonymous: { enabled: true },
    all: { docker: { httpsPort: 5001, forceBasicAuth: false } },
    realms: { active: ["NexusAuthenticatingRealm"] },
  };
  return baseDeclarations.map((one) => ({ ...one, fields: { ...one.fields, ...fields[one.resource] } }));
}

describe("diagnose", () => {
  it.each(cases.map(([tried, facts, expected]) => ({ tried, facts, expected })))(
    "reports for $tried: $expected",
    ({ tried, facts, expected }) => expect(formatFirstCause(diagnosed(tried, facts))).toMatch(expected),
  );

  it("finds every known cause in at least one case", () => {
    const found = new Set(cases.flatMap(([tried, facts]) => diagnosed(tried, facts).causes.map(({ cause }) => cause)));
    expect(allCauses.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  });

  it("lists the causes that are ruled out", () => {
    const { ruledOut } = diagnosed("push apps/demo/app:9 bot", { ...gone, isWritable: true, ...store({}) });
    expect(ruledOut.map(({ cause }) => cause)).toEqual([
      ...["wrong-address", "write-to-group-or-proxy", "repository-offline", "image-name", "frozen", "immutable"],
      ...["realm-missing", "missing-privilege", "blob-store"],
    ]);
  });

  it("does not report missing permissions for a write to a group that takes no writes", () => {
    const { causes } = diagnosed("push all/demo/app:1 bot", {});
    expect(causes.map(({ cause }) => cause)).toEqual(["write-to-group-or-proxy"]);
  });

  it("does not check a tag that the pasted error does not name", () => {
    const known = { ...reported(401, "unauthorized"), ...latest(), content: { tags: ["1"], images: ["demo/app"] } };
    expect(diagnosed("push apps/demo/app:? bot", known).causes.map(({ cause }) => cause)).not.toContain("image-name");
    expect(formatFirstCause(diagnosed("push apps/app:? bot", known))).toMatch(
      /^image-name: (?!.*tag)[\s\S]*use the name nexus\.example:5002\/demo\/app$/m,
    );
  });

  it("reports no cause for an operation that works", () => {
    const known = { ...there, replay: fine, connection: { host: "nexus.example:5002", status: 401, isRegistry: true } };
    expect(diagnosed("pull apps/demo/app:1 bot", known)).toMatchObject({ causes: [], works: true });
    expect(diagnosed("push apps/demo/app:latest bot", { ...there, ...latest() })).toMatchObject({ causes: [] });
  });

  it("does not report that an operation works if it was not replayed", () => {
    expect(diagnosed("pull apps/demo/app:1 bot", there)).toMatchObject({ causes: [], works: false });
  });

  it("reports no missing permission for content that a granted content selector matches", () => {
    expect(diagnosed("pull apps/demo/app:1 demo", there)).toMatchObject({ causes: [] });
  });
});

function latest(): Known {
  return { live: changed("apps", { storage: { writePolicy: "ALLOW_ONCE", latestPolicy: true } }) };
}
