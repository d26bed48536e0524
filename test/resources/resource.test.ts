import type * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { raw } from "../../src/index.ts";
import { runWithMocks } from "../support/mocked-program.ts";

async function declareRepository(options: pulumi.CustomResourceOptions = {}) {
  const created: pulumi.Resource[] = [];
  const resources = await runWithMocks(() => void created.push(new raw.Hosted("files", {}, options)), {
    stack: "test",
    config: {},
  });
  return { inputs: resources.find(({ name }) => name === "files")?.inputs, resource: created[0] };
}

it("a resource has no Outputs for the inputs that only the provider reads, as each takes several kilobytes", async () => {
  const { inputs, resource } = await declareRepository();
  expect(inputs).toMatchObject({ name: "files", __provider: expect.any(String), __stack: "test" });
  expect(resource).toHaveProperty("name");
  expect(resource).not.toHaveProperty("__stack");
});

it("a transformation that replaces the inputs keeps those for the provider", async () => {
  const transformation: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props: { ...props, online: false },
    opts,
  });
  const { inputs } = await declareRepository({ transformations: [transformation] });
  expect(inputs).toMatchObject({ name: "files", online: false, __provider: expect.any(String), __stack: "test" });
});
