import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createImagesReport } from "../../../src/clients/images/create-images-report.ts";
import type { ImageException } from "../../../src/clients/images/image-exceptions.ts";
import { imageExceptionsSchema } from "../../../src/clients/images/image-exceptions.ts";
import type { ImageResult } from "../../../src/clients/images/images-report.ts";
import type { MirrorSet } from "../../../src/clients/images/openshift.ts";
import {
  evaluateImage,
  type ImagePresence,
  listReferencesToLookUp,
  type PresenceByReference,
} from "../../../src/clients/images/policy-evaluation.ts";
import type { ImageUse } from "../../../src/clients/images/workloads.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { digest, inventoryOf, list, pod, rules } from "./support.ts";

interface Situation {
  /** The namespaces of the uses. */
  namespaces?: (string | undefined)[];
  runs?: string;
  sets?: MirrorSet[];
  exceptions?: ImageException[];
  day?: string;
  answers?: Record<string, ImagePresence>;
}

function evaluate(
  image: string,
  { namespaces = ["demo"], runs, sets = [], answers, ...more }: Situation = {},
): ImageResult {
  const uses = namespaces.map(
    (namespace): ImageUse => ({
      image,
      by: "Pod x",
      ...(namespace && { namespace }),
      ...(runs && { runs, isRunning: true }),
    }),
  );
  return evaluateImage("one", image, uses, sets, { ...rules, ...more }, answers && new Map(Object.entries(answers)));
}

const excused = (image: string, ends: string, cluster?: string): ImageException => ({
  image,
  reason: "moves next year",
  ends,
  ...(cluster !== undefined && { cluster }),
});

describe("evaluateImage", () => {
  it.each<[string, Situation, ImageResult["verdict"], string]>([
    ["apps.example/demo/web:build-1", {}, "covered", "allowed by repository:apps"],
    ["vendor.example/signed/tool:1", {}, "covered", "allowed by vendor.example/signed"],
    ["vendor.example/signed-not/tool:1", {}, "uncovered", "not in the allowlist"],
    ["all.example/demo/web:1", {}, "uncovered", "not in the allowlist"],
    ["nginx:1", {}, "uncovered", "not in the allowlist"],
    ["apps.example/App", {}, "undecided", "it is not an image reference"],
    ["apps.example/a b", {}, "undecided", "it is not an image reference"],
    ["", {}, "undecided", "it is not an image reference"],
    [`\${REGISTRY}/app:1`, {}, "undecided", "it contains a variable without a default"],
    ["does-not-exist", {}, "placeholder", "placeholder for an image to be named later"],
    // A running image exists, even if its name looks like a placeholder.
    ["evil.example/does-not-exist", { runs: digest("1") }, "uncovered", "not in the allowlist"],
    ["mirror.example/ocp/release:1", { namespaces: ["openshift-dns"] }, "covered", "allowed by repository:mirror"],
    // The namespace is not known, and the image is not named as an application.
    ["mirror.example/ocp/release:1", { namespaces: [undefined] }, "covered", "allowed by repository:mirror"],
    ["mirror.example/ocp/release:1", { namespaces: ["openshift-dns", "demo"] }, "uncovered", ofPlatform()],
    ["mirror.example/ocp/release:1", { namespaces: ["my-openshift-dns"] }, "uncovered", ofPlatform()],
    ["mirror.example/demo/web:1", { namespaces: [undefined] }, "uncovered", ofPlatform()],
  ])("evaluates %s %j", (image, situation, verdict, why) =>
    expect(evaluate(image, situation)).toMatchObject({ verdict, why }),
  );

  it.each([
    ["apps.example/a", true],
    ["apps.example/a:latest", true],
    ["apps.example/a:stable", true],
    ["apps.example/a:main", true],
    ["apps.example/a:main-1", undefined],
    ["apps.example/a:1", undefined],
    [`apps.example/a:latest@${digest("1")}`, undefined],
    ["apps.example/a:$TAG", undefined],
  ])("reports for %s a mutable tag: %s", (image, mutable) => expect(evaluate(image).mutable).toBe(mutable));

  it("resolves the repository of an image whose tag is a variable", () => {
    expect(evaluate(`apps.example/a:\${TAG}`)).toMatchObject({ verdict: "covered", repository: "apps" });
    expect(evaluate(`apps.example:443/a:1-\${A}-\${B}`).verdict).toBe("uncovered");
    expect(evaluate(`apps.example/a:1-\${A}-\${B}`).verdict).toBe("covered");
    expect(evaluate(`apps.example:\${PORT}/a`).verdict).toBe("undecided");
    expect(evaluate("other.example/a:$TAG")).toMatchObject({ verdict: "uncovered" });
  });
});

function ofPlatform() {
  return "application image from mirror, which is for the platform only";
}

describe("exceptions", () => {
  const image = "vendor.example/tool:1";

  it.each([
    ["2027-01-31", "excepted"],
    ["2027-02-01", "excepted"],
    ["2027-01-30", "uncovered"],
  ])("one that ends on %s makes the image on 2027-01-31 %s", (ends, verdict) => {
    expect(evaluate(image, { exceptions: [excused(image, ends)] })).toMatchObject({ verdict, exception: { ends } });
  });

  it("reports an ended exception with its reason", () => {
    expect(evaluate(image, { exceptions: [excused(image, "2026-12-31")] }).why).toBe(
      "not in the allowlist; its exception ended on 2026-12-31 (moves next year)",
    );
  });

  it("apply to an image or a prefix, in all clusters or in one", () => {
    const verdict = (...all: ImageException[]) => evaluate(image, { exceptions: all }).verdict;
    expect(verdict(excused("vendor.example/", "2027-12-31"))).toBe("excepted");
    expect(verdict(excused("vendor.example/to", "2027-12-31"))).toBe("uncovered");
    expect(verdict(excused(image, "2027-12-31", "one"))).toBe("excepted");
    expect(verdict(excused(image, "2027-12-31", "two"))).toBe("uncovered");
    expect(verdict(excused(image, "2026-12-31"), excused(image, "2027-12-31"))).toBe("excepted");
  });

  it("apply to undecided images by their text", () => {
    expect(evaluate("$IMAGE", { exceptions: [excused("$IMAGE", "2027-12-31")] }).verdict).toBe("excepted");
  });

  it("reports ended and unused exceptions, except those of other clusters", () => {
    const used = excused(image, "2027-12-31");
    const ended = excused(image, "2026-12-31");
    const unused = excused("apps.example/", "2027-12-31");
    const elsewhere = excused("apps.example/", "2027-12-31", "two");
    const exceptions = [used, ended, unused, elsewhere];
    const report = createImagesReport([{ name: "one", inventory: inventoryOf(`[${image}, apps.example/a:1]`) }], {
      ...rules,
      exceptions,
    });
    expect(report.exceptions).toEqual({ ended: [ended], unused: [unused] });
  });

  it.each([
    [[{ image, ends: "2027-01-31" }], "reason"],
    [[{ image, ends: "2027-01-31", reason: " " }], "must not be empty"],
    [[{ image, ends: "2027-02-30", reason: "r" }], "must be the last day on which it applies"],
    [[{ image, reason: "r" }], "must be the last day on which it applies"],
    [[{ image: "", ends: "2027-01-31", reason: "r" }], "must be an image"],
    [[{ image, ends: "2027-01-31", reason: "r", until: "x" }], "until"],
    [{ image }, "expected array"],
  ])("are rejected if invalid: %j", (given, message) => {
    expect(JSON.stringify(imageExceptionsSchema.safeParse(given).error?.issues)).toContain(message);
  });
});

describe("mirror sets", () => {
  const one = digest("1");
  const set: MirrorSet = {
    kind: "ImageDigestMirrorSet",
    name: "platform",
    pulls: "digest",
    source: "quay.example",
    mirrors: ["mirror.example/quay"],
  };
  const platform = { namespaces: ["openshift-dns"] };

  it("evaluate an image by the mirror from which it is pulled, and report the mirror", () => {
    expect(evaluate(`quay.example/ocp@${one}`, { ...platform, sets: [set] })).toMatchObject({
      verdict: "covered",
      pulledFrom: `mirror.example/quay/ocp@${one}`,
      repository: "mirror",
      redirect: { by: ["ImageDigestMirrorSet platform"], source: "quay.example", fallback: true },
    });
    expect(evaluate(`quay.example/app@${one}`, { sets: [set] })).toMatchObject({
      verdict: "uncovered",
      fromMirror: true,
    });
    expect(evaluate("quay.example/ocp:1", { ...platform, sets: [set] })).not.toHaveProperty("redirect");
  });

  it("without a mirror for tags forbid the pull by tag from the source", () => {
    const sets = [{ ...set, neverContactSource: true as const }];
    expect(evaluate("quay.example/ocp:1", { ...platform, sets })).toMatchObject({
      verdict: "uncovered",
      why: "ImageDigestMirrorSet platform forbids pulls from quay.example, and has no mirror for tags",
    });
  });

  it("fall back to the source if the mirror does not have the image", () => {
    const situation = { ...platform, sets: [set] };
    const image = `quay.example/ocp@${one}`;
    const absent = { [`mirror.example/quay/ocp@${one}`]: "absent" as const };
    expect(evaluate(image, { ...situation, answers: absent })).toMatchObject({
      verdict: "uncovered",
      nexus: "elsewhere",
    });
    const sets = [{ ...set, neverContactSource: true as const }];
    expect(evaluate(image, { ...platform, sets, answers: absent })).toMatchObject({
      verdict: "covered",
      nexus: "absent",
    });
  });
});

describe("lookups in Nexus", () => {
  const requested = (image: string) =>
    listReferencesToLookUp(image, [], rules).map(({ host, path }) => `${host}/${path}`);

  it("include copies if the image may come from another registry", () => {
    const set = {
      kind: "ImageTagMirrorSet",
      name: "t",
      pulls: "tag" as const,
      source: "q.example",
      mirrors: ["apps.example"],
    };
    const asked = (sets: MirrorSet[]) => listReferencesToLookUp("q.example/a:1", sets, rules).map(({ host }) => host);
    expect(asked([set])).toEqual(["apps.example", "apps.example", "mirror.example"]);
    expect(asked([{ ...set, neverContactSource: true }])).toEqual(["apps.example"]);
  });

  it("request the repository of the pull, or copies of images of other registries", () => {
    expect(requested("apps.example/demo/web:1")).toEqual(["apps.example/demo/web"]);
    expect(requested("quay.example/team/x:1")).toEqual(["apps.example/team/x", "mirror.example/team/x"]);
    for (const image of ["does-not-exist", "apps.example/a:$TAG", "No Image"]) expect(requested(image)).toEqual([]);
  });

  it.each<[string, Record<string, ImagePresence>, Partial<ImageResult>]>([
    ["apps.example/a:1", { "apps.example/a:1": "present" }, { verdict: "covered", nexus: "present" }],
    ["apps.example/a:1", { "apps.example/a:1": "absent" }, { verdict: "covered", nexus: "absent" }],
    ["apps.example/a:1", { "apps.example/a:1": { notSeen: "no" } }, { nexus: "unknown", notSeen: "no" }],
    ["quay.example/a:1", { "mirror.example/a:1": "present" }, { nexus: "copied", copy: "mirror.example/a:1" }],
    ["quay.example/a:1", { "mirror.example/a:1": "absent" }, { verdict: "uncovered", nexus: "elsewhere" }],
  ])("evaluate %s with %j", (image, answers, expected) => expect(evaluate(image, { answers })).toMatchObject(expected));
});

it("gives each image of a pod list exactly one verdict and counts each use once", () => {
  const part = fc.constantFrom("a", "B", "does-not-exist", "demo", "latest", "$X", "<x>", "1", "é", "\u202e");
  const image = fc
    .tuple(fc.constantFrom("apps.example", "mirror.example", "quay.example", ""), part, fc.option(part))
    .map(([host, path, tag]) => `${host}/${path}${tag === null ? "" : `:${tag}`}`);
  const container = fc.record({ name: fc.string(), image });
  const one = fc
    .tuple(fc.constantFrom("demo", "openshift-dns"), fc.array(container), fc.array(container))
    .map(([namespace, containers, initContainers]) => pod("p", namespace, { containers, initContainers }));
  fc.assert(
    fc.property(fc.array(one), (pods) => {
      const all = inventoryOf(list(...pods));
      const [cluster] = createImagesReport([{ name: "one", inventory: all }], rules).clusters;
      const images = cluster?.images ?? [];
      expect(images.map(({ image }) => image).sort()).toEqual([...new Set(all.uses.map(({ image }) => image))].sort());
      expect(images.reduce((sum, { uses }) => sum + uses, 0)).toBe(all.uses.length);
      const { uncovered = 0, undecided = 0, excepted = 0, placeholder = 0, covered = 0 } = cluster?.summary ?? {};
      expect(uncovered + undecided + excepted + placeholder + covered).toBe(images.length);
    }),
    propertyRuns(100),
  );
});

const nothingFound: PresenceByReference = new Map();
it("reports if Nexus was asked", () => {
  const clusters = [{ name: "one", inventory: inventoryOf("[apps.example/a:1]") }];
  expect(createImagesReport(clusters, rules).looked).toBe(false);
  expect(createImagesReport(clusters, rules, nothingFound).looked).toBe(true);
});
