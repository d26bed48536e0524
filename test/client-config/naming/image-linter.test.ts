import { describe, expect, it } from "vitest";
import { createImageLinter } from "../../../src/client-config/naming/image-linter.ts";
import { NamePatternError } from "../../../src/client-config/naming/name-pattern.ts";
import { served } from "../support.ts";

const lab = {
  url: "https://nexus.example",
  repositories: [
    served("apps", { registry: "app-registry.example" }),
    served("mirror", { registry: "mirror.example", pathEnabled: true }),
  ],
  naming: [
    {
      repositories: ["apps"],
      images: ["<namespace>/<image>"],
      namespaces: ["smoke", "demo"],
      tags: ["build-<number>", "build-<hex:12>", "build-<utc>"],
    },
  ],
};
const shared = { images: ["orchestrator/<project>"], noPrefixes: ["cwiq-"] };
const tags = ["main-<sha>", "branch-<slug>-<sha>", "<version>"];
const cwiq = {
  url: "https://nexus.example",
  repositories: [served("dev", { registry: "nexus.example:8443" }), served("prod", { pathEnabled: true })],
  naming: [
    { ...shared, repositories: ["dev"], tags: [...tags, "latest", "stable"] },
    { ...shared, repositories: ["prod"], tags },
  ],
};

describe("accepts", () => {
  it.each([
    "app-registry.example/demo/web:build-42",
    "app-registry.example/smoke/web-2:build-0123456789ab",
    "demo/web:build-20260131T235959Z",
    `demo/web:build-1@sha256:${"0".repeat(64)}`,
    `demo/web@sha256:${"0".repeat(64)}`,
    // No rule holds there.
    "mirror.example/openshift:latest",
    "nexus.example/mirror/openshift:latest",
  ])("%s (lab)", (reference) => expect(createImageLinter(lab)(reference)).toMatchObject({ wrong: [], right: [] }));

  it.each([
    "orchestrator/server:main-1a2b3c4",
    "orchestrator/server:branch-new-login-1a2b3c4d",
    "orchestrator/server:1.2.0",
    "orchestrator/server:v1.2.0-rc.1",
    "nexus.example:8443/orchestrator/server:stable",
    "nexus.example:8443/orchestrator/server",
    "orchestrator/server:latest",
    "nexus.example/prod/orchestrator/server:1.2.0",
  ])("%s (cwiq)", (reference) => expect(createImageLinter(cwiq)(reference)).toMatchObject({ wrong: [], right: [] }));
});

const takesApps = "use <namespace>/<image> (smoke/server), with a namespace of smoke, demo";
const takesTags =
  "use build-<number> (build-42), build-<hex:12> (build-0123456789ab) or build-<utc> (build-20260131T235959Z)";
const movingTags =
  "use main-<sha> (main-1a2b3c4d), branch-<slug>-<sha> (branch-new-login-1a2b3c4d) or <version> (1.2.0)";

describe("rejects, and suggests valid references", () => {
  it.each<[string, string[], string[]]>([
    ["web:build-1", [`path "web" has only one part; ${takesApps}`], ["smoke/web:build-1", "demo/web:build-1"]],
    [
      "app-registry.example/demo-web:build-1",
      [`path "demo-web" has only one part; ${takesApps}`],
      ["app-registry.example/demo/web:build-1"],
    ],
    ["dmeo/web:build-1", [`path is "dmeo/web"; ${takesApps}`], ["demo/web:build-1"]],
    ["team/web:build-1", [`path is "team/web"; ${takesApps}`], []],
    ["demo/a/b:build-1", [`path is "demo/a/b"; ${takesApps}`], []],
    ["demo/web:42", [`tag is "42"; ${takesTags}`], ["demo/web:build-42"]],
    ["demo/web:latest", [`tag is "latest"; ${takesTags}`], []],
    ["demo/web", [`no tag means latest: tag is "latest"; ${takesTags}`], []],
    ["demo/web:build-20261331T000000Z", [`tag is "build-20261331T000000Z"; ${takesTags}`], []],
    ["Demo/Web:build-1", ["path contains upper case, which registries reject"], ["demo/web:build-1"]],
    [
      "registry.other.example/demo/web:build-1",
      [
        "registry.other.example/demo/web is not at a Docker address of this Nexus; use one of app-registry.example, mirror.example, nexus.example/mirror",
      ],
      [],
    ],
    [
      "app-registy.example/demo/web:build-1",
      ['app-registy.example/demo/web is not at a Docker address of this Nexus; did you mean "app-registry.example"?'],
      [],
    ],
    [
      "demo/web: 1",
      [
        '"demo/web: 1" is not an image reference; use the form "registry.example/team/app:1.0", with the path in lower case',
      ],
      [],
    ],
  ])("%s (lab)", (reference, wrong, right) =>
    expect(createImageLinter(lab)(reference)).toMatchObject({ wrong, right }),
  );

  it.each<[string, string[], string[]]>([
    [
      "orchestrator-server:1.2.0",
      ['path "orchestrator-server" has only one part; use orchestrator/<project> (orchestrator/server)'],
      ["orchestrator/server:1.2.0"],
    ],
    [
      "cwiq-orchestrator/server:1.2.0",
      ['path "cwiq-orchestrator/server" has a part with the forbidden prefix "cwiq-"'],
      ["orchestrator/server:1.2.0"],
    ],
    [
      "orchestrator/cwiq-server:1.2.0",
      ['path "orchestrator/cwiq-server" has a part with the forbidden prefix "cwiq-"'],
      ["orchestrator/server:1.2.0"],
    ],
    [
      "cwiq-server:1.2.0",
      ['path "cwiq-server" has a part with the forbidden prefix "cwiq-"'],
      ["orchestrator/server:1.2.0"],
    ],
    [
      "nexus.example/prod/orchestrator/server:latest",
      [`tag is "latest"; ${movingTags}; only dev accepts this tag`],
      [],
    ],
    [
      "nexus.example/prod/orchestrator-server:1.2.0",
      ['path "orchestrator-server" has only one part; use orchestrator/<project> (orchestrator/server)'],
      ["nexus.example/prod/orchestrator/server:1.2.0"],
    ],
  ])("%s (cwiq)", (reference, wrong, right) =>
    expect(createImageLinter(cwiq)(reference)).toMatchObject({ wrong, right }),
  );

  it("a tag that the given repository does not accept", () => {
    const { wrong } = createImageLinter(cwiq, "prod")("orchestrator/server:stable");
    expect(wrong).toEqual([`tag is "stable"; ${movingTags}; only dev accepts this tag`]);
  });
});

describe("rejects the pattern", () => {
  it.each([
    ["build-<nmber>", '"build-<nmber>" contains the unknown placeholder <nmber>; did you mean "number"?'],
    ["build-<hex:0>", /^"build-<hex:0>" contains the unknown placeholder <hex:0>/],
    ["<constructor>", /unknown placeholder <constructor>; use one of <namespace>, <image>,/],
    ["build-<number", '"build-<number" contains a < or > that does not enclose a placeholder'],
  ])("%s", (pattern, message) => {
    const naming = [{ repositories: ["apps"], images: ["<image>"], tags: [pattern] }];
    const compile = () => createImageLinter({ ...lab, naming });
    expect(compile).toThrow(NamePatternError);
    expect(compile).toThrow(message);
  });
});

it("matches text between placeholders literally", () => {
  const naming = [{ repositories: ["apps"], images: ["t/a.b-<image>"], tags: ["1.0+<number>", "x"] }];
  const lint = createImageLinter({ ...lab, naming });
  expect(lint("t/a.b-web:x").wrong).toEqual([]);
  expect(lint("t/aXb-web:x").wrong).not.toEqual([]);
  expect(lint("t/a.b.web:x").wrong).not.toEqual([]);
});
