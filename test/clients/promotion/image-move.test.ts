import { describe, expect, it } from "vitest";
import { listChildDigests, planImageMove, resolveImageEndpoint } from "../../../src/clients/promotion/image-move.ts";
import { PromotionError, resolveStep } from "../../../src/clients/promotion/promotion-step.ts";
import { UsageError } from "../../../src/util/user-error.ts";
import { clientConfigWith, served } from "../../client-config/support.ts";

const url = "https://nexus.example";

describe("a repository's images are reached", () => {
  it("at its own address, or by its name", () => {
    expect(resolveImageEndpoint(served("apps", { registry: "nexus.example:8443" }), url, "3.71.0")).toEqual({
      url: "https://nexus.example:8443",
      prefix: "",
    });
    expect(resolveImageEndpoint(served("apps", { pathEnabled: true }), url, "3.94.0")).toEqual({
      url,
      prefix: "apps/",
    });
  });

  it("by its name from 3.83 on; before that it takes a connector, and the release is named", () => {
    const byName = served("apps", { pathEnabled: true });
    expect(resolveImageEndpoint(byName, url, "3.83.0-08")).toEqual({ url, prefix: "apps/" });
    // A proxy may have taken away what Nexus says it is.
    expect(resolveImageEndpoint(byName, url, undefined)).toEqual({ url, prefix: "apps/" });
    expect(() => resolveImageEndpoint(byName, url, "3.82.1-01")).toThrow(
      "clients of images do not reach apps: it has no connector, and by its name in images' paths (docker.pathEnabled) they do " +
        "from Nexus 3.83.0 on; this is 3.82.1-01: give it a connector (docker.httpPort), or an address of its own in nexus:clients.registries, or update Nexus",
    );
    expect(() => resolveImageEndpoint(served("apps"), url, undefined)).toThrow(
      "give it docker.pathEnabled (Nexus 3.83.0 or later), a connector",
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

describe("what is moved", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it("is an image of the first stage, written with its registry or without", () => {
    const moved = { path: "team/app", fromTag: "1.0.0", toTag: "1.0.0" };
    expect(move("dev", "uat", "team/app:1.0.0")).toEqual(moved);
    expect(move("dev", "uat", "nexus.example:8443/team/app:1.0.0")).toEqual(moved);
    expect(move("dev", "uat", `team/app:1.0.0@${digest}`)).toEqual({ ...moved, digest });
  });

  it("changes the ending of its tag where stages are told by it, which may be written or left out", () => {
    expect(move("build", "tested", "app:1.0.0")).toMatchObject({ fromTag: "1.0.0", toTag: "1.0.0-tested" });
    const released = { fromTag: "1.0.0-tested", toTag: "1.0.0-released" };
    expect(move("tested", "released", "app:1.0.0-tested")).toMatchObject(released);
    expect(move("tested", "released", "app:1.0.0")).toMatchObject(released);
  });

  it.each([
    ["dev", "uat", "team/app", "team/app has no tag: name the one to promote, team/app:1.0.0"],
    ["dev", "uat", "apps.example/team/app:1.0.0", "is not in dev, the stage dev: leave its registry out"],
    ["dev", "uat", "other.example/team/app:1.0.0", "is not in dev, the stage dev: leave its registry out"],
    ["build", "tested", "app:1.0.0-released", "1.0.0-released is of the stage released, and not of build"],
  ])("is no such thing: from %s to %s %s", (from, to, text, message) => {
    expect(() => move(from, to, text)).toThrow(UsageError);
    expect(() => move(from, to, text)).toThrow(message);
  });

  it("is refused where it may not be called so at the next stage", () => {
    const latest = () => move("dev", "uat", "team/app:latest");
    expect(latest).toThrow(PromotionError);
    expect(latest).toThrow('team/app:latest is no name for uat: tag is "latest"');
  });
});

it("a list holds manifests, and an image none", () => {
  expect(listChildDigests(Buffer.from(JSON.stringify({ manifests: [{ digest: "a" }, { digest: "b" }] })))).toEqual([
    "a",
    "b",
  ]);
  expect(listChildDigests(Buffer.from(JSON.stringify({ layers: [] })))).toEqual([]);
});
