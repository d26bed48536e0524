import { describe, expect, it } from "vitest";
import { isSupportedDocument } from "../../../src/clients/images/cluster-inventory.ts";
import { parseImageDocuments } from "../../../src/clients/images/image-documents.ts";
import { digest, inventoryOf, list, pod } from "./support.ts";

describe("images of a cluster", () => {
  it("are collected from all containers of pods, with the running digests", () => {
    const container = (name: string) => ({ name, image: `${name}.example/x` });
    const status = (name: string, imageID: string) => ({ name, imageID });
    const web = pod(
      "web",
      "demo",
      {
        containers: [container("a"), container("b"), container("c"), { name: "none" }],
        initContainers: [container("d")],
        ephemeralContainers: [container("e")],
        volumes: [
          { name: "models", image: { reference: "f.example/x" } },
          { name: "plain", emptyDir: {} },
        ],
      },
      {
        containerStatuses: [
          status("a", `a.example/x@${digest("1")}`),
          status("b", `docker-pullable://b.example/x@${digest("2")}`),
          status("c", ""),
        ],
        initContainerStatuses: [status("d", digest("3"))],
      },
    );
    expect(inventoryOf(list(web)).uses.map(({ image, by, namespace, runs }) => [image, by, namespace, runs])).toEqual([
      ["a.example/x", "Pod web, container a", "demo", digest("1")],
      ["b.example/x", "Pod web, container b", "demo", digest("2")],
      ["c.example/x", "Pod web, container c", "demo", undefined],
      ["d.example/x", "Pod web, init container d", "demo", digest("3")],
      ["e.example/x", "Pod web, ephemeral container e", "demo", undefined],
      ["f.example/x", "Pod web, volume models", "demo", undefined],
    ]);
  });

  it("are marked as running by their status, even without a registry digest", () => {
    const containers = ["a", "b"].map((name) => ({ name, image: `${name}.example/x` }));
    const containerStatuses = [
      { name: "a", imageID: `docker://sha256:${"1".repeat(64)}` },
      { name: "b", imageID: "" },
    ];
    const { uses } = inventoryOf(list(pod("web", "demo", { containers }, { containerStatuses })));
    expect(uses.map(({ runs, isRunning }) => [runs, isRunning])).toEqual([
      [undefined, true],
      [undefined, undefined],
    ]);
  });

  it.each(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "DeploymentConfig"])(
    "are collected from a %s",
    (kind) => {
      const object = {
        kind,
        metadata: { name: "x" },
        spec: { template: { spec: { containers: [{ name: "c", image: "i" }] } } },
      };
      const use = { image: "i", by: `${kind} x, container c` };
      expect(inventoryOf(JSON.stringify(object)).uses).toEqual([use]);
      const { kind: _, ...untyped } = object;
      expect(inventoryOf(JSON.stringify({ kind: `${kind}List`, items: [untyped] })).uses).toEqual([use]);
    },
  );

  it("are collected from a CronJob", () => {
    const text = `
kind: CronJob
metadata: { name: nightly, namespace: demo }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: c, image: i }] } } } } }`;
    expect(inventoryOf(text).uses).toEqual([{ image: "i", namespace: "demo", by: "CronJob nightly, container c" }]);
  });

  it.each([
    [`\${REGISTRY:-r.example}/app:\${TAG-1}`, "r.example/app:1"],
    [`r.example/\${A:-\${B:-b}}:$TAG`, `r.example/b:\${TAG}`],
    [`\${IMAGE:?must be set}`, `\${IMAGE}`],
    [`app\${DEBUG:+-debug}`, "app"],
    ["app:$$1", "app:$1"],
    [`app:\${1}`, `app:\${}`],
    [`app:\${open`, `app:\${open`],
  ])("are collected from a compose file with %s", (written, image) => {
    const text = `services:\n  web:\n    image: "${written}"\n  built:\n    build: .\n`;
    expect(inventoryOf(text).uses).toEqual([{ image, by: "service web" }]);
  });

  it("are collected from a plain list and from several documents", () => {
    expect(inventoryOf("a\nb\n", "l.txt").uses.map(({ image, by }) => [image, by])).toEqual([
      ["a", "item 1 of a list"],
      ["b", "item 2 of a list"],
    ]);
    expect(
      inventoryOf("services: { x: { image: a } }\n---\nkind: CatalogSource\nspec: { image: b }\n").uses,
    ).toHaveLength(2);
  });

  it("are not collected from broken objects and other kinds", () => {
    const hostile = '{"kind":"__proto__","spec":{"containers":[{"image":"x"}]}}';
    for (const text of ['{"kind":"Pod"}', '{"kind":"Pod","spec":{"containers":"x"}}', '{"kind":"Secret"}', hostile])
      expect(inventoryOf(text).uses).toEqual([]);
  });

  it.each([
    ["kind: Secret", false],
    ["some words", false],
    ["replicas: 2", false],
    ['{"kind":"List","items":[{"kind":"Secret"}]}', false],
    ['{"kind":"List","items":[]}', true],
    ["kind: OperatorHub", true],
    ["[a, b]", true],
  ])("come from supported documents only: %s is %s", (text, isSupported) =>
    expect(parseImageDocuments("f.yaml", text).every(isSupportedDocument)).toBe(isSupported),
  );
});

describe("OpenShift objects", () => {
  it("collects mirror sets of all three kinds", () => {
    const text = `
kind: ImageDigestMirrorSet
metadata: { name: platform }
spec:
  imageDigestMirrors:
    - { source: quay.example, mirrors: [mirror.example/quay, all.example/quay], mirrorSourcePolicy: NeverContactSource }
    - { source: itself.example, mirrors: [itself.example], mirrorSourcePolicy: NeverContactSource }
    - { source: none.example }
---
kind: ImageTagMirrorSet
metadata: { name: tags }
spec: { imageTagMirrors: [{ source: "*.example", mirrors: [mirror.example], mirrorSourcePolicy: AllowContactingSource }] }
---
kind: ImageContentSourcePolicy
metadata: { name: old }
spec: { repositoryDigestMirrors: [{ source: old.example, mirrors: [mirror.example/old] }] }
`;
    expect(inventoryOf(text).mirrorSets).toEqual([
      {
        kind: "ImageDigestMirrorSet",
        name: "platform",
        pulls: "digest",
        source: "quay.example",
        mirrors: ["mirror.example/quay", "all.example/quay"],
        neverContactSource: true,
      },
      { kind: "ImageTagMirrorSet", name: "tags", pulls: "tag", source: "*.example", mirrors: ["mirror.example"] },
      {
        kind: "ImageContentSourcePolicy",
        name: "old",
        pulls: "digest",
        source: "old.example",
        mirrors: ["mirror.example/old"],
      },
    ]);
  });

  it("collects catalogs, and the images of available ones", () => {
    const { catalogs, uses } = inventoryOf(`
kind: CatalogSource
metadata: { name: ours, namespace: openshift-marketplace }
spec: { sourceType: grpc, image: mirror.example/index:1 }
---
kind: CatalogSource
metadata: { name: served }
spec: { sourceType: grpc, address: catalog.example:50051 }
---
kind: ClusterCatalog
metadata: { name: newer }
spec: { availabilityMode: Unavailable, source: { type: Image, image: { ref: mirror.example/index:2 } } }
`);
    expect(catalogs).toEqual([
      { kind: "CatalogSource", name: "ours", namespace: "openshift-marketplace", image: "mirror.example/index:1" },
      { kind: "CatalogSource", name: "served" },
      { kind: "ClusterCatalog", name: "newer", image: "mirror.example/index:2", unavailable: true },
    ]);
    expect(uses).toEqual([
      { image: "mirror.example/index:1", namespace: "openshift-marketplace", by: "CatalogSource ours" },
    ]);
  });

  const observed = "status: { sources: [{ name: one, disabled: true }, { name: two, disabled: true }] }";
  it.each([
    ["spec: {}", { isOff: false, enabled: [], disabled: [] }],
    ["spec: { disableAllDefaultSources: true }", { isOff: true, enabled: [], disabled: [] }],
    [
      `spec: { disableAllDefaultSources: true, sources: [{ name: two, disabled: false }] }\n${observed}`,
      { isOff: true, enabled: ["two"], disabled: ["one"] },
    ],
    [
      `spec: { sources: [{ name: one, disabled: true }, { name: two, disabled: true }] }\n${observed}`,
      { isOff: true, enabled: [], disabled: ["one", "two"] },
    ],
    [`spec: { sources: [{ name: one, disabled: true }] }`, { isOff: false, enabled: [], disabled: ["one"] }],
  ])("reads the default catalogs of an OperatorHub with %s", (text, catalogs) => {
    expect(inventoryOf(`kind: OperatorHub\n${text}`).defaultCatalogs).toEqual(catalogs);
  });
});
