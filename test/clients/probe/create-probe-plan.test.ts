import { describe, expect, it } from "vitest";
import type { ClientSettings } from "../../../src/client-config/client-settings.ts";
import { createProbePlan, type ProbePlanOptions } from "../../../src/clients/probe/create-probe-plan.ts";
import { serializeProbePlan, storedProbePlanSchema } from "../../../src/clients/probe/stored-probe-plan.ts";
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

/** Creates a plan and returns a line for each check with its expectation, and for each skipped check with its reason. */
function checked(
  declarations: Parameters<typeof estateOf>[0],
  { clients = {}, url = "https://nexus.example", ...more }: Asked = {},
) {
  const estate = estateOf(declarations);
  const clientConfig = createClientConfig("lab", url, estate, { clients, clientConfig: {}, chains: [] });
  const made = createProbePlan(estate, clientConfig, { write: false, ...more });
  expect(storedProbePlanSchema.parse(JSON.parse(serializeProbePlan(made)))).toEqual(made);
  return {
    made,
    lines: made.checks.map(({ name, expectation }) => `${name}: ${expectation}`),
    skipped: made.skipped.map(({ name, reason }) => `${name}: ${reason}`),
    request: (name: string) => made.checks.find((check) => check.name === name)?.request,
  };
}

const connector = (httpPort: number, more: Fields = {}) => ({ docker: { httpPort, ...more } });

describe("createProbePlan", () => {
  it("checks the name and certificate of each address that clients use once", () => {
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
    expect(lines).toContain("http://nexus.example/health answers health checks: responds");
    expect(lines).toContain("https://apps.example serves Docker only: Docker only");
    expect(lines).toContain("http://10.0.0.1:5000 serves Docker only: Docker only");
  });

  it("checks pull and push permissions with nested roles", () => {
    const { lines } = checked([
      docker("apps", connector(5002)),
      group("docker-group", "all", "apps"),
      role("push", viewing("docker", "apps", "browse", "read", "add", "edit")),
      role("outer", [], ["push"]),
      user("ci", "outer"),
      user("newcomer", "none"),
    ]);
    expect(lines.filter((line) => / (pull|push|logs in)/.test(line))).toEqual([
      "ci logs in to Nexus: authenticated",
      "newcomer logs in to Nexus: authenticated",
      "ci logs in to apps: allowed",
      "anonymous may not pull from apps: denied",
      "anonymous may not push to apps: denied",
      "ci may pull from apps: allowed",
      "ci may push to apps: allowed",
      "newcomer may not pull from apps: denied",
      "newcomer may not push to apps: denied",
    ]);
  });

  it.each([
    ["OciBearerToken", "allows anonymous access: anonymous allowed"],
    ["DockerToken", "requires a login: login required"],
  ])("checks anonymous access to an OCI repository with the realm %s", (realm, expected) => {
    const { lines } = checked([
      declare("oci-hosted", "charts", { oci: { httpPort: 5002, forceBasicAuth: false } }),
      role("reading", viewing("oci", "charts", "browse", "read")),
      ...anonymous("reading"),
      realms(realm),
    ]);
    expect(lines).toContain(`charts ${expected}`);
  });

  it("expects that a push to a group is denied for every user", () => {
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
      "the registry gives anonymous tokens",
      connector(5002, { forceBasicAuth: false }),
      ["DockerToken"],
      "allows anonymous access: anonymous allowed",
    ],
    ["basic authentication is forced", connector(5002), ["DockerToken"], "requires a login: login required"],
    [
      "the token realm is not active",
      connector(5002, { forceBasicAuth: false }),
      [],
      "requires a login: login required",
    ],
  ])("checks anonymous access if %s", (_case, fields, active, expected) => {
    const reading = role("reading", viewing("docker", "apps", "browse", "read"));
    const { lines } = checked([docker("apps", fields), reading, ...anonymous("reading"), realms(...active)]);
    expect(lines).toContain(`apps ${expected}`);
    const may = expected.startsWith("allows");
    expect(lines).toContain(`anonymous ${may ? "may" : "may not"} pull from apps: ${may ? "allowed" : "denied"}`);
  });

  it("checks only permissions of a repository without an address of its own", () => {
    const declarations = [docker("apps", { docker: { pathEnabled: true } }), docker("hidden"), user("ci")];
    const { made, skipped, request } = checked(declarations, { url: "https://nexus.example/nexus" });
    const ofApps = made.checks.filter(({ name }) => name.endsWith("apps"));
    expect(ofApps.map(({ area }) => area)).toEqual(["rights", "rights", "rights", "rights"]);
    expect(request("ci may not pull from apps")).toMatchObject({
      ...{ url: "https://nexus.example", image: "apps/nexus-iac-probe/image" },
    });
    expect(skipped).toEqual([
      "apps lists its content: no catalog: the address is shared with other repositories",
      "hidden: no address for Docker clients",
    ]);
  });

  it("checks write permissions only with writes that leave no content", () => {
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
    expect(skipped).toContain("ci may not write loose: a write would leave content in the repository");
    expect(skipped).toContain("ci may not write npm: a write would leave content in the repository");
    expect(request("ci may write strict")).toMatchObject({ method: "PUT", as: { user: "ci" }, body: "nexus-iac" });
  });

  it("skips permissions that a content selector grants", () => {
    const { skipped } = checked([
      raw("files"),
      declare("content-selector", "some", { expression: 'path =^ "/a/"' }),
      declare("privilege-repository-content-selector", "p", {
        ...{ contentSelector: "some", format: "raw", repository: "files", actions: ["READ"] },
      }),
      role("some", ["p"]),
      user("ci", "some"),
    ]);
    expect(skipped).toContain("ci may read files: granted by a content selector, so it depends on the path");
  });

  it("checks the upstreams of proxies that are not declared as blocked", () => {
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
    expect(skipped).toContain("off reaches https://upstream.example: upstream blocked by its declaration");
    expect(skipped).toContain(
      "helm reaches https://upstream.example: no request is known that makes a proxy of helm contact its upstream",
    );
  });

  it("leaves out offline repositories", () => {
    const { lines } = checked([docker("apps", { ...connector(5002), online: false }), raw("files", { online: false })]);
    expect(lines.join("\n")).not.toMatch(/apps|files/);
  });

  it("checks the requested users and the anonymous user", () => {
    const { lines } = checked([raw("files"), user("a"), user("b")], { users: ["b"] });
    expect(lines.filter((line) => /read files/.test(line))).toEqual([
      "anonymous may not read files: denied",
      "b may not read files: denied",
    ]);
  });

  it("pushes images only with the write option, only as users with permission, and removes them", () => {
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
