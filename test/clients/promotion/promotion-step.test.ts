import { describe, expect, it } from "vitest";
import type { Chain } from "../../../src/client-config/client-config.ts";
import { PromotionError, resolveStep } from "../../../src/clients/promotion/promotion-step.ts";
import { UsageError } from "../../../src/util/user-error.ts";
import { served } from "../../client-config/support.ts";

const chain = (name: string, format: string, ...stages: string[]): Chain => ({
  ...{ name, format },
  stages: stages.map((stage) => ({ name: stage, repository: `${name}-${stage}` })),
});
const chains = [
  chain("apps", "docker", "dev", "uat", "prod"),
  chain("base", "docker", "dev", "uat"),
  chain("files", "raw", "dev", "prod"),
];
const repositories = chains.flatMap(({ format, stages }) =>
  stages.map(({ repository }) => served(repository, { format })),
);
const step = (from: string, to: string, more: { chain?: string; formats?: string[] } = {}) =>
  resolveStep({ chains, repositories }, { from, to, formats: ["docker"], ...more });

describe("a step", () => {
  it("is from a stage to the next, of the chain that has both", () => {
    expect(step("uat", "prod")).toMatchObject({
      chain: { name: "apps" },
      from: { repository: { name: "apps-uat" } },
      to: { repository: { name: "apps-prod" } },
    });
    expect(step("dev", "uat", { chain: "base" })).toMatchObject({ to: { repository: { name: "base-uat" } } });
    expect(step("dev", "prod", { formats: ["raw"] })).toMatchObject({ chain: { name: "files" } });
  });

  it.each<[string, string, Parameters<typeof step>[2], string]>([
    ["dev", "prod", {}, "apps goes from dev, then uat, then prod: promote from dev to uat first"],
    ["prod", "uat", {}, "nothing goes back from prod to uat: apps goes from dev, then uat, then prod"],
    ["uat", "uat", { chain: "apps" }, "uat is one stage: apps goes from dev, then uat, then prod"],
  ])("is refused: from %s to %s %o", (from, to, more, message) => {
    const wanted = () => step(from, to, more);
    expect(wanted).toThrow(PromotionError);
    expect(wanted).toThrow(message);
  });

  it.each<[string, string, Parameters<typeof step>[2], string]>([
    ["dev", "uat", {}, "apps and base go from dev to uat: name one with --chain"],
    ["dev", "uta", { chain: "apps" }, 'apps has no stage "uta"; did you mean "uat"?'],
    ["dev", "live", { chain: "apps" }, 'apps has no stage "live": it has dev, uat, prod'],
    ["dev", "uat", { chain: "app" }, 'there is no promotion chain "app"; did you mean "apps"?'],
    ["dev", "uat", { formats: ["npm"] }, "there is no promotion chain of npm: declare one with PromotionChain"],
  ])("is none: from %s to %s %o", (from, to, more, message) => {
    const wanted = () => step(from, to, more);
    expect(wanted).toThrow(UsageError);
    expect(wanted).toThrow(message);
  });
});
