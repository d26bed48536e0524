/** Whoever has the role of previews sees all that can be declared, and changes nothing. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { NexusReader } from "../../src/provider/nexus-reader.ts";
import { previewPattern, previewPrivileges } from "../../src/resources/components/preview-role.ts";
import type { Fields } from "../../src/util/json.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { ResourceStack, type Server } from "../support/resource-stack.ts";
import { seed } from "../support/seed.ts";
import { isHad, prefix, servers } from "./servers.ts";

/** Scripts are switched off, S3 wants a bucket, and what is found elsewhere must be there. */
const kinds = [...catalogue.values()].filter(
  ({ name, externallyCreatedIn }) =>
    !["blob-store-s3", "privilege-script", "script"].includes(name) && !externallyCreatedIn,
);

const name = `${prefix}-preview`;
const password = "looks-and-changes-nothing";

/** The real one, and the one that has most. */
const two = servers.filter((_, index) => index === 0 || index === servers.length - 1);

describe.each(two)("on $name", ({ start }) => {
  let server: Server & { stop(): Promise<void> };
  let seeded: Awaited<ReturnType<typeof seed>>;
  let admin: NexusClient;
  let preview: NexusClient;

  beforeAll(async () => {
    server = await start();
    seeded = await seed(server, prefix);
    admin = new NexusClient(server);
    preview = new NexusClient({ url: server.url, username: name, password });
    const make = (path: string, body: Fields) => admin.send({ method: "POST", path, body });
    await make("/v1/security/privileges/wildcard", { name, description: "", pattern: previewPattern });
    await make("/v1/security/roles", { id: name, name, privileges: [name, ...previewPrivileges], roles: [] });
    await make("/v1/security/users", {
      ...{ userId: name, password, firstName: "p", lastName: "p", emailAddress: "p@example.org" },
      ...{ status: "active", roles: [name] },
    });
  });

  afterAll(async () => {
    for (const path of [`users/${name}`, `roles/${name}`, `privileges/${name}`])
      await admin?.send({ method: "DELETE", path: `/v1/security/${path}` });
    await Promise.all([admin?.close(), preview?.close()]);
    await seeded?.remove();
    await server?.stop();
  });

  const isHere = (kind: Kind) => isHad(kind, seeded.what);

  it("sees what an administrator sees, but for the EULA", async () => {
    const shown = async (client: NexusClient, kind: Kind) => {
      const things = await new NexusReader(client).list(kind);
      return things.map((fields) => getIdentity(kind, fields)).sort();
    };
    // Others make and delete things in the same server between two looks.
    const alike = (kind: Kind) => async () =>
      expect(await shown(preview, kind), kind.name).toEqual(await shown(admin, kind));
    for (const kind of kinds.filter(isHere)) {
      if (kind.adminOnlyRead) await expect(shown(preview, kind)).rejects.toMatchObject({ status: 403 });
      else await vi.waitFor(alike(kind), { timeout: 30_000, interval: 100 });
    }
  });

  it("makes, changes and deletes nothing", async () => {
    const refused = { status: 403 };
    const looker = { url: server.url, username: name, password };
    for (const kind of kinds.filter(isHere)) {
      const declaration = declarationOf(kind, identityFor(kind, `${prefix}-three`, seeded.names), seeded.names);
      const [first = {}, ...others] = fc.sample(declaration, { numRuns: 12, seed: 7 });
      const { update, remove } = kind.endpoints(seeded.what);
      const theirs = new ResourceStack(server, kind);
      if (!kind.setting)
        await expect(new ResourceStack(looker, kind).up(first), kind.name).rejects.toMatchObject(refused);
      await theirs.up(first);
      try {
        const changed = await firstThat(others, async (fields) => (await theirs.diff(fields)).changes);
        // Where others just set the same there is nothing to change.
        const isRefused = () => expect(theirs.as(looker).up(changed ?? {}), kind.name).rejects.toMatchObject(refused);
        if (update && changed) await vi.waitFor(isRefused, { timeout: 30_000, interval: 100 });
        else expect(["certificate", "ip-allow-list-entry", "eula"], kind.name).toContain(kind.name);
        if (remove) await expect(theirs.as(looker).destroy(), kind.name).rejects.toMatchObject(refused);
      } finally {
        await theirs.destroy();
      }
    }
  });

  it.each<NexusRequest>([
    { method: "PUT", path: "/v1/security/users/admin/change-password", text: "mine-now" },
    { method: "PUT", path: `/v1/security/users/${name}/change-password`, text: "another" },
    { method: "DELETE", path: `/v1/repositories/${prefix}-raw-a` },
    { method: "POST", path: `/v1/repositories/${prefix}-raw-a/rebuild-index` },
  ])("may not $method $path", async (request) => {
    await expect(preview.send(request)).rejects.toMatchObject({ status: 403 });
  });
});

async function firstThat(
  all: readonly Fields[],
  holds: (one: Fields) => Promise<boolean>,
): Promise<Fields | undefined> {
  for (const one of all) if (await holds(one)) return one;
  return undefined;
}
