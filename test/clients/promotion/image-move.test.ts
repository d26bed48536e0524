import { describe, expect, it } from "vitest";
import { listChildDigests, planImageMove, resolveImageEndpoint } from "../../../src/clients/promotion/image-move.ts";
import { PromotionError, resolveStep } from "../../../src/clients/promotion/promotion-step.ts";
import { UsageError } from "../../../src/util/user-error.ts";
import { clientConfigWith, served } from "../../client-config/support.ts";

const url = "https://nexus.example";

describe("resolveImageEndpoint", () => {
  it("returns the registry address or the path of a repository", () => {
    expect(resolveImageEndpoint(served("apps", { registry: "nexus.example:8443" }), url, "3.71.0")).toEqual({
      url: "https://nexus.example:8443",
      prefix: "",
    });
    expect(resolveImageEndpoint(served("apps", { pathEnabled: true }), url, "3.94.0")).toEqual({
      url,
      prefix: "apps/",
    });
  });

  it("needs 3.83 for access by path and names the release otherwise", () => {
    const byName = served("apps", { pathEnabled: true });
    expect(resolveImageEndpoint(byName, url, "3.83.0-08")).toEqual({ url, prefix: "apps/" });
    // A proxy may remove the header with the release.
    expect(resolveImageEndpoint(byName, url, undefined)).toEqual({ url, prefix: "apps/" });
    expect(() => resolveImageEndpoint(byName, url, "3.82.1-01")).toThrow(
      "Docker clients cannot reach apps: it has no connector, and docker.pathEnabled needs Nexus 3.83.0 or later " +
        "(this is 3.82.1-01); configure a connector (docker.httpPort) or an address in nexus:clients.registries, or update Nexus",
    );
    expect(() => resolveImageEndpoint(served("apps"), url, undefined)).toThrow(
      "configure docker.pathEnabled (Nexus 3.83.0 or later), a connector",
    );
  });
});

const repositories = [
  served("dev", { registry: "nexus.example:8443" }),
  served("uat", { pathEnabled: true }),
  served("apps", { registry: "apps.example" }),
];
const clientConfig = clientConfigWith(repositories, {
  url,
  naming: [{ repositories: ["uat"], images: ["team/<image>"], tags: ["<version>"] }],
  chains: [
    {
      ...{ name: "stages", format: "docker" },
      stages: [
        { name: "dev", repository: "dev" },
        { name: "uat", repository: "uat" },
      ],
    },
    {
      ...{ name: "tags", format: "docker" },
      stages: [
        { name: "build", repository: "apps" },
        { name: "tested", repository: "apps", suffix: "-tested" },
        { name: "released", repository: "apps", suffix: "-released" },
      ],
    },
  ],
});
const move = (from: string, to: string, text: string) =>
  planImageMove(clientConfig, resolveStep(clientConfig, { from, to, formats: ["docker"] }), text);

describe("planImageMove", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it("accepts an image of the first stage with and without its registry", () => {
    const moved = { path: "team/app", fromTag: "1.0.0", toTag: "1.0.0" };
    expect(move("dev", "uat", "team/app:1.0.0")).toEqual(moved);
    expect(move("dev", "uat", "nexus.example:8443/team/app:1.0.0")).toEqual(moved);
    expect(move("dev", "uat", `team/app:1.0.0@${digest}`)).toEqual({ ...moved, digest });
  });

  it("replaces the tag suffix of a stage, which is optional in the reference", () => {
    expect(move("build", "tested", "app:1.0.0")).toMatchObject({ fromTag: "1.0.0", toTag: "1.0.0-tested" });
    const released = { fromTag: "1.0.0-tested", toTag: "1.0.0-released" };
    expect(move("tested", "released", "app:1.0.0-tested")).toMatchObject(released);
    expect(move("tested", "released", "app:1.0.0")).toMatchObject(released);
  });

  it.each([
    ["dev", "uat", "team/app", "team/app has no tag; add the tag to promote, such as team/app:1.0.0"],
    ["dev", "uat", "apps.example/team/app:1.0.0", "is not in dev, the repository of the stage dev; omit the registry"],
    ["dev", "uat", "other.example/team/app:1.0.0", "is not in dev, the repository of the stage dev; omit the registry"],
    ["build", "tested", "app:1.0.0-released", "1.0.0-released is a tag of the stage released, not of build"],
  ])("rejects from %s to %s: %s", (from, to, text, message) => {
    expect(() => move(from, to, text)).toThrow(UsageError);
    expect(() => move(from, to, text)).toThrow(message);
  });

  it("rejects a name that breaks the naming rules of the next stage", () => {
    const latest = () => move("dev", "uat", "team/app:latest");
    expect(latest).toThrow(PromotionError);
    expect(latest).toThrow('team/app:latest breaks the naming rules of uat: tag is "latest"');
  });
});

it("listChildDigests returns the manifests of an index, and none of an image", () => {
  expect(listChildDigests(Buffer.from(JSON.stringify({ manifests: [{ digest: "a" }, { digest: "b" }] })))).toEqual([
    "a",
    "b",
  ]);
  expect(listChildDigests(Buffer.from(JSON.stringify({ layers: [] })))).toEqual([]);
});
