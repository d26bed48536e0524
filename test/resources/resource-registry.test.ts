import type * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { PendingRegistration, ResourceRegistry } from "../../src/resources/resource-registry.ts";

it("makes a resource of a kind that is created after a family depend on all declarations of the family", async () => {
  const registry = new ResourceRegistry(() => undefined);
  const declare = (kindName: string, name: string, args: Record<string, unknown>) => {
    const kind = catalogue.get(kindName);
    if (!kind) throw new Error(`no kind ${kindName}`);
    const entry = {
      registration: new PendingRegistration(),
      resource: { name } as unknown as pulumi.Resource,
      name,
      kind,
      args,
    };
    registry.add(entry);
    return entry;
  };
  const list = declare("ip-allow-list", "list", { mode: "ENFORCE" });
  const entries = ["203.0.113.1", "203.0.113.2"].map((ipOrCidr) =>
    declare("ip-allow-list-entry", ipOrCidr, { ipOrCidr }),
  );
  expect((await list.registration.result).dependencies).toEqual(entries.map(({ resource }) => resource));
});
