import { describe, expect, it } from "vitest";
import type { ClientSettings } from "../../../src/client-config/client-settings.ts";
import { createProbePlan, type ProbePlanOptions } from "../../../src/clients/probe/create-probe-plan.ts";
import { probePlan } from "../../../src/clients/probe/probe-plan.ts";
import { createClientConfig } from "../../../src/estate/declared-client-config.ts";
import type { Fields } from "../../../src/util/json.ts";
import { declare, docker, estateOf, group, raw, role, viewing } from "../../estate/support.ts";

const user = (userId: string, ...roles: string[]) => declare("user", userId, { roles });
const realms = (...active: string[]) => declare("realms", "realms", { active });
const anonymous = (...roles: string[]) => [
  declare("anonymous-access", "anonymous", { enabled: true, userId: "guest" }),
  declare("user", "guest", { roles, status: "disabled" }),
];

interface Asked extends Partial<ProbePlanOptions> {
  clients?: ClientSettings;
  url?: string;
}

/** What would be checked, a line each: what, how it should be, and what was left out. */
function checked(
  declarations: Parameters<typeof estateOf>[0],
  { clients = {}, url = "https://nexus.example", ...more }: Asked = {},
) {
  const estate = estateOf(declarations);
  const clientConfig = createClientConfig("lab", url, estate, { clients, parts: {}, chains: [] });
  const made = createProbePlan(estate, clientConfig, { write: false, ...more });
  // It goes as JSON from one process to another.
  expect(probePlan.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  return {
    made,
    lines: made.checks.map(({ name, expectation }) => `${name}: ${expectation}`),
    skipped: made.skipped.map(({ name, reason }) => `${name}: ${reason}`),
    request: (name: string) => made.checks.find((one) => one.name === name)?.request,
  };
}

const connector = (httpPort: number, more: Fields = {}) => ({ docker: { httpPort, ...more } });

describe("what is checked", () => {
  it("is every name and certificate once, by the addresses that clients use", () => {
    const { lines } = checked([docker("apps", connector(5002)), docker("mirror", connector(5000)), raw("files")], {
      clients: {
        registries: { apps: "apps.example", mirror: "http://10.0.0.1:5000" },
        health: "http://nexus.example/health",
      },
    });
    expect(lines.filter((line) => /resolves|trusted/.test(line))).toEqual([
      "nexus.example resolves: responds",
      "apps.example resolves: responds",
      "nexus.example is trusted: responds",
      "apps.example is trusted: responds",
    ]);
    expect(lines).toContain("http://nexus.example/health tells health: responds");
    expect(lines).toContain("https://apps.example is for Docker only: Docker only");
    expect(lines).toContain("http://10.0.0.1:5000 is for Docker only: Docker only");
  });

  it("is who may pull and push, by effect", () => {
    const { lines } = checked([
      docker("apps", connector(5002)),
      group("docker-group", "all", "apps"),
      role("push", viewing("docker", "apps", "browse", "read", "add", "edit")),
      role("outer", [], ["push"]),
      user("ci", "outer"),
      user("nobody-yet", "none"),
    ]);
    expect(lines.filter((line) => / (pull|push|logs in)/.test(line))).toEqual([
      "ci logs in to Nexus: authenticated",
      "nobody-yet logs in to Nexus: authenticated",
      "ci logs in to apps: allowed",
      "anonymous may not pull from apps: denied",
      "anonymous may not push to apps: denied",
      "ci may pull from apps: allowed",
      "ci may push to apps: allowed",
      "nobody-yet may not pull from apps: denied",
      "nobody-yet may not push to apps: denied",
    ]);
  });

  it("is that nobody pushes to a group, whoever may add there", () => {
    const all = { ...group("docker-group", "all", "apps") };
    all.fields = { ...all.fields, ...connector(5001) };
    const { lines } = checked([
      docker("apps"),
      all,
      role("everything", viewing("docker", "all", "*")),
      user("ci", "everything"),
    ]);
    expect(lines).toContain("ci may pull from all: allowed");
    expect(lines).toContain("ci may not push to all: denied");
  });

  it.each([
    [
      "a token gets them in",
      connector(5002, { forceBasicAuth: false }),
      ["DockerToken"],
      "lets anybody in: anonymous allowed",
    ],
    ["Basic is forced", connector(5002), ["DockerToken"], "wants a login: login required"],
    ["there are no tokens", connector(5002, { forceBasicAuth: false }), [], "wants a login: login required"],
  ])("is whether anybody reads, where %s", (_why, fields, active, said) => {
    const reading = role("reading", viewing("docker", "apps", "browse", "read"));
    const { lines } = checked([docker("apps", fields), reading, ...anonymous("reading"), realms(...active)]);
    expect(lines).toContain(`apps ${said}`);
    const may = said.startsWith("lets");
    expect(lines).toContain(`anonymous ${may ? "may" : "may not"} pull from apps: ${may ? "allowed" : "denied"}`);
  });

  it("is only rights where a repository has no address of its own", () => {
    const declarations = [docker("apps", { docker: { pathEnabled: true } }), docker("hidden"), user("ci")];
    const { made, skipped, request } = checked(declarations, { url: "https://nexus.example/nexus" });
    const ofApps = made.checks.filter(({ name }) => name.endsWith("apps"));
    expect(ofApps.map(({ area }) => area)).toEqual(["rights", "rights", "rights", "rights"]);
    expect(request("ci may not pull from apps")).toMatchObject({
      ...{ url: "https://nexus.example", image: "apps/nexus-iac-probe/image" },
    });
    expect(skipped).toEqual([
      "apps shows what it holds: its address is not its own: there is no catalog of it",
      "hidden: no client reaches it by an address of its own",
    ]);
  });

  it("is what a write would say, where it leaves nothing", () => {
    const { lines, skipped, request } = checked([
      raw("strict", { storage: { strictContentTypeValidation: true } }),
      raw("loose", { storage: { strictContentTypeValidation: false } }),
      raw("shut", { storage: { strictContentTypeValidation: false, writePolicy: "DENY" } }),
      declare("maven-hosted", "releases", { maven: { layoutPolicy: "STRICT" } }),
      declare("npm-hosted", "npm", {}),
      role("edit", viewing("raw", "strict", "edit")),
      user("ci", "edit"),
    ]);
    expect(lines).toContain("ci may write strict: allowed");
    expect(lines).toContain("ci may not write shut: denied");
    expect(lines).toContain("ci may not write releases: denied");
    expect(skipped).toContain("ci may not write loose: a write cannot be tried without leaving something");
    expect(skipped).toContain("ci may not write npm: a write cannot be tried without leaving something");
    expect(request("ci may write strict")).toMatchObject({ method: "PUT", as: { user: "ci" }, body: "nexus-iac" });
  });

  it("is no right that a content selector gives, as it depends on the path", () => {
    const { skipped } = checked([
      raw("files"),
      declare("content-selector", "some", { expression: 'path =^ "/a/"' }),
      declare("privilege-repository-content-selector", "p", {
        ...{ contentSelector: "some", format: "raw", repository: "files", actions: ["READ"] },
      }),
      role("some", ["p"]),
      user("ci", "some"),
    ]);
    expect(skipped).toContain("ci may read files: by a content selector: it depends on the path");
  });

  it("is whether proxies reach their upstreams, unless they are declared as blocked", () => {
    const proxy = (kind: string, name: string, more: Fields = {}) =>
      declare(kind, name, { proxy: { remoteUrl: "https://upstream.example" }, ...more });
    const { lines, skipped, request } = checked([
      proxy("docker-proxy", "hub"),
      proxy("npm-proxy", "npm"),
      proxy("raw-proxy", "off", { httpClient: { blocked: true } }),
      proxy("helm-proxy", "helm"),
    ]);
    expect(lines).toContain("hub reaches https://upstream.example: upstream responds");
    expect(request("hub reaches https://upstream.example")).toMatchObject({
      url: "https://nexus.example/repository/hub",
    });
    expect(request("npm reaches https://upstream.example")).toMatchObject({
      url: "https://nexus.example/repository/npm/nexus-iac-probe-<unique>",
    });
    expect(skipped).toContain("off reaches https://upstream.example: it is declared as blocked");
    expect(skipped).toContain(
      "helm reaches https://upstream.example: what makes a proxy of helm ask its upstream is not known",
    );
  });

  it("is nothing of what is offline", () => {
    const { lines } = checked([docker("apps", { ...connector(5002), online: false }), raw("files", { online: false })]);
    expect(lines.join("\n")).not.toMatch(/apps|files/);
  });

  it("is only what is asked for, and the anonymous one", () => {
    const { lines } = checked([raw("files"), user("a"), user("b")], { users: ["b"] });
    expect(lines.filter((line) => /read files/.test(line))).toEqual([
      "anonymous may not read files: denied",
      "b may not read files: denied",
    ]);
  });

  it("writes only where it is told to, only what may be pushed, and takes it away as who may", () => {
    const declarations = [
      docker("apps", connector(5002)),
      docker("shut", { ...connector(5003), storage: { writePolicy: "DENY" } }),
      role("push", [...viewing("docker", "apps", "read", "add", "edit"), ...viewing("docker", "shut", "*")]),
      role("all", viewing("docker", "apps", "*")),
      user("ci", "push"),
      user("owner", "all"),
    ];
    const writes = (write: boolean) =>
      checked(declarations, { write }).made.checks.filter(({ area }) => area === "writes");
    expect(writes(false)).toEqual([]);
    expect(writes(true).map(({ name, request }) => [name, "removedBy" in request && request.removedBy])).toEqual([
      ["ci pushes an image to apps", "stack"],
      ["owner pushes an image to apps", { user: "owner" }],
    ]);
  });
});
