/** Every known cause, from what is known of an attempt. */
import { describe, expect, it } from "vitest";
import type { AttemptFacts } from "../../../src/clients/doctor/attempt-facts.ts";
import { allCauses } from "../../../src/clients/doctor/causes/index.ts";
import type { Fields } from "../../../src/util/json.ts";
import { declare } from "../../estate/support.ts";
import { changed, diagnosed, first, type Known, things } from "./support.ts";

const known = (user: string, more: Partial<NonNullable<AttemptFacts["login"]>> = {}): Known => ({
  login: {
    user,
    localUserIds: ["admin", "bot", "reader"],
    matchingUsers: [{ source: "default", status: "active", roles: [] }],
    ...more,
  },
});
const wire = (sign: "name" | "refused" | "timeout" | "certificate" | "plain", words = "why"): Known => ({
  connection: { host: "nexus.example:5002", failure: { symptom: sign, message: words } },
});
const fine = { request: "HEAD", status: 200, message: "it works", isComplete: true };
const there: Known = { content: { tags: ["1"], images: ["demo/app"], exists: true } };
const gone: Known = { content: { tags: ["2", "3"], images: ["demo/app"], exists: false } };
const ran: Known = { cleanupTasks: [{ name: "Cleanup service", lastRun: "2026-01-02", nextRun: "2026-01-03" }] };
const said = (status: number | undefined, ...signs: NonNullable<Known["reportedError"]>["symptoms"]): Known => ({
  reportedError: { symptoms: signs, ...(status !== undefined && { status }) },
});
const store = (more: Partial<NonNullable<AttemptFacts["blobStores"]>[number]>): Known => ({
  blobStores: [{ name: "default", isUnavailable: false, availableBytes: 1e12, ...more }],
});
const hidden: Known = { content: {} };

const cases: [tried: string, known: Known, told: RegExp][] = [
  // Addresses
  [
    "pull demo/app:1 bot",
    {},
    /^wrong-address: "demo\/app:1" names no registry[\s\S]*write nexus\.example:5002\/demo\/app:1/,
  ],
  ["push nexus.example/demo/app:1 bot", {}, /^wrong-address: nexus\.example is where Nexus serves its pages/],
  // A push goes to no group, and who pulls is sent where he may.
  [
    "push demo/app:1 bot",
    {},
    /names no registry(?![\s\S]*write .*5001)[\s\S]*\nwrite nexus\.example:5002\/demo\/app:1$/,
  ],
  [
    "push nexus.example/demo/app:1",
    {},
    /its pages(?![\s\S]*write .*5001)[\s\S]*\nwrite nexus\.example:5002\/demo\/app:1$/,
  ],
  [
    "pull demo/app:1 reader",
    {},
    /names no registry(?![\s\S]*write .*5002)[\s\S]*\nwrite nexus\.example:5001\/demo\/app:1$/,
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
    /^wrong-address: .*Docker alone[\s\S]*write https:\/\/nexus\.example\/repository\/files\/a/,
  ],
  ["get https://elsewhere.example/a bot", {}, /^wrong-address: elsewhere\.example is not this Nexus/],
  ["get https://nexus.example/files/a bot", {}, /^wrong-address: \/files\/a is in no repository/],
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
    /^pull-from-hosted: apps has nothing of tools[\s\S]*nexus\.example:5001\/tools\/app:1/,
  ],
  // The network
  ["pull apps/demo/app:1 bot", wire("name"), /^name-does-not-resolve: /],
  ["pull apps/demo/app:1 bot", wire("refused"), /^nobody-listens: nobody listens at nexus\.example:5002/],
  ["pull apps/demo/app:1 bot", wire("timeout"), /^no-answer-in-time: /],
  ["pull apps/demo/app:1 bot", wire("certificate", "it has expired"), /^certificate: [\s\S]*it has expired/],
  ["pull apps/demo/app:1 bot", wire("plain"), /^plain-http: /],
  [
    "pull apps/demo/app:1 bot",
    { ...said(undefined, "certificate"), ...there, connection: { host: "nexus.example:5002", status: 401 } },
    /^certificate\?: [\s\S]*answered: it is so at the client/,
  ],
  [
    "pull apps/demo/app:1 bot",
    { connection: { host: "nexus.example:5002", status: 404, isRegistry: false } },
    /^no-registry: [\s\S]*: 404, where[\s\S]*connector of apps/,
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
  ["push apps/demo/app:1 bot", there, /^immutable: the tag 1 of demo\/app is there/],
  ["push apps/demo/app:1 bot", { ...gone, ...said(400, "immutable") }, /^immutable\?: .*was there/],
  ["put nexus/files/a admin", { content: { exists: true } }, /^immutable: a is there/],
  [
    "delete apps/demo/app:1 admin",
    { ...there, live: changed("apps", { storage: { writePolicy: "DENY" } }) },
    /^immutable: apps is read-only[\s\S]*--heal/,
  ],
  // Who comes
  ["pull apps/demo/app:1", {}, /^no-credentials: .*anonymous access is off/],
  ["pull apps/demo/app:1 bot", said(undefined, "no credentials"), /^no-credentials: [\s\S]*imagePullSecret/],
  [
    "pull apps/demo/app:1",
    {
      live: changed("anonymous", { enabled: true }),
      replay: { request: "HEAD", status: 401, message: "", isComplete: false },
    },
    /^no-credentials: .*apps is not open/,
  ],
  [
    "push apps/demo/app:1 bott",
    known("bott", { matchingUsers: [] }),
    /^no-such-user: .*did you mean "bot"[\s\S]*new Access/,
  ],
  ["push apps/demo/app:1 bot", known("bot", { matchingUsers: [] }), /^no-such-user: .*though he is declared/],
  [
    "push apps/demo/app:1 eve",
    { ...known("eve", { matchingUsers: [] }), live: [...things, ...ldap()] },
    /^no-such-user\?: [\s\S]*LDAP/,
  ],
  [
    "push apps/demo/app:1 bot",
    known("bot", { matchingUsers: [{ source: "default", status: "locked", roles: [] }] }),
    /^user-disabled: bot is locked/,
  ],
  [
    "push apps/demo/app:1 eve",
    { ...known("eve", { matchingUsers: [{ source: "LDAP", status: "active", roles: [] }] }), ...said(401) },
    /^user-of-another-source\?: eve is a user of LDAP/,
  ],
  [
    "push apps/demo/app:9 bot",
    known("bot", { passwordSource: "the stack", isAccepted: false }),
    /^wrong-password: .*another one in Nexus/,
  ],
  [
    "push apps/demo/app:9 bot",
    { ...known("bot", { passwordSource: "the stack", isAccepted: true }), ...said(401) },
    /^wrong-password\?: .*rotation/,
  ],
  ["push apps/demo/app:9 bot", { ...known("bot"), ...said(401) }, /^wrong-password\?: [\s\S]*NEXUS_USERNAME=bot/],
  // Realms
  [
    "pull apps/demo/app:1 bot",
    { ...known("bot"), live: changed("realms", { active: ["LdapRealm"] }) },
    /^realm-missing: the realm NexusAuthenticatingRealm is off/,
  ],
  ["pull all/demo/app:1", { live: opened() }, /^realm-missing: .*DockerToken[\s\S]*by tokens alone/],
  [
    "put nexus/packages/a admin",
    { live: changed("realms", { active: ["NexusAuthenticatingRealm"] }), ...said(401, "unauthorized") },
    /^realm-missing\?: .*NpmToken[\s\S]*--heal/,
  ],
  // Rights
  [
    "push apps/demo/app:9 reader",
    {},
    /^missing-privilege: reader lacks nx-repository-view-docker-apps-read, .*-add and .*-edit[\s\S]*who may: admin, bot[\s\S]*in the role "readers"/,
  ],
  [
    "pull apps/demo/app:1 reader",
    {},
    /^missing-privilege: [\s\S]*ask the group, which reader may read: nexus\.example:5001\/demo\/app:1/,
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
    /^missing-privilege: .*which the estate gives[\s\S]*--heal/,
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
  ["pull all/new/app:1 reader", said(502, "upstream"), /^upstream-unreachable\?: /],
  ["pull all/tools/app:1 reader", {}, /^routing-rule\?: the routing rule tools keeps hub/],
  // What is there
  [
    "pull apps/demo/app:1 bot",
    { ...gone, ...ran },
    /^aged-out\?: demo\/app:1 has been cleaned up, by the policy old \(not downloaded for 30 days\)[\s\S]*last ran 2026-01-02, runs next 2026-01-03[\s\S]*still 2 and 3/,
  ],
  [
    "pull apps/demo/app:1 bot",
    { ...gone, cleanupTasks: [{ name: "Cleanup service" }] },
    /^not-there: apps has no tag 1 of demo\/app[\s\S]*tags of demo\/app: 2, 3/,
  ],
  [
    "pull apps/demo/ap:1 bot",
    { content: { tags: [], images: ["demo/app"], exists: false } },
    /^not-there: [\s\S]*take demo\/app/,
  ],
  ["get nexus/files/b admin", { content: { exists: false } }, /^not-there: files has no b/],
  ["pull apps/demo/app:1 bot", { ...hidden, ...said(404, "no tag") }, /^not-there\?: /],
  // Blob stores
  ["push apps/demo/app:9 bot", store({ availableBytes: 100 }), /^blob-store: .*is full/],
  ["push apps/demo/app:9 bot", store({ isUnavailable: true }), /^blob-store: .*not available/],
  ["push apps/demo/app:9 bot", store({ quotaMessage: "over by 1 MB" }), /^blob-store\?: [\s\S]*over by 1 MB/],
  ["push apps/demo/app:9 bot", { ...store({}), ...said(500, "full") }, /^blob-store\?: .*is full/],
  ["push apps/demo/app:9 bot", { blobStores: [] }, /^blob-store: there is no blob store default/],
  // Gates
  [
    "push apps/demo/app:9 bot",
    { live: [...things, ...allowList("ENFORCE")] },
    /^ip-allow-list\?: [\s\S]*entries: 203\.0\.113\.0\/24/,
  ],
  ["push apps/demo/app:9 bot", { ...said(402), isEulaAccepted: false }, /^licence\?: [\s\S]*accepted: no/],
];

function ldap() {
  const name = "ldap";
  return [declare("ldap-server", name, { ldapGroupsAsRoles: true })];
}

function allowList(mode: string) {
  return [declare("ip-allow-list", "list", { mode }), declare("ip-allow-list-entry", "203.0.113.0/24")];
}

/** Open to everybody, but for the realm of its tokens. */
function opened() {
  const fields: Record<string, Fields> = {
    anonymous: { enabled: true },
    all: { docker: { httpsPort: 5001, forceBasicAuth: false } },
    realms: { active: ["NexusAuthenticatingRealm"] },
  };
  return things.map((one) => ({ ...one, fields: { ...one.fields, ...fields[one.resource] } }));
}

describe("the cause is told", () => {
  it.each(cases)("%s: %j", (tried, facts, told) => expect(first(diagnosed(tried, facts))).toMatch(told));

  it("of every kind that is known", () => {
    const found = new Set(cases.flatMap(([tried, facts]) => diagnosed(tried, facts).causes.map(({ cause }) => cause)));
    expect(allCauses.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  });

  it("and what it is not", () => {
    const { ruledOut } = diagnosed("push apps/demo/app:9 bot", { ...gone, isWritable: true, ...store({}) });
    expect(ruledOut.map(({ cause }) => cause)).toEqual([
      ...["wrong-address", "write-to-group-or-proxy", "repository-offline", "image-name", "frozen", "immutable"],
      ...["realm-missing", "missing-privilege", "blob-store"],
    ]);
  });
});

describe("nothing is told to be wrong", () => {
  it("of rights to write to what takes nothing", () => {
    const { causes: found } = diagnosed("push all/demo/app:1 bot", {});
    expect(found.map(({ cause }) => cause)).toEqual(["write-to-group-or-proxy"]);
  });

  it("of a tag that a pasted error does not name", () => {
    const known = { ...said(401, "unauthorized"), ...latest(), content: { tags: ["1"], images: ["demo/app"] } };
    expect(diagnosed("push apps/demo/app:? bot", known).causes.map(({ cause }) => cause)).not.toContain("image-name");
    expect(first(diagnosed("push apps/app:? bot", known))).toMatch(
      /^image-name: (?!.*tag)[\s\S]*call it nexus\.example:5002\/demo\/app$/m,
    );
  });

  it("of what works", () => {
    const known = { ...there, replay: fine, connection: { host: "nexus.example:5002", status: 401, isRegistry: true } };
    expect(diagnosed("pull apps/demo/app:1 bot", known)).toMatchObject({ causes: [], works: true });
    expect(diagnosed("push apps/demo/app:latest bot", { ...there, ...latest() })).toMatchObject({ causes: [] });
  });

  it("of what nobody tried, and nothing stands against: that is not said to work", () => {
    expect(diagnosed("pull apps/demo/app:1 bot", there)).toMatchObject({ causes: [], works: false });
  });

  it("of what is there by a selector that is had", () => {
    expect(diagnosed("pull apps/demo/app:1 demo", there)).toMatchObject({ causes: [] });
  });
});

function latest(): Known {
  return { live: changed("apps", { storage: { writePolicy: "ALLOW_ONCE", latestPolicy: true } }) };
}
