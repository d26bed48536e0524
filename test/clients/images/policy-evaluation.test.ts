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
import { digest, found, list, pod, rules } from "./support.ts";

interface World {
  /** Namespaces of those who ask. */
  namespaces?: (string | undefined)[];
  runs?: string;
  sets?: MirrorSet[];
  exceptions?: ImageException[];
  day?: string;
  answers?: Record<string, ImagePresence>;
}

function judge(image: string, { namespaces = ["demo"], runs, sets = [], answers, ...more }: World = {}): ImageResult {
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

describe("the verdict on an image", () => {
  it.each<[string, World, ImageResult["verdict"], string]>([
    ["apps.example/demo/web:build-1", {}, "covered", "repository:apps is allowed"],
    ["vendor.example/signed/tool:1", {}, "covered", "vendor.example/signed is allowed"],
    ["vendor.example/signed-not/tool:1", {}, "uncovered", "nothing in the allowlist has it"],
    ["all.example/demo/web:1", {}, "uncovered", "nothing in the allowlist has it"],
    ["nginx:1", {}, "uncovered", "nothing in the allowlist has it"],
    ["apps.example/App", {}, "undecided", "it is no image reference"],
    ["apps.example/a b", {}, "undecided", "it is no image reference"],
    ["", {}, "undecided", "it is no image reference"],
    [`\${REGISTRY}/app:1`, {}, "undecided", "a variable without a default is in it"],
    ["does-not-exist", {}, "placeholder", "it stands for an image that is to be named yet"],
    // What runs is there, whatever it is called.
    ["evil.example/does-not-exist", { runs: digest("1") }, "uncovered", "nothing in the allowlist has it"],
    ["mirror.example/ocp/release:1", { namespaces: ["openshift-dns"] }, "covered", "repository:mirror is allowed"],
    // Who asks is not known, and the name is no application's.
    ["mirror.example/ocp/release:1", { namespaces: [undefined] }, "covered", "repository:mirror is allowed"],
    ["mirror.example/ocp/release:1", { namespaces: ["openshift-dns", "demo"] }, "uncovered", ofPlatform()],
    ["mirror.example/ocp/release:1", { namespaces: ["my-openshift-dns"] }, "uncovered", ofPlatform()],
    ["mirror.example/demo/web:1", { namespaces: [undefined] }, "uncovered", ofPlatform()],
  ])("%s %j", (image, world, verdict, why) => expect(judge(image, world)).toMatchObject({ verdict, why }));

  it.each([
    ["apps.example/a", true],
    ["apps.example/a:latest", true],
    ["apps.example/a:stable", true],
    ["apps.example/a:main", true],
    ["apps.example/a:main-1", undefined],
    ["apps.example/a:1", undefined],
    [`apps.example/a:latest@${digest("1")}`, undefined],
    ["apps.example/a:$TAG", undefined],
  ])("%s has a mutable tag: %s", (image, mutable) => expect(judge(image).mutable).toBe(mutable));

  it("knows where an image is from though its tag is a variable", () => {
    expect(judge(`apps.example/a:\${TAG}`)).toMatchObject({ verdict: "covered", repository: "apps" });
    expect(judge(`apps.example:443/a:1-\${A}-\${B}`).verdict).toBe("uncovered");
    expect(judge(`apps.example/a:1-\${A}-\${B}`).verdict).toBe("covered");
    expect(judge(`apps.example:\${PORT}/a`).verdict).toBe("undecided");
    expect(judge("other.example/a:$TAG")).toMatchObject({ verdict: "uncovered" });
  });
});

function ofPlatform() {
  return "an application's image from mirror, which is the platform's";
}

describe("an exception", () => {
  const image = "vendor.example/tool:1";

  it.each([
    ["2027-01-31", "excepted"],
    ["2027-02-01", "excepted"],
    ["2027-01-30", "uncovered"],
  ])("that ends on %s, on the 31st: %s", (ends, verdict) => {
    expect(judge(image, { exceptions: [excused(image, ends)] })).toMatchObject({ verdict, exception: { ends } });
  });

  it("that ended is told with the reason that it had", () => {
    expect(judge(image, { exceptions: [excused(image, "2026-12-31")] }).why).toBe(
      "nothing in the allowlist has it; an exception for it ended on 2026-12-31 (moves next year)",
    );
  });

  it("is for an image, or for all that begin so, of all clusters or one", () => {
    const verdict = (...all: ImageException[]) => judge(image, { exceptions: all }).verdict;
    expect(verdict(excused("vendor.example/", "2027-12-31"))).toBe("excepted");
    expect(verdict(excused("vendor.example/to", "2027-12-31"))).toBe("uncovered");
    expect(verdict(excused(image, "2027-12-31", "one"))).toBe("excepted");
    expect(verdict(excused(image, "2027-12-31", "two"))).toBe("uncovered");
    expect(verdict(excused(image, "2026-12-31"), excused(image, "2027-12-31"))).toBe("excepted");
  });

  it("excuses what cannot be told, too, by its text alone", () => {
    expect(judge("$IMAGE", { exceptions: [excused("$IMAGE", "2027-12-31")] }).verdict).toBe("excepted");
  });

  it("that ended or excuses nothing is told, but not where it is for a cluster that was not looked at", () => {
    const used = excused(image, "2027-12-31");
    const ended = excused(image, "2026-12-31");
    const unused = excused("apps.example/", "2027-12-31");
    const elsewhere = excused("apps.example/", "2027-12-31", "two");
    const exceptions = [used, ended, unused, elsewhere];
    const report = createImagesReport([{ name: "one", inventory: found(`[${image}, apps.example/a:1]`) }], {
      ...rules,
      exceptions,
    });
    expect(report.exceptions).toEqual({ ended: [ended], unused: [unused] });
  });

  it.each([
    [[{ image, ends: "2027-01-31" }], "reason"],
    [[{ image, ends: "2027-01-31", reason: " " }], "must say why"],
    [[{ image, ends: "2027-02-30", reason: "r" }], "must be the last day on which it counts"],
    [[{ image, reason: "r" }], "must be the last day on which it counts"],
    [[{ image: "", ends: "2027-01-31", reason: "r" }], "must be an image"],
    [[{ image, ends: "2027-01-31", reason: "r", until: "x" }], "until"],
    [{ image }, "expected array"],
  ])("is refused: %j", (given, message) => {
    expect(JSON.stringify(imageExceptionsSchema.safeParse(given).error?.issues)).toContain(message);
  });
});

describe("a mirror set", () => {
  const one = digest("1");
  const set: MirrorSet = {
    kind: "ImageDigestMirrorSet",
    name: "platform",
    pulls: "digest",
    source: "quay.example",
    mirrors: ["mirror.example/quay"],
  };
  const platform = { namespaces: ["openshift-dns"] };

  it("makes an image be judged by where it is pulled from, which is told", () => {
    expect(judge(`quay.example/ocp@${one}`, { ...platform, sets: [set] })).toMatchObject({
      verdict: "covered",
      pulledFrom: `mirror.example/quay/ocp@${one}`,
      repository: "mirror",
      redirect: { by: ["ImageDigestMirrorSet platform"], source: "quay.example", fallback: true },
    });
    expect(judge(`quay.example/app@${one}`, { sets: [set] })).toMatchObject({ verdict: "uncovered", fromMirror: true });
    expect(judge("quay.example/ocp:1", { ...platform, sets: [set] })).not.toHaveProperty("redirect");
  });

  it("that never contacts its source, and has no mirror for it, has nothing pulled", () => {
    const sets = [{ ...set, neverContactSource: true as const }];
    expect(judge("quay.example/ocp:1", { ...platform, sets })).toMatchObject({
      verdict: "uncovered",
      why: "ImageDigestMirrorSet platform never lets quay.example be contacted, and has no mirror for tags",
    });
  });

  it("is no help where the mirror does not have it, and the source is asked", () => {
    const world = { ...platform, sets: [set] };
    const image = `quay.example/ocp@${one}`;
    const absent = { [`mirror.example/quay/ocp@${one}`]: "absent" as const };
    expect(judge(image, { ...world, answers: absent })).toMatchObject({ verdict: "uncovered", nexus: "elsewhere" });
    const sets = [{ ...set, neverContactSource: true as const }];
    expect(judge(image, { ...platform, sets, answers: absent })).toMatchObject({ verdict: "covered", nexus: "absent" });
  });
});

describe("with a look at Nexus", () => {
  const asked = (image: string) => listReferencesToLookUp(image, [], rules).map(({ host, path }) => `${host}/${path}`);

  it("is asked for copies too where an image may come from elsewhere when a mirror has none", () => {
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

  it("is asked where an image is pulled from, or whether it has what comes from elsewhere", () => {
    expect(asked("apps.example/demo/web:1")).toEqual(["apps.example/demo/web"]);
    expect(asked("quay.example/team/x:1")).toEqual(["apps.example/team/x", "mirror.example/team/x"]);
    for (const image of ["does-not-exist", "apps.example/a:$TAG", "No Image"]) expect(asked(image)).toEqual([]);
  });

  it.each<[string, Record<string, ImagePresence>, Partial<ImageResult>]>([
    ["apps.example/a:1", { "apps.example/a:1": "present" }, { verdict: "covered", nexus: "present" }],
    ["apps.example/a:1", { "apps.example/a:1": "absent" }, { verdict: "covered", nexus: "absent" }],
    ["apps.example/a:1", { "apps.example/a:1": { notSeen: "no" } }, { nexus: "unknown", notSeen: "no" }],
    ["quay.example/a:1", { "mirror.example/a:1": "present" }, { nexus: "copied", copy: "mirror.example/a:1" }],
    ["quay.example/a:1", { "mirror.example/a:1": "absent" }, { verdict: "uncovered", nexus: "elsewhere" }],
  ])("%s with %j", (image, answers, told) => expect(judge(image, { answers })).toMatchObject(told));
});

it("each image of a pod list has exactly one verdict, and each use is counted once", () => {
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
      const all = found(list(...pods));
      const [cluster] = createImagesReport([{ name: "one", inventory: all }], rules).clusters;
      const images = cluster?.images ?? [];
      expect(images.map(({ image }) => image).sort()).toEqual([...new Set(all.uses.map(({ image }) => image))].sort());
      expect(images.reduce((sum, { uses }) => sum + uses, 0)).toBe(all.uses.length);
      const { uncovered = 0, undecided = 0, excepted = 0, placeholder = 0, covered = 0 } = cluster?.summary ?? {};
      expect(uncovered + undecided + excepted + placeholder + covered).toBe(images.length);
    }),
  );
});

const nobody: PresenceByReference = new Map();
it("says whether Nexus was asked", () => {
  const clusters = [{ name: "one", inventory: found("[apps.example/a:1]") }];
  expect(createImagesReport(clusters, rules).looked).toBe(false);
  expect(createImagesReport(clusters, rules, nobody).looked).toBe(true);
});
