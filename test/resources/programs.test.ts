/** Several programs in one process: tests with Pulumi's mocks, and inline programs of the Automation API. */
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import { describe, expect, it } from "vitest";
import { docker, estate, existing, Provider, Role, raw } from "../../src/index.ts";

/** Exists in Pulumi's runtime, but not in its types. Each inline program runs in a store of its own. */
const { withLocalStorage } = runtimeState as unknown as { withLocalStorage<T>(run: () => Promise<T>): Promise<T> };

/** Replaces Pulumi's engine as a test does. Returns the names of the resources that are registered. */
async function setMocks(): Promise<string[]> {
  const names: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      names.push(name);
      return { id: name, state: inputs };
    },
    call: () => ({}),
  });
  pulumi.runtime.setAllConfig({ "nexus:url": "https://nexus.example" });
  return names;
}

const getId = (resource: pulumi.CustomResource) => new Promise((resolve) => resource.id.apply(resolve));

describe("with mocks", () => {
  const declare = () => {
    const files = new raw.Hosted("files");
    const reader = new Role("reader", { privileges: files.privileges("read") });
    return { reader: reader.id };
  };

  it.each([1, 2, 3])("test %i of a file can declare the same resources", async () => {
    const names = await setMocks();
    await getId(new raw.Hosted("before"));
    declare();
    await pulumi.runtime.disconnect();
    expect(names.toSorted()).toEqual(["before", "files", "reader"]);
  });

  it("several tests can run an estate in one mocked engine", async () => {
    const names = await setMocks();
    const program = estate({ declare });
    for (const _ of [1, 2, 3]) {
      const outputs = program() as ReturnType<typeof declare>;
      expect(await new Promise((resolve) => outputs.reader.apply(resolve))).toBe("reader");
    }
    expect(names).toHaveLength(6);
  });

  it("a Provider has a Nexus of its own in each test", async () => {
    for (const _ of [1, 2]) {
      const names = await setMocks();
      const provider = new Provider("other", { url: "https://other.example", username: "admin", password: "secret" });
      existing.repository("legacy", { format: "raw", type: "hosted", provider });
      new raw.Group("all", { group: { memberNames: ["legacy"] } }, { provider });
      new raw.Hosted("all-files", { name: "all" });
      await pulumi.runtime.disconnect();
      expect(names.toSorted()).toEqual(["all", "all-files", "other"]);
    }
  });
});

it("a program that fails does not abandon the resources of another one in the process", async () => {
  const run = (program: () => Promise<unknown>) =>
    withLocalStorage(async () => {
      const names = await setMocks();
      const outputs = await pulumi.runtime.runInPulumiStack(program);
      await pulumi.runtime.disconnect();
      return { names, outputs };
    });
  const declared = Promise.withResolvers<void>();
  const failing = estate({
    declare() {
      throw new pulumi.RunError("out of order");
    },
  });
  const [failed, complete] = await Promise.all([
    run(async () => {
      await declared.promise;
      return { error: await new Promise(failing).catch(({ message }) => message) };
    }),
    run(async () => {
      new docker.Hosted("apps");
      declared.resolve();
    }),
  ]);
  expect(failed.outputs).toEqual({ error: "out of order" });
  expect(complete.names).toContain("apps");
});
