import { describe, expect, it } from "vitest";
import { listPasswordConsumers } from "../../../src/clients/consumers/password-consumers.ts";
import { createLaterTimestamp, resolveRotation } from "../../../src/clients/consumers/rotation.ts";

const consumers = { identities: { ci: ["ci-a", "ci-b"] } };
const [before, after] = ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"];

describe("resolveRotation", () => {
  it.each([
    ["nothing was rotated", {}, undefined, { phase: "begin", user: "ci-b", inUse: "ci-a" }],
    ["it was noted, no more", { "ci-b": after }, undefined, { phase: "begun", user: "ci-b", inUse: "ci-a" }],
    ["it is in use", { "ci-b": after }, "ci-b", { phase: "switched", user: "ci-a", inUse: "ci-b" }],
    ["it is finished", { "ci-a": after, "ci-b": after }, "ci-b", { phase: "begin", user: "ci-a", inUse: "ci-b" }],
    ["the next is noted", { "ci-a": after, "ci-b": before }, "ci-b", { phase: "begun", user: "ci-a", inUse: "ci-b" }],
  ])("determines the phase by the configuration: %s", (_, rotations, inUse, expected) => {
    const clientConfig = { consumers, ...(inUse !== undefined && { inUse: { ci: inUse } }) };
    for (const asked of ["ci", "ci-a", "ci-b"])
      expect(resolveRotation(clientConfig, rotations as Record<string, string>, asked)).toEqual({
        name: "ci",
        ...expected,
      });
  });

  it.each([after, "2999-01-01T00:00:00.000Z", "by hand", ""])("continues after any last timestamp: %s", (last) => {
    const clientConfig = { consumers, inUse: { ci: "ci-b" } };
    const rotations = { "ci-a": last, "ci-b": last };
    const noted = { ...rotations, "ci-a": createLaterTimestamp(last, new Date("2026-03-01")) };
    expect(resolveRotation(clientConfig, noted, "ci").phase).toBe("begun");
    expect(resolveRotation({ consumers, inUse: { ci: "ci-a" } }, noted, "ci").phase).toBe("switched");
  });

  it("returns a single step for a user without an identity", () => {
    expect(resolveRotation({ consumers }, {}, "runtime")).toEqual({
      name: "runtime",
      user: "runtime",
      inUse: "runtime",
      phase: "single",
    });
    expect(resolveRotation({}, {}, "toString")).toMatchObject({ phase: "single", user: "toString" });
  });
});

it("listPasswordConsumers lists clusters first and developers last", () => {
  const secrets = [{ name: "pull", namespaces: ["a", "b"], registries: [{ repository: "apps", user: "ci" }] }];
  const all = {
    kubernetes: { secrets },
    gitlab: { user: "ci", push: "apps", pull: "apps" },
    jenkins: { credential: "one", credentials: { one: "ci", two: "other", three: "ci" } },
    docker: { user: "other", repositories: ["apps"] },
    npm: { user: "ci", read: "npm" },
  };
  expect(listPasswordConsumers({ consumers: all }, "ci")).toEqual([
    { kind: "kubernetes", action: "apply the pull secrets pull in a, b" },
    { kind: "gitlab", action: "put the variables of variables.json into GitLab" },
    { kind: "jenkins", action: "nexus-iac jenkins-credentials --from-stack, for one, three" },
    { kind: "npm", action: "distribute .npmrc" },
  ]);
  const vault = { store: "vault", path: "nexus/<user>" };
  expect(listPasswordConsumers({ consumers: { kubernetes: { secrets, vault } } }, "ci")).toEqual([
    {
      kind: "external-secrets",
      action: expect.stringMatching(
        /^put username and password into Vault at nexus\/ci: `pulumi stack output passwords /,
      ),
    },
  ]);
});
