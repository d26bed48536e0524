/** A user with the preview role can read everything that can be declared, and cannot change anything. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { NexusClient, type NexusRequest } from "../../src/client/nexus-client.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { getIdentity, type Kind } from "../../src/model/kind.ts";
import { NexusReader } from "../../src/provider/nexus-reader.ts";
import { previewPattern, previewPrivileges } from "../../src/resources/components/preview-role.ts";
import type { Fields } from "../../src/util/json.ts";
import { declarationOf, identityFor } from "../support/declarations.ts";
import { ResourceStack, type ServerLogin } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";
import { createPrefix, describeServers, mainServers, supportsKind } from "./servers.ts";

const prefix = createPrefix();

/** The kinds to test: not scripts, which are disabled, S3 blob stores, which need a bucket, or external users, which may not exist. */
const kinds = [...catalogue.values()].filter(
  ({ name, externallyCreatedIn }) =>
    !["blob-store-s3", "privilege-script", "script"].includes(name) && !externallyCreatedIn,
);

const name = `${prefix}-preview`;
const password = "looks-and-changes-nothing";

describeServers("on $name", mainServers, ({ start }) => {
  let server: ServerLogin & { stop(): Promise<void> };
  let seeded: Awaited<ReturnType<typeof seedNexus>>;
  let admin: NexusClient;
  let preview: NexusClient;

  beforeAll(async () => {
    server = await start();
    seeded = await seedNexus(server, prefix);
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

  const isSupported = (kind: Kind) => supportsKind(kind, seeded.nexus);

  it("lists the same objects as an administrator, except the EULA", async () => {
    const listIdentities = async (client: NexusClient, kind: Kind) => {
      const objects = await new NexusReader(client).list(kind);
      return objects.map((fields) => getIdentity(kind, fields)).sort();
    };
    // Other tests create and delete objects on the same server between the two lists.
    const expectSameLists = (kind: Kind) => async () =>
      expect(await listIdentities(preview, kind), kind.name).toEqual(await listIdentities(admin, kind));
    for (const kind of kinds.filter(isSupported)) {
      if (kind.adminOnlyRead) await expect(listIdentities(preview, kind)).rejects.toMatchObject({ status: 403 });
      else await vi.waitFor(expectSameLists(kind), { timeout: 30_000, interval: 100 });
    }
  });

  it("cannot create, change or delete anything", async () => {
    const forbidden = { status: 403 };
    const previewUser = { url: server.url, username: name, password };
    for (const kind of kinds.filter(isSupported)) {
      const declaration = declarationOf(kind, identityFor(kind, `${prefix}-three`, seeded.names), seeded.names);
      const [first = {}, ...others] = fc.sample(declaration, { numRuns: 12, seed: 7 });
      const { update, remove } = kind.endpoints(seeded.nexus);
      const adminStack = new ResourceStack(server, kind);
      if (!kind.setting)
        await expect(new ResourceStack(previewUser, kind).up(first), kind.name).rejects.toMatchObject(forbidden);
      await adminStack.up(first);
      try {
        const changed = await findFirst(others, async (fields) => (await adminStack.diff(fields)).changes);
        // There is nothing to change if another test has just set the same value.
        const expectForbidden = () =>
          expect(adminStack.withUser(previewUser).up(changed ?? {}), kind.name).rejects.toMatchObject(forbidden);
        if (update && changed) await vi.waitFor(expectForbidden, { timeout: 30_000, interval: 100 });
        else expect(["certificate", "ip-allow-list-entry", "eula"], kind.name).toContain(kind.name);
        if (remove)
          await expect(adminStack.withUser(previewUser).destroy(), kind.name).rejects.toMatchObject(forbidden);
      } finally {
        await adminStack.destroy();
      }
    }
  });

  it.each<NexusRequest>([
    { method: "PUT", path: "/v1/security/users/admin/change-password", text: "mine-now" },
    { method: "PUT", path: `/v1/security/users/${name}/change-password`, text: "another" },
    { method: "DELETE", path: `/v1/repositories/${prefix}-raw-a` },
    { method: "POST", path: `/v1/repositories/${prefix}-raw-a/rebuild-index` },
  ])("cannot $method $path", async (request) => {
    await expect(preview.send(request)).rejects.toMatchObject({ status: 403 });
  });
});

async function findFirst(
  all: readonly Fields[],
  matches: (fields: Fields) => Promise<boolean>,
): Promise<Fields | undefined> {
  for (const fields of all) if (await matches(fields)) return fields;
  return undefined;
}
