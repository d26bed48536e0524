/** Tests the settings of the estates. Their life cycle is tested in test/e2e/estates.test.ts. */
import { describe, expect, it } from "vitest";
import { getConnectorStatus } from "../support/docker.ts";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

const docker = "https://hub.example";
const cwiqUpstreams = {
  dockerHub: docker,
  epel: "https://epel.example",
  mavenCentral: "https://maven.example",
  npm: "https://npm.example",
  pypi: "https://pypi.example",
};

describe("lab", () => {
  it("refuses anonymous requests and gives each user only its own repositories", async () => {
    const { stack, nexus } = await createTestEnvironment(
      { estate: "lab" },
      { config: { upstreams: { dockerHub: docker } } },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    for (const repository of ["docker-dev-hosted", "ocp-mirror", "docker-group"])
      expect(await getConnectorStatus(nexus, repository)).toBe(401);
    const { passwords } = (await stack.readOutputs()) as { passwords: Record<string, string> };
    const password = passwords["nexus-jenkinsbot"] ?? "";
    expect(await getConnectorStatus(nexus, "docker-dev-hosted", { username: "nexus-jenkinsbot", password })).toBe(200);
  });

  it("takes settings and passwords from the stack's configuration", async () => {
    const { stack, manual } = await createTestEnvironment(
      { estate: "lab" },
      {
        config: { upstreams: { dockerHub: "https://mirror.site.example" }, retainDays: 7, appsPort: 6002 },
        secrets: { "passwords.nexus-jenkinsbot": "given-by-the-site" },
      },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/internal/cleanup-policies/docker-dev-hosted-retain-30d")).toMatchObject({
      criteriaLastDownloaded: 7,
    });
    expect(await manual.get("/v1/repositories/docker/hosted/docker-dev-hosted")).toMatchObject({
      docker: { httpPort: 6002 },
    });
    expect(await manual.get("/v1/repositories/docker/proxy/docker-hub")).toMatchObject({
      proxy: { remoteUrl: "https://mirror.site.example" },
    });
    expect(await manual.acceptsLogin("nexus-jenkinsbot", "given-by-the-site")).toBe(true);
  });
});

describe("cwiq", () => {
  const oauth2 = {
    clientId: "nexus",
    idpAuthorizationUrl: "https://id.example/authorize",
    idpTokenUrl: "https://id.example/token",
    idpJwksUrl: "https://id.example/keys",
  };
  it.each([
    ["a header", { header: "X-Remote-User" }, {}, "rutauth-realm"],
    ["SAML", { saml: { idpMetadata: "<metadata/>", groupsAttribute: "groups" } }, {}, "SamlRealm"],
    ["OpenID Connect", { oauth2 }, { "signOn.oauth2.clientSecret": "cl1ent-s3cret" }, "OAuth2Realm"],
  ])("configures sign-in by %s", async (_what, signOn, secrets, realm) => {
    const { stack, manual } = await createTestEnvironment(
      { estate: "cwiq" },
      {
        nexus: { edition: "PRO" },
        config: {
          signOn,
          upstreams: cwiqUpstreams,
        },
        secrets,
      },
    );
    const run = await stack.up();
    expect(run.code, run.output).toBe(0);
    expect(await manual.get("/v1/security/realms/active")).toContain(realm);
    expect((await stack.up()).counts).toEqual({ unchanged: 40 });
    expect(stack.readStateFile()).not.toContain("cl1ent-s3cret");
  });
});
