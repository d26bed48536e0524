import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/plan/plan.ts";
import { createDriftReport } from "../../src/review/drift.ts";
import { declared, estateOf, planOf, previewText } from "./support.ts";

const files = declared("raw-hosted", "files");

describe("a plan", () => {
  it.each([
    ["", "is not JSON"],
    ["Previewing update (lab):", "is not JSON"],
    ["[]", "it has no steps"],
    ['{"steps": [{"op": 1}]}', "it has no steps"],
  ])("is refused where it is none: %s", (text, message) => expect(() => readPlan(text)).toThrow(message));

  it("is read with names of any characters, and without what is not Nexus's", () => {
    const text = previewText({ after: [declared("role", "a::b $c")] });
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
    const plan = JSON.parse(text);
    const { steps, others, stack: name } = readPlan(JSON.stringify({ ...plan, steps: [stack, other, ...plan.steps] }));
    expect(steps.map(({ resource }) => resource)).toEqual(["a::b $c"]);
    expect(others).toEqual([{ op: "create", urn: other.urn }]);
    expect(name).toBe("lab");
  });

  it("knows a Provider's resources from the stack's own", () => {
    const plan = JSON.parse(previewText({ after: [files] }));
    const of = (provider: string) =>
      readPlan(JSON.stringify({ ...plan, steps: [{ ...plan.steps[0], provider }] })).steps[0];
    const urn = "urn:pulumi:lab::nexus::pulumi:providers:pulumi-nodejs";
    expect(of(`${urn}::default::04da`)?.provider).toBeUndefined();
    expect(of(`${urn}::default_1_2_3::04da`)?.provider).toBeUndefined();
    expect(of(`${urn}::shared::04da`)?.provider).toBe("shared");
    expect(of(`${urn}::default-nexus::04da`)?.provider).toBe("default-nexus");
  });

  it("tells a replacement once, also with --show-replacement-steps", () => {
    const plan = JSON.parse(
      previewText({ before: [files], after: [declared("raw-hosted", "files", { name: "other" })] }),
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

  it("says where what stays the same is not in it", () => {
    const plan = JSON.parse(previewText({ before: [files], after: [files] }));
    expect(readPlan(JSON.stringify(plan)).complete).toBe(true);
    expect(readPlan(JSON.stringify({ ...plan, steps: [], changeSummary: { same: 1 } })).complete).toBe(false);
  });
});

describe("what nobody declared", () => {
  const live = estateOf([
    files,
    declared("raw-hosted", "legacy-1"),
    declared("raw-hosted", "legacy.*"),
    declared("role", "nx-admin", { readOnly: true, privileges: ["nx-all"] }),
    declared("privilege-repository-view", "nx-repository-view-raw-files-read", { readOnly: true }),
    declared("user", "admin"),
    declared("user", "eve"),
    declared("blob-store-file", "default"),
    declared("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
    declared("anonymous-access", "anonymous", { enabled: false }),
    declared("email", "mail", { enabled: false, host: "localhost" }),
    declared("capability-audit", "audit", {
      type: "audit",
      enabled: true,
      notes: "Automatically added on today",
      properties: {},
    }),
  ]);
  const unmanaged = (...patterns: string[]) =>
    createDriftReport(planOf({}), {
      snapshot: { estate: live, url: "https://nexus.example", server: {}, unreadable: new Set() },
      ignored: patterns,
    }).unmanaged.map(({ family, name }) => `${family}/${name}`);

  it("is told, without what Nexus brings itself", () => {
    expect(unmanaged()).toEqual(["repository/files", "repository/legacy-1", "repository/legacy.*", "user/eve"]);
  });

  it("is a setting, too, that somebody has changed", () => {
    const changed = estateOf([
      declared("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] }),
      declared("anonymous-access", "anonymous", { enabled: true }),
      declared("email", "mail", { enabled: true, host: "mail.example" }),
    ]);
    const { unmanaged: found } = createDriftReport(planOf({}), {
      snapshot: { estate: changed, url: "https://nexus.example", server: {}, unreadable: new Set() },
      ignored: [],
    });
    expect(found.map(({ name }) => name)).toEqual(["realms", "anonymous access", "e-mail"]);
  });

  it("is left out by patterns, in which nothing but a star means something else", () => {
    expect(unmanaged("repository/legacy-*", "user/*")).toEqual(["repository/files", "repository/legacy.*"]);
    expect(unmanaged("repository/legacy.*")).toEqual(["repository/files", "repository/legacy-1", "user/eve"]);
    expect(unmanaged("*")).toEqual([]);
  });
});
