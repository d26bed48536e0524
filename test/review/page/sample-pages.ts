import type { Declaration, Estate } from "../../../src/estate/estate.ts";
import { getDeclaredIdentity } from "../../../src/estate/estate.ts";
import type { PlannedStates } from "../../../src/plan/plan-context.ts";
import type { DriftReport, ReportedChange, Review, Risk } from "../../../src/review/report-schemas.ts";
import type { Fields } from "../../../src/util/json.ts";
import { declare, estateOf, group, role, viewing } from "../../estate/support.ts";
import { createSampleReview, diffEstates } from "./sample-review.ts";

/** Represents a review with the states that its page shows. */
export interface PageCase {
  review: Review;
  states: PlannedStates;
}

const push = ["browse", "read", "add", "edit"];
const pull = ["browse", "read"];
const user = (userId: string, ...roles: string[]) => declare("user", userId, { roles });
const proxyOf = (kind: string, name: string, remoteUrl: string, more: Fields = {}) =>
  declare(kind, name, { proxy: { remoteUrl }, storage: { blobStoreName: "default" }, cleanup: null, ...more });
const hosted = (format: string, name: string, writePolicy: string, policyNames: string[] = [], more: Fields = {}) =>
  declare(`${format}-hosted`, name, {
    storage: { blobStoreName: "default", writePolicy },
    cleanup: { policyNames },
    ...more,
  });

/** Returns a change of an estate with a registry for CI and a mirror that no policy cleans up. */
export function labCase(): PageCase {
  const common = [
    proxyOf("docker-proxy", "docker-hub", "https://hub.example/"),
    role("nexus-docker-dev-pull", viewing("docker", "docker-dev-hosted", ...pull)),
    role("nexus-ocp-mirror-write", viewing("docker", "ocp-mirror", ...push)),
    role("nexus-docker-group-pull", viewing("docker", "docker-group", ...pull)),
    user("nexus-jenkinsbot", "nexus-jenkins-ci"),
    user("nexus-openshift", "nexus-docker-dev-pull"),
    user("nexus-runtime", "nexus-docker-dev-pull"),
    user("nexus-bootstrap", "nexus-ocp-mirror-write"),
    user("nexus-developer", "nexus-docker-group-pull"),
    declare("task-repository-cleanup", "Cleanup service", { schedule: { daily: "01:00" } }),
    hosted("docker", "docker-legacy", "ALLOW_ONCE", []),
  ];
  const port = (httpPort: number) => ({ docker: { httpPort } });
  const before = estateOf([
    ...common,
    declare("cleanup-policy", "docker-dev-hosted-retain-30d", { format: "docker", criteriaLastDownloaded: 30 }),
    hosted("docker", "docker-dev-hosted", "ALLOW_ONCE", ["docker-dev-hosted-retain-30d"], port(5002)),
    hosted("docker", "ocp-mirror", "ALLOW", [], port(5000)),
    declare("docker-group", "docker-group", {
      ...port(5001),
      group: { memberNames: ["docker-dev-hosted", "docker-hub", "docker-legacy"] },
    }),
    role("nexus-jenkins-ci", viewing("docker", "docker-dev-hosted", ...push, "delete")),
    declare("anonymous-access", "anonymous", { enabled: false }),
    declare("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] }),
  ]);
  const after = estateOf([
    ...common,
    declare("cleanup-policy", "docker-dev-hosted-retain-30d", {
      format: "docker",
      criteriaLastDownloaded: 7,
      notes: "Application images that are not pulled any more.\nAsk the platform team.",
    }),
    declare("cleanup-policy", "mirror-old", { format: "docker", criteriaLastBlobUpdated: 365, retain: 5 }),
    hosted("docker", "docker-dev-hosted", "ALLOW", ["docker-dev-hosted-retain-30d"], port(5002)),
    hosted("docker", "ocp-mirror", "ALLOW", ["mirror-old"], port(5010)),
    declare("docker-group", "docker-group", {
      ...port(5001),
      group: { memberNames: ["docker-hub", "docker-dev-hosted", "docker-quay"] },
    }),
    proxyOf("docker-proxy", "docker-quay", "http://quay.example/v2/", { httpClient: { authentication: null } }),
    hosted("raw", "build-caches", "ALLOW", ["never-used"], {}),
    role("nexus-jenkins-ci", [
      ...viewing("docker", "docker-dev-hosted", ...push),
      ...viewing("docker", "ocp-mirror", ...push),
    ]),
    declare("content-selector", "team-paths", { expression: 'format == "raw" and path =^ "/team-a/"' }),
    declare("privilege-repository-content-selector", "team-a-caches", {
      format: "raw",
      repository: "build-caches",
      contentSelector: "team-paths",
      actions: ["READ", "ADD", "EDIT"],
    }),
    role("team-a", ["team-a-caches", ...viewing("raw", "build-caches", "browse")]),
    declare("anonymous-access", "anonymous", { enabled: true, userId: "anonymous" }),
    declare("realms", "realms", { active: ["DockerToken", "NexusAuthenticatingRealm"] }),
  ]);
  const made = diffEstates({ current: before, planned: after }).map((change): ReportedChange => {
    if (change.name === "build-caches")
      return { ...change, op: "adopt", fields: [{ path: "storage.writePolicy", before: "DENY", after: "ALLOW" }] };
    if (change.name === "docker-quay")
      return { ...change, fields: [...change.fields, { path: "httpClient.authentication.password", secret: true }] };
    return change;
  });
  const legacy = { kind: "docker-hosted", noun: "docker hosted repository", name: "docker-legacy" };
  const changes: ReportedChange[] = [...made, { ...legacy, resource: "docker-legacy", op: "keep", fields: [] }];
  const on = (name: string): Pick<ReportedChange, "kind" | "noun" | "name"> => {
    const found = changes.find((change) => change.name === name);
    if (!found) throw new Error(`nothing changes ${name}`);
    return { kind: found.kind, noun: found.noun, name };
  };
  const risks: Risk[] = [
    {
      ...{ level: "high", rule: "cleanup-attached", ...on("ocp-mirror"), path: "cleanup.policyNames" },
      reason: "The cleanup policy mirror-old is attached to a repository that was never cleaned.",
      consequence: "Tonight's cleanup deletes 1,204 of its 8,917 components. They cannot be restored.",
    },
    {
      ...{ level: "high", rule: "anonymous-opened", ...on("anonymous access"), path: "enabled" },
      reason: "Anonymous access is enabled.",
      consequence: "Everyone who can reach Nexus can browse and read every repository without a password.",
    },
    {
      ...{ level: "high", rule: "write-widened", ...on("nexus-jenkins-ci"), path: "privileges" },
      reason: "The role gains add and edit on ocp-mirror.",
      consequence: "1 user (nexus-jenkinsbot) can overwrite images that clusters are installed from.",
    },
    {
      ...{ level: "medium", rule: "write-policy-loosened", ...on("docker-dev-hosted"), path: "storage.writePolicy" },
      reason: "The write policy goes from ALLOW_ONCE to ALLOW.",
      consequence: "A pushed tag can be replaced by another image.",
    },
    {
      ...{ level: "medium", rule: "connector-moved", ...on("ocp-mirror"), path: "docker.httpPort" },
      reason: "The connector moves from port 5000 to port 5010.",
      consequence: "Clients that use port 5000 cannot connect.",
    },
    {
      ...{ level: "medium", rule: "group-order", ...on("docker-group"), path: "group.memberNames" },
      reason: "docker-hub comes before docker-dev-hosted in the group.",
      consequence: "If both have an image of the same name, the public one is served.",
    },
    {
      ...{ level: "medium", rule: "plain-http", ...on("docker-quay"), path: "proxy.remoteUrl" },
      reason: "The upstream is fetched over plain HTTP.",
      consequence: "An attacker in the network can read and replace the content.",
    },
    {
      ...{ level: "low", rule: "realm-order", ...on("realms"), path: "active" },
      reason: "The order of realms changes.",
      consequence: "DockerToken is queried before the local users.",
    },
  ];
  const review = createSampleReview("lab", changes, {
    risks,
    notChecked: [
      "The components that docker-dev-hosted-retain-30d would remove: this Nexus has no preview of cleanup.",
    ],
    access: [
      {
        who: [{ type: "anonymous", id: "anonymous" }],
        gains: ["browse, read on all repositories"],
        riskyGains: { "browse, read on all repositories": "medium" },
        loses: [],
      },
      {
        who: [{ type: "user", id: "nexus-jenkinsbot" }],
        gains: ["browse, read, add, edit on ocp-mirror"],
        riskyGains: { "browse, read, add, edit on ocp-mirror": "medium" },
        loses: ["delete on docker-dev-hosted"],
      },
      {
        who: [{ type: "role", id: "team-a" }],
        gains: ["browse on build-caches", "read, add, edit on build-caches, only what team-paths selects"],
        loses: [],
      },
    ],
    drift: [
      {
        ...{ kind: "role", noun: "role", name: "nexus-docker-group-pull", resource: "nexus-docker-group-pull" },
        fields: [{ path: "description", before: "Developers pull", after: "changed by hand" }],
      },
    ],
    notices: ["build-caches: adopts the existing object, changes storage.writePolicy"],
  });
  return { review, states: { current: before, planned: after } };
}

/** Returns a report of drift of the same estate: objects were changed and created by hand. */
export function driftCase(): { report: DriftReport; estate: Estate } {
  const { states } = labCase();
  const about = (kind: string, noun: string, name: string) => ({ kind, noun, name, resource: name });
  const others = ["task-repository-purge-unused", "role", "user", "raw-hosted"].flatMap((kind) => {
    return ["old", "older", "oldest"].map((name) => ({
      family: kind.split("-")[0] ?? "",
      kind,
      noun: kind,
      name: `${name}-${kind}`,
      ...(kind === "user" && { roles: ["nx-admin"] }),
    }));
  });
  const report: DriftReport = {
    version: 1,
    project: "nexus",
    stack: "lab",
    nexus: { url: "https://nexus.lab.example", release: "3.94.0" },
    summary: { changed: 2, missing: 1, unmanaged: others.length, waiting: 1, same: 28 },
    run: { time: "2026-12-01T09:30:00.000Z", commit: "3f1c2a9d5b7e", branch: "main", user: "ada" },
    notChecked: ["capability: this user may not do that"],
    risks: [
      {
        ...{ level: "high", rule: "everything-allowed", kind: "user", noun: "user", name: "old-user" },
        reason: "gains: everything",
        consequence: "they have full access, including deleting all content",
      },
    ],
    drift: [
      {
        ...about("docker-hosted", "docker hosted repository", "ocp-mirror"),
        fields: [{ path: "cleanup.policyNames", before: [], after: ["by-hand"], added: ["by-hand"], removed: [] }],
      },
      { ...about("user", "user", "nexus-cluster"), fields: [{ path: "password", secret: true }] },
      { ...about("docker-hosted", "docker hosted repository", "docker-legacy"), missing: true, fields: [] },
    ],
    mended: [
      { ...about("realms", "realms", "realms"), fields: [{ path: "active", before: ["a"], after: ["a", "b"] }] },
    ],
    unmanaged: others,
    waiting: [about("cleanup-policy", "cleanup policy", "retain-30d")],
  };
  return { report, estate: states.current };
}

/** Returns a change of an estate with many teams, each with repositories, a group, a role and users. */
export function largeCase({ repositories = 300, users = 200 } = {}): PageCase {
  const formats = ["maven", "npm", "raw", "pypi", "docker"];
  const teams = Math.ceil(repositories / 5);
  const team = (index: number, isAfter: boolean): Declaration[] => {
    const format = formats[index % formats.length] ?? "raw";
    const id = format === "maven" ? "maven2" : format;
    const name = `${format}-team-${String(index + 1).padStart(2, "0")}`;
    const isChanged = index % 11 === 3;
    const own = ["dev", "uat", "prod"].map((stage) =>
      hosted(
        format,
        `${name}-${stage}`,
        stage === "dev" || (isAfter && isChanged) ? "ALLOW" : "ALLOW_ONCE",
        stage === "dev" ? ["dev-90d"] : [],
      ),
    );
    const upstream = proxyOf(`${format}-proxy`, `${name}-proxy`, `https://upstream-${index % 7}.example/${format}`);
    const members = [...own, upstream].map(getDeclaredIdentity);
    return [
      ...own,
      upstream,
      group(`${format}-group`, `${name}-group`, ...(isAfter && isChanged ? members.toReversed() : members)),
      role(`${name}-write`, [
        ...own.flatMap((repository) =>
          viewing(id, getDeclaredIdentity(repository), ...push, ...(isAfter && isChanged ? ["delete"] : [])),
        ),
        ...viewing(id, `${name}-group`, ...pull),
      ]),
    ];
  };
  const estate = (isAfter: boolean): Estate =>
    estateOf([
      declare("cleanup-policy", "dev-90d", { format: "*", criteriaLastDownloaded: isAfter ? 60 : 90 }),
      ...Array.from({ length: teams }, (_, index) => team(index, isAfter)).flat(),
      ...Array.from({ length: users }, (_, index) => {
        const at = index % teams;
        const format = formats[at % formats.length];
        return user(
          `person-${String(index + 1).padStart(3, "0")}`,
          `${format}-team-${String(at + 1).padStart(2, "0")}-write`,
        );
      }),
    ]);
  const states = { current: estate(false), planned: estate(true) };
  const changes = diffEstates(states);
  const risks = changes.flatMap(({ kind, noun, name, fields }): Risk[] =>
    fields.some(({ path }) => path === "storage.writePolicy")
      ? [
          {
            level: "medium",
            rule: "write-policy-loosened",
            kind,
            noun,
            name,
            path: "storage.writePolicy",
            reason: "The write policy goes from ALLOW_ONCE to ALLOW.",
            consequence: "Published content can be replaced.",
          },
        ]
      : [],
  );
  return { review: createSampleReview("shared", changes, { risks }), states };
}

/** Names that would break the page if they were not escaped. */
export const hostileNames = [
  `<script>globalThis.broken=1</script>`,
  `"><img src=x onerror=globalThis.broken=1>`,
  `' onmouseover='globalThis.broken=1`,
  "</title></style></script><h1>broken</h1>",
  "a\u202Egnp.exe",
  "first\nsecond\r\tthird\u0000\u001B[31m",
  "\u2066isolated\u2069 and \u2028 and \u200B and \uFEFF",
  `${"x".repeat(300)}`,
  "javascript:globalThis.broken=1",
  "שלום עולם",
  "{{constructor.constructor('globalThis.broken=1')()}} &lt;b&gt; &#60;i>",
  "\uD800 alone",
];

/** Returns a change with hostile names in every place that shows data. */
export function hostileCase(): PageCase {
  const declarations = hostileNames.flatMap((name, index) => [
    hosted("raw", name, name, [name]),
    proxyOf(
      "raw-proxy",
      `${name} proxy`,
      index % 2 ? name : `https://user:s3cr3t@${"h".repeat(60)}.example/${name}?token=s3cr3t`,
    ),
    group("raw-group", `${name} group`, name, `${name} proxy`, `${name} elsewhere`),
    declare("cleanup-policy", name, { format: name, criteriaAssetRegex: name, notes: name }),
    declare("task-repository-purge-unused", name, {
      name,
      schedule: { cron: name },
      properties: { repositoryName: name, lastUsed: 1 },
    }),
    declare("blob-store-file", name, { path: name }),
    declare("content-selector", name, { expression: name }),
    declare("privilege-repository-content-selector", `${name} privilege`, {
      format: "raw",
      repository: name,
      contentSelector: name,
      actions: ["READ"],
    }),
    role(name, [...viewing("raw", name, "read"), `${name} privilege`]),
    user(name, name),
  ]);
  const after = estateOf(declarations);
  const before = estateOf([]);
  const shownChanges = diffEstates({ current: before, planned: after }).filter(({ kind }) =>
    ["raw-hosted", "user", "content-selector"].includes(kind),
  );
  const changes = shownChanges.map((change) => ({
    ...change,
    replaces: change.name,
    provider: change.name,
    fields: [
      ...change.fields,
      ...change.fields.map((field) => ({
        ...field,
        path: `${field.path}.${change.name}`,
        before: field.after ?? null,
      })),
      { path: "list", before: [change.name], after: ["other"], added: ["other"], removed: [change.name] },
      { path: "deep", before: null, after: { [change.name]: [change.name] } },
    ],
  }));
  const [first] = changes;
  if (!first) throw new Error("nothing changes");
  const review = createSampleReview("hostile", changes, {
    project: hostileNames[0] ?? "",
    risks: hostileNames.map((name) => ({
      level: "high",
      rule: name,
      kind: first.kind,
      noun: first.noun,
      name,
      path: name,
      reason: name,
      consequence: name,
    })),
    notChecked: hostileNames,
    warnings: hostileNames,
    notices: hostileNames,
    access: hostileNames.map((id) => ({ who: [{ type: "user" as const, id }], gains: [id], loses: [id] })),
    drift: hostileNames.map((name) => ({
      kind: name,
      noun: name,
      name,
      resource: name,
      fields: [{ path: name, before: name, after: name }],
    })),
    nexus: { url: hostileNames[1] ?? "", release: hostileNames[0] ?? "", edition: hostileNames[4] ?? "" },
  });
  return { review: { ...review, stack: hostileNames[3] ?? "" }, states: { current: before, planned: after } };
}
