import type * as pulumi from "@pulumi/pulumi";
import { expect, it, onTestFinished, vi } from "vitest";
import { PendingRegistration, ResourceRegistry } from "../../src/resources/resource-registry.ts";
import { getKind } from "../support/resource-stack.ts";

function declareIn(registry: ResourceRegistry, kindName: string, name: string, args: Record<string, unknown>) {
  const entry = {
    registration: new PendingRegistration(),
    resource: { name } as unknown as pulumi.Resource,
    name,
    kind: getKind(kindName),
    args,
  };
  registry.add(entry);
  return entry;
}

it("makes a resource of a kind that is created after a family depend on all declarations of the family", async () => {
  const registry = new ResourceRegistry(() => undefined);
  const list = declareIn(registry, "ip-allow-list", "list", { mode: "ENFORCE" });
  const entries = ["203.0.113.1", "203.0.113.2"].map((ipOrCidr) =>
    declareIn(registry, "ip-allow-list-entry", ipOrCidr, { ipOrCidr }),
  );
  expect((await list.registration.result).dependencies).toEqual(entries.map(({ resource }) => resource));
});

it("validates in each batch only what is new, and finds what earlier batches declare", async () => {
  const registry = new ResourceRegistry(() => undefined);
  const validate = vi.spyOn(getKind("role").schema, "safeParse");
  onTestFinished(() => validate.mockRestore());
  const roles = [];
  for (let batch = 0; batch < 20; batch++) {
    const previous = roles.at(-1);
    const args = { roleId: `role-${batch}`, roles: previous ? [previous.name] : [] };
    const role = declareIn(registry, "role", `role-${batch}`, args);
    expect((await role.registration.result).dependencies).toEqual(previous ? [previous.resource] : []);
    roles.push(role);
  }
  expect(validate).toHaveBeenCalledTimes(20);
});
