import { expect, it } from "vitest";
import { CleanupPolicy, estate, PromotionChain, raw } from "../../../src/index.ts";
import { runWithMocks } from "../../support/mocked-program.ts";

it("adds the cleanup policy of retainDays to the declared policies of a stage", async () => {
  const chain = estate({
    declare() {
      const old = new CleanupPolicy("old", { format: "raw", criteriaLastBlobUpdated: 90 });
      const dev = { cleanup: { policyNames: [old.name] }, retainDays: 30 };
      new PromotionChain("files", { format: raw, stages: { dev, prod: {} } });
    },
  });
  const config = { url: "https://nexus.example", username: "admin", password: "admin123" };
  const declared = await runWithMocks(chain, { stack: "test", config, secrets: ["password"] });
  const inputs = (name: string) => declared.find((one) => one.name === name)?.inputs;
  expect(inputs("files-dev")).toMatchObject({ cleanup: { policyNames: ["old", "files-dev-retain"] } });
  expect(inputs("files-prod")).not.toHaveProperty("cleanup");
});
