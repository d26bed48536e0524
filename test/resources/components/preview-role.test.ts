import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import { catalogue } from "../../../src/model/catalogue.ts";
import { NexusReader } from "../../../src/provider/nexus-reader.ts";
import { previewPattern, previewPrivileges } from "../../../src/resources/components/preview-role.ts";

const [, parts = ""] = /^nexus:(.*):read$/.exec(previewPattern) ?? [];

/** What somebody with these privileges may not see, by kind. */
async function unseen(wildcard: string, others: readonly string[]): Promise<string[]> {
  const nexus = await startNexus({ release: "3.94.0-12", edition: "PRO", connectors: "none" });
  onTestFinished(() => nexus.stop());
  const clientOf = (username: string) => {
    const client = new NexusClient({ url: nexus.url, username, password: "admin123" });
    onTestFinished(() => client.close());
    return client;
  };
  const make = (path: string, body: Parameters<NexusClient["send"]>[0]["body"] = null) =>
    clientOf("admin").send({ method: "POST", path: `/v1/security/${path}`, body });
  await make("privileges/wildcard", { name: "some", description: "", pattern: wildcard });
  await make("roles", { id: "some", name: "some", privileges: ["some", ...others], roles: [] });
  await make("users", {
    ...{ userId: "some", password: "admin123", firstName: "s", lastName: "s", emailAddress: "s@example.org" },
    ...{ status: "active", roles: ["some"] },
  });
  const live = new NexusReader(clientOf("some"));
  const found = await Promise.all(
    [...catalogue.values()].map(async (kind) => {
      const things = await live
        .list(kind)
        .catch((error: { status?: number }) => (error.status === 403 ? undefined : []));
      // Repositories are left out of their list without a word.
      return things === undefined || (kind.repository && !things.length) ? [kind.family] : [];
    }),
  );
  return [...new Set(found.flat())];
}

it("sees everything but the EULA", async () =>
  expect(await unseen(previewPattern, previewPrivileges)).toEqual(["EULA"]));

/** Nexus's documents name it for user tokens; the embedded Nexus shows these to whoever sees settings. */
const documented = ["usertoken-settings"];

it.each(parts.split(",").filter((part) => !documented.includes(part)))("needs to see %s", async (part) => {
  const without = parts.split(",").filter((one) => one !== part);
  expect((await unseen(`nexus:${without.join()}:read`, previewPrivileges)).length).toBeGreaterThan(1);
});

it.each(["nx-repository-admin-*-*-read", "nx-script-*-browse"])("needs %s", async (privilege) => {
  const without = previewPrivileges.filter((one) => one !== privilege);
  expect((await unseen(previewPattern, without)).length).toBeGreaterThan(1);
});
