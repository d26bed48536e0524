/** Options and transforms that only the engine of the Pulumi CLI knows. */
import { expect, it } from "vitest";
import { createCliEnvironment, createProgram } from "../support/stack/test-environment.ts";
import { firstFingerprint, secondFingerprint, startTlsHost } from "../support/tls-host.ts";

const refusal =
  /has a problem: description is not as the resource declares it, .* a transform has set the field or ignoreChanges/;

it("refuses a field that the transforms of the engine change", async () => {
  const program = (register: string, options = "") => `
    const transform = ({ type, props, opts }: pulumi.ResourceTransformArgs) =>
      type.endsWith(":Role") ? { props: { ...props, description: "t" }, opts } : undefined;
    ${register}
    const secret = new User("u", { roles: ["nx-admin"], password: pulumi.secret("Password-1") });
    new Role("r", { description: "d" }${options});`;
  const { stack, manual } = await createCliEnvironment({
    program: program("pulumi.runtime.registerResourceTransform(transform);"),
  });
  expect((await stack.up()).output).toMatch(refusal);
  stack.program(createProgram(program("", ", { transforms: [transform] }")));
  expect((await stack.up()).output).toMatch(refusal);
  expect(await manual.exists("/v1/security/roles/r")).toBe(false);
  const hook = `const hook = new pulumi.ResourceHook("hook", async () => console.log("hook has run"));`;
  stack.program(
    createProgram(program(hook, ', { protect: true, hideDiffs: ["description"], hooks: { afterCreate: [hook] } }')),
  );
  const run = await stack.up();
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain("hook has run");
  expect((await stack.preview()).counts).toEqual({ unchanged: 3 });
  expect((await stack.readResources()).map(({ inputs }) => inputs)).not.toContainEqual(
    expect.objectContaining({ __digests: expect.anything() }),
  );
});

it("trusts the certificate that a host shows now if up --replace replaces the resource", async () => {
  const host = await startTlsHost();
  const { stack, manual } = await createCliEnvironment({
    program: `new Certificate("ldap", { host: "127.0.0.1", port: ${host.port} });`,
  });
  await stack.up();
  host.showSecond();
  const [resource] = await stack.readResources();
  expect(resource?.id).toBe(firstFingerprint);
  const run = await stack.up("--replace", resource?.urn ?? "");
  expect(run.code, run.output).toBe(0);
  expect(run.output).toContain(`certificate of 127.0.0.1:${host.port}: trusts ${secondFingerprint}`);
  expect((await stack.readResources()).map(({ id }) => id)).toEqual([secondFingerprint]);
  expect(await manual.get("/v1/security/ssl/truststore")).toMatchObject([{ id: secondFingerprint }]);
});
