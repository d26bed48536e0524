import { describe, expect, it } from "vitest";
import type { ClientConfig } from "../../../../src/client-config/client-config.ts";
import { listCredentialIdentities } from "../../../../src/clients/consumers/jenkins/credential-identities.ts";
import { clientConfigWith, served } from "../../../client-config/support.ts";

const clientConfig = clientConfigWith(
  [served("apps", { registry: "apps.example:5000" }), served("releases", { format: "maven2" })],
  { url: "https://nexus.example:8443/repo" },
);
const ids = (more: Partial<ClientConfig>) =>
  listCredentialIdentities({ ...clientConfig, ...more }).map(
    ({ ids, host, user }) => `${ids.join("+")}: ${user ?? "?"} at ${host}`,
  );

describe("listCredentialIdentities", () => {
  it("returns one identity per user of Nexus for all of its addresses", () => {
    const jenkins = { credential: "a", credentials: { a: "bot", b: "bot", c: "other" } };
    const clusters = { lab: { container: { repository: "apps", credential: "b" } } };
    expect(ids({ consumers: { jenkins, clusters } })).toEqual([
      "b+a: bot at apps.example",
      "c: other at nexus.example",
    ]);
  });

  it("returns the user in use of an identity", () => {
    const consumers = {
      identities: { ci: ["ci-1", "ci-2"] },
      jenkins: { credential: "a", credentials: { a: "ci" } },
    };
    expect(ids({ consumers })).toEqual(["a: ci-1 at nexus.example"]);
    expect(ids({ consumers, inUse: { ci: "ci-2" } })).toEqual(["a: ci-2 at nexus.example"]);
  });

  it.each([
    ["nexus.example/docker", ["images+maven: ? at nexus.example"]],
    ["registry.example:5000/team", ["images: ? at registry.example", "maven: ? at nexus.example"]],
  ])("returns one identity if both registries have the same host: images at %s", (address, expected) => {
    const container = { address, credential: "images" };
    const clusters = { lab: { container, maven: { repository: "releases", credential: "maven" } } };
    expect(ids({ consumers: { clusters } })).toEqual(expected);
  });

  it("returns the conventional credentials without a declaration", () => {
    const bot = "nexus-jenkinsbot: nexus-jenkinsbot at nexus.example";
    expect(ids({})).toEqual(["container-registry: ? at apps.example", "maven-registry: ? at nexus.example", bot]);
    expect(ids({ repositories: [] })).toEqual([bot]);
    const localRegistry = { push: "registry.example", pull: "pull.registry.example", user: "jenkins" };
    expect(ids({ repositories: [], localRegistry })).toEqual(["container-registry: ? at registry.example", bot]);
  });
});
