import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/plan/plan.ts";
import { declareResource, toPreviewJson } from "../review/support.ts";

const files = declareResource("raw-hosted", "files");

describe("readPlan", () => {
  it.each([
    ["", "is not JSON"],
    ["Previewing update (lab):", "is not JSON"],
    ["[]", "it has no steps"],
    ['{"steps": [{"op": 1}]}', "it has no steps"],
  ])("refuses a text that is no preview: %s", (text, message) => expect(() => readPlan(text)).toThrow(message));

  it("reads names of any characters, and separates resources of other providers", () => {
    const plan = JSON.parse(toPreviewJson({ after: [declareResource("role", "a::b $c")] }));
    const other = {
      op: "create",
      urn: "urn:pulumi:lab::nexus::random:index/pet:Pet::pet",
      newState: { type: "random:index/pet:Pet", custom: true },
    };
    const stack = {
      op: "create",
      urn: "urn:pulumi:lab::nexus::pulumi:pulumi:Stack::nexus-lab",
      newState: { type: "x" },
    };
    const { steps, others, stack: name } = readPlan(JSON.stringify({ ...plan, steps: [stack, other, ...plan.steps] }));
    expect(steps.map(({ resource }) => resource)).toEqual(["a::b $c"]);
    expect(others).toEqual([{ op: "create", urn: other.urn }]);
    expect(name).toBe("lab");
  });

  it("reads the Provider of a resource, and none for the stack's own Nexus", () => {
    const plan = JSON.parse(toPreviewJson({ after: [files] }));
    const readStep = (provider: string) =>
      readPlan(JSON.stringify({ ...plan, steps: [{ ...plan.steps[0], provider }] })).steps[0];
    const urn = "urn:pulumi:lab::nexus::pulumi:providers:pulumi-nodejs";
    expect(readStep(`${urn}::default::04da`)?.provider).toBeUndefined();
    expect(readStep(`${urn}::default_1_2_3::04da`)?.provider).toBeUndefined();
    expect(readStep(`${urn}::shared::04da`)?.provider).toBe("shared");
    expect(readStep(`${urn}::default-nexus::04da`)?.provider).toBe("default-nexus");
  });

  it("reads a replacement as one step, with --show-replacement-steps as well", () => {
    const plan = JSON.parse(
      toPreviewJson({ before: [files], after: [declareResource("raw-hosted", "files", { name: "other" })] }),
    );
    const [replace] = plan.steps;
    const pet = { ...replace, newState: { type: "random:index/pet:Pet", custom: true } };
    const steps = ["create-replacement", "replace", "delete-replaced"].flatMap((op) => [
      { ...replace, op },
      { ...pet, op },
    ]);
    const read = readPlan(JSON.stringify({ ...plan, steps }));
    expect(read.steps.map(({ op }) => op)).toEqual(["replace"]);
    expect(read.others.map(({ op }) => op)).toEqual(["replace"]);
  });

  it("reads a destroy that runs the program as deletions", () => {
    const plan = JSON.parse(toPreviewJson({ before: [files], after: [files] }));
    const deletion = { ...JSON.parse(toPreviewJson({ before: [files] })).steps[0] };
    const readOps = (steps: object[]) => readPlan(JSON.stringify({ ...plan, steps })).steps.map(({ op }) => op);
    expect(readOps([...plan.steps, deletion])).toEqual(["delete"]);
    // The former object of a replacement that was interrupted.
    const former = { ...deletion, oldState: { ...deletion.oldState, delete: true } };
    expect(readOps([...plan.steps, former])).toEqual(["same", "delete"]);
  });

  it("reports that unchanged resources are missing", () => {
    const plan = JSON.parse(toPreviewJson({ before: [files], after: [files] }));
    expect(readPlan(JSON.stringify(plan)).complete).toBe(true);
    expect(readPlan(JSON.stringify({ ...plan, steps: [], changeSummary: { same: 1 } })).complete).toBe(false);
  });
});
