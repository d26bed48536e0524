import { describe, expect, it } from "vitest";
import { formatImageReference, locateImage, requireImageReference } from "../../src/client-config/image-reference.ts";
import { UsageError } from "../../src/util/user-error.ts";
import { served } from "./support.ts";

describe("an image reference", () => {
  it.each([
    ["registry.example/team/app:1.0", { host: "registry.example", path: "team/app", tag: "1.0" }],
    ["nexus.example:8443/app", { host: "nexus.example:8443", path: "app" }],
    ["localhost/app", { host: "localhost", path: "app" }],
    ["team/app:1.0", { path: "team/app", tag: "1.0" }],
    [
      `registry.example/app:1@sha256:${"0".repeat(64)}`,
      { host: "registry.example", path: "app", tag: "1", digest: `sha256:${"0".repeat(64)}` },
    ],
  ])("parses and formats %s", (text, parts) => {
    expect(requireImageReference(text)).toEqual(parts);
    expect(formatImageReference(parts)).toBe(text);
  });

  it.each([
    ...["", "App", "registry.example/App:1", "app:", "app@sha256:1", "a b", "registry.example//app"],
    ...["user@registry.example/app", "registry.example/../app", "registry.example/app%2f", "registry.example./app"],
    ...[`app@sha256:${"0".repeat(32)}`, `app@sha256:${"A".repeat(64)}`],
  ])("rejects %j", (text) => expect(() => requireImageReference(text)).toThrow(UsageError));

  it("rejects very long texts quickly, with a short message", () => {
    for (const part of ["a-", "a.", "a/", "a:"])
      expect(() => requireImageReference(part.repeat(2_000_000))).toThrow(/^"[^"]{1000}" is not an image reference/);
  });
});

describe("the location of an image", () => {
  const clientConfig = {
    url: "https://nexus.example",
    repositories: [
      served("apps", { registry: "registry.example" }),
      served("inner", { registry: "registry.example/inner" }),
      served("by-path", { pathEnabled: true }),
      served("unreached", {}),
    ],
  };

  it.each([
    ["registry.example/team/app:1", "apps", "team/app"],
    ["registry.example/inner/app:1", "inner", "app"],
    ["nexus.example/by-path/team/app", "by-path", "team/app"],
    ["Registry.EXAMPLE/team/app:1", "apps", "team/app"],
  ])("%s is in the repository %s", (text, repository, image) => {
    expect(locateImage(clientConfig, requireImageReference(text))).toMatchObject({
      repository: { name: repository },
      image,
    });
  });

  it.each(["other.example/app", "registry.example:8443/app", "nexus.example/unreached/app", "app"])(
    "%s is elsewhere",
    (text) => expect(locateImage(clientConfig, requireImageReference(text))).toBeUndefined(),
  );
});
