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

describe("resolveStep", () => {
  it("returns the step of the chain that has both stages", () => {
    expect(step("uat", "prod")).toMatchObject({
      chain: { name: "apps" },
      from: { repository: { name: "apps-uat" } },
      to: { repository: { name: "apps-prod" } },
    });
    expect(step("dev", "uat", { chain: "base" })).toMatchObject({ to: { repository: { name: "base-uat" } } });
    expect(step("dev", "prod", { formats: ["raw"] })).toMatchObject({ chain: { name: "files" } });
  });

  it.each<[string, string, Parameters<typeof step>[2], string]>([
    [
      "dev",
      "prod",
      {},
      "cannot skip a stage; the stages of apps are dev, then uat, then prod: promote from dev to uat first",
    ],
    ["prod", "uat", {}, "cannot promote backwards from prod to uat; the stages of apps are dev, then uat, then prod"],
    ["uat", "uat", { chain: "apps" }, "--from and --to are both uat; the stages of apps are dev, then uat, then prod"],
  ])("rejects from %s to %s %o", (from, to, more, message) => {
    const resolve = () => step(from, to, more);
    expect(resolve).toThrow(PromotionError);
    expect(resolve).toThrow(message);
  });

  it.each<[string, string, Parameters<typeof step>[2], string]>([
    ["dev", "uat", {}, "apps and base both have the stages dev and uat; select one with --chain"],
    ["dev", "uta", { chain: "apps" }, 'apps has no stage "uta"; did you mean "uat"?'],
    ["dev", "live", { chain: "apps" }, 'apps has no stage "live"; its stages are dev, uat, prod'],
    ["dev", "uat", { chain: "app" }, 'there is no promotion chain "app"; did you mean "apps"?'],
    ["dev", "uat", { formats: ["npm"] }, "there is no npm promotion chain; declare one with PromotionChain"],
  ])("finds no chain from %s to %s %o", (from, to, more, message) => {
    const resolve = () => step(from, to, more);
    expect(resolve).toThrow(UsageError);
    expect(resolve).toThrow(message);
  });
});
