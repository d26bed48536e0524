/**
 * Uses the package as an installed dependency: every public class, Outputs at every level, and errors that the compiler
 * must find. It is compiled here against the source, and by package.test.ts against the packed declarations.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  Access,
  type AccessArgs,
  AnonymousAccess,
  type AnonymousAccessArgs,
  apt,
  assertInvariants,
  blobStore,
  CleanupPolicy,
  type CleanupPolicyArgs,
  ContentSelector,
  docker,
  type EstateProgram,
  Eula,
  estate,
  existing,
  HttpSettings,
  IqAudit,
  IqConnection,
  invariants,
  License,
  maven,
  Provider,
  type ProviderArgs,
  privilege,
  pull,
  push,
  Realms,
  type Repository,
  Role,
  RoutingRule,
  raw,
  Script,
  User,
} from "nexus-iac";
import { connect } from "nexus-iac/provider";
import { z } from "zod";

const config = new pulumi.Config();
const secret: pulumi.Output<string> = config.requireSecret("secret");
const args: ProviderArgs = { url: "https://shared.example", username: "admin", password: secret, parallel: 8 };
const provider = new Provider("shared", args);

export const everyClass: EstateProgram = estate({
  settings: { retainDays: z.int().default(30) },
  upstreams: ["mavenCentral", "debian"],
  invariants: [
    invariants.neverCleaned("mirror"),
    invariants.writtenBy("mirror", "ci"),
    invariants.nothingOn("mirror", "readers"),
    invariants.notIn("all", "mirror"),
    invariants.immutable("mirror"),
    invariants.noConnectors,
    invariants.noAllPowerfulRole,
  ],
  declare({ settings, upstreams, password }) {
    const days: number = settings.retainDays;
    const policy: CleanupPolicyArgs = { format: "docker", criteriaLastDownloaded: days };
    const retain = new CleanupPolicy("retain", policy);
    const disk = new blobStore.File("disk", { softQuota: { type: "spaceUsedQuota", limit: 1024 } });
    const rule = new RoutingRule("rule", { mode: "BLOCK", matchers: ["^/internal/"] });
    const selector = new ContentSelector("selector", { expression: 'format == "raw"' });

    const hostedArgs: docker.HostedArgs = {
      storage: { blobStoreName: disk.name, writePolicy: "ALLOW_ONCE", latestPolicy: true },
      cleanup: { policyNames: [retain.name] },
      docker: { httpPort: 5000 },
      onConflict: "fail",
      allowContentLoss: true,
    };
    const images = new docker.Hosted("images", hostedArgs, { protect: true });
    const hub = new docker.Proxy("hub", { proxy: { remoteUrl: "https://hub.example" } });
    new docker.Group("all-images", { group: { memberNames: [images.name, hub.name] } });
    const central = new maven.Proxy("central", {
      proxy: { remoteUrl: upstreams.mavenCentral },
      routingRuleName: rule.name,
      httpClient: { authentication: { type: "username", username: "u", password: secret, preemptive: true } },
    });
    new maven.Group("all", { group: { memberNames: [new maven.Hosted("releases").name, central.name] } });
    const files = new raw.Hosted("files");
    const web = new raw.Proxy("web", {
      proxy: { remoteUrl: "https://files.example" },
      httpClient: { authentication: null },
    });
    new raw.Group("all-files", { group: { memberNames: [files.name, web.name] } });
    new apt.Hosted("apt", { apt: { distribution: "bookworm" }, aptSigning: { keypair: secret } });
    const debian = new apt.Proxy("debian", {
      apt: { distribution: "bookworm" },
      proxy: { remoteUrl: upstreams.debian },
    });
    const every: Repository[] = [images, hub, central, files, web, debian];

    const disks = ["disk-1", "disk-2"].map((name) => new blobStore.File(name));
    new blobStore.Group("disks", { members: disks.map(({ name }) => name), fillPolicy: "roundRobin" });
    const bucket = { name: "company", region: config.require("region") };
    new blobStore.S3("s3", {
      bucketConfiguration: { bucket, bucketSecurity: { accessKeyId: "id", secretAccessKey: secret } },
    });
    const authentication = { authenticationMethod: "ACCOUNTKEY", accountKey: secret } as const;
    new blobStore.Azure("azure", {
      bucketConfiguration: { accountName: "company", containerName: "artifacts", authentication },
    });
    new blobStore.Google("google", { bucketConfiguration: { bucket: { name: "company" } } });

    new Eula("eula", { accepted: true });
    new License("license", { file: secret });
    new HttpSettings("http", {
      httpsProxy: {
        enabled: true,
        host: "proxy.example",
        port: "3128",
        authInfo: { enabled: true, username: "nexus", password: secret },
      },
    });
    new IqConnection("iq", { url: "https://iq.example", authenticationType: "PKI" });
    new IqAudit("audit", { repositoryName: web.name });
    const hello = new Script("hello", { content: "return 1" });

    const privileges = [
      new privilege.Application("application", { domain: "users", actions: ["READ"] }),
      new privilege.RepositoryView("view", { format: "raw", repository: files.name, actions: ["BROWSE", "READ"] }),
      new privilege.RepositoryAdmin("admin", { format: "*", repository: "*", actions: ["READ"] }),
      new privilege.RepositoryContentSelector("content", {
        contentSelector: selector.name,
        format: "raw",
        repository: files.name,
        actions: ["READ"],
      }),
      new privilege.Script("script", { scriptName: hello.name, actions: ["RUN"] }),
      new privilege.Wildcard("wildcard", { pattern: "nexus:search:read" }),
    ].map(({ name }) => name);
    const readers = new Role("readers", {
      privileges: [...privileges, ...every.flatMap((repository) => repository.privileges(...pull))],
    });
    const user = new User("reader", { roles: [readers.roleId, existing.role("legacy")] });
    const access: AccessArgs = {
      privileges: images.privileges(...push, "delete"),
      description: "CI",
      users: ["ci"],
      password,
    };
    const ci = new Access("ci", access);

    const anonymous: AnonymousAccessArgs = { enabled: false };
    new AnonymousAccess("anonymous", anonymous);
    new Realms("realms", { active: ["NexusAuthenticatingRealm"] });
    return { passwords: { ...ci.passwords, reader: user.password } };
  },
});

/** Objects that exist in another Nexus and are not declared here. */
assertInvariants([invariants.noAllPowerfulRole], { provider });
export const names: string[] = [
  existing.repository("legacy", { format: "raw", type: "hosted", provider }),
  existing.blobStore("legacy"),
  existing.cleanupPolicy("legacy", { format: "*" }),
  existing.privilege("legacy"),
  existing.user("legacy"),
  existing.contentSelector("legacy"),
  existing.routingRule("legacy"),
  existing.script("legacy"),
];

/** Outputs and promises are accepted for a value, a field, a list, an element and a block. */
const policy: pulumi.Output<"ALLOW" | "DENY"> = pulumi.output("DENY");
new raw.Hosted("output-of-a-value", { storage: { writePolicy: policy }, online: pulumi.output(true) });
new raw.Hosted("output-of-a-part", { storage: policy.apply((writePolicy) => ({ writePolicy })) });
new raw.Hosted("promise-of-a-part", { storage: Promise.resolve({ writePolicy: policy }) });
new raw.Group("output-of-an-element", { group: { memberNames: [pulumi.output("files"), "others"] } });
new raw.Group("output-of-a-list", { group: { memberNames: pulumi.output(["files"]) } });
new raw.Group("output-of-all", { group: pulumi.output({ memberNames: ["files"] }) });
new privilege.Application("output-of-actions", { domain: secret, actions: pulumi.output(["READ" as const]) });
new docker.Hosted("output-of-a-port", { docker: { httpPort: config.requireNumber("port") } }, { provider });

/** Errors that the compiler finds. */
// @ts-expect-error: the field is named storage
new raw.Hosted("a", { storages: { writePolicy: "DENY" } });
// @ts-expect-error: the field is named writePolicy
new raw.Hosted("b", { storage: { writePolicies: "DENY" } });
// @ts-expect-error: the value is ALLOW_ONCE
new raw.Hosted("c", { storage: { writePolicy: "ALLOW-ONCE" } });
// @ts-expect-error: only Docker repositories have latestPolicy
new raw.Hosted("d", { storage: { latestPolicy: true } });
// @ts-expect-error: a port is a number
new docker.Hosted("e", { docker: { httpPort: "5000" } });
// @ts-expect-error: an Output of another enum
new raw.Hosted("f", { storage: { writePolicy: pulumi.output("NEVER" as const) } });
// @ts-expect-error: a proxy requires proxy.remoteUrl
new maven.Proxy("g", {});
// @ts-expect-error: a group requires members
new raw.Group("h", { group: {} });
// @ts-expect-error: the format apt has no groups
new apt.Group("i");
// @ts-expect-error: RUN is an action of script privileges only
new privilege.Wildcard("j", { pattern: "*", actions: ["RUN"] });
// @ts-expect-error: FLY is not an action
new privilege.Script("k", { scriptName: "x", actions: ["FLY"] });
// @ts-expect-error: a user requires roles
new User("l", {});
// @ts-expect-error: format is required
new CleanupPolicy("m", { criteriaLastDownloaded: 30 });
// @ts-expect-error: the field is named criteriaLastDownloaded
new CleanupPolicy("n", { format: "raw", lastDownloaded: 30 });
// @ts-expect-error: fetch is not an action on content
new raw.Hosted("o").privileges("fetch");
// @ts-expect-error: url is required
new Provider("p", { username: "admin", password: "secret" });
// @ts-expect-error: users are given by id
new Access("q", { privileges: [], description: "", users: [new User("r", { roles: ["s"] })] });
// @ts-expect-error: the upstream is not listed in upstreams
estate({ upstreams: ["debian"], declare: ({ upstreams }) => ({ url: upstreams.dockerHub }) });
// @ts-expect-error: members are given by name
new raw.Group("t", { group: { memberNames: [new raw.Hosted("u")] } });

export const provided: Promise<object> = connect("role", { config: { get: () => undefined } }).check({}, {});
