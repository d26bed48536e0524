/** Tests what the engine does with a provider that reports a partial failure: an object exists, although its operation failed. */
import { expect, it } from "vitest";
import { createTestEnvironment } from "../support/stack/test-environment.ts";

/** A provider that creates and updates its object, and then fails if an input says so. It never reports a difference. */
const handler = `exports.handler = () => {
  const settle = (inputs) => {
    if (!inputs.fails) return inputs;
    throw Object.assign(new Error("half done"), { id: "1", properties: { ...inputs, half: true }, reasons: ["half done"] });
  };
  return {
    check: async (olds, news) => ({ inputs: news, failures: [] }),
    diff: async () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
    create: async (inputs) => ({ id: "1", outs: settle(inputs) }),
    update: async (id, olds, news) => ({ outs: { ...settle(news), updated: true } }),
    read: async (id, props) => ({ id, props, inputs: props }),
    delete: async () => {},
    configure: async () => {},
  };
};`;

const createThing = (fails: boolean) => `
  import * as pulumi from "@pulumi/pulumi";
  class Thing extends pulumi.CustomResource {
    constructor(name: string, fails: boolean) {
      super("pulumi-nodejs:test:Thing", name, { fails, __provider: ${JSON.stringify(handler)} });
    }
  }
  new Thing("thing", ${fails});`;

it("stores the object of a failed operation, and updates it in the next up in any case", async () => {
  const { stack } = await createTestEnvironment({ program: "" });
  stack.program(createThing(true));
  const failed = await stack.up();
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("half done");
  expect(await stack.readResources()).toMatchObject([{ id: "1", outputs: { half: true } }]);

  const again = await stack.up();
  expect(again.code).not.toBe(0);

  stack.program(createThing(false));
  const repaired = await stack.up();
  expect(repaired.code, repaired.output).toBe(0);
  expect(repaired.counts).toMatchObject({ updated: 1 });
  expect(await stack.readResources()).toMatchObject([{ id: "1", outputs: { updated: true } }]);
  expect((await stack.up()).counts).toEqual({ unchanged: 2 });
});
