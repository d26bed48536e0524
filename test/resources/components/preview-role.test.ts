import { startNexus } from "nexus-embedded";
import { expect, it, onTestFinished } from "vitest";
import { NexusClient } from "../../../src/client/nexus-client.ts";
import { catalogue } from "../../../src/model/catalogue.ts";
import { NexusReader } from "../../../src/provider/nexus-reader.ts";
import { previewPattern, previewPrivileges } from "../../../src/resources/components/preview-role.ts";

const [, parts = ""] = /^nexus:(.*):read$/.exec(previewPattern) ?? [];

/** Returns the families that a user with these privileges cannot read. */
async function findUnreadable(wildcard: string, others: readonly string[]): Promise<string[]> {
  const nexus = await startNexus({ edition: "PRO", connectors: "none" });
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
      // Unreadable repositories are omitted from the list without an error.
      return things === undefined || (kind.repository && !things.length) ? [kind.family] : [];
    }),
  );
  return [...new Set(found.flat())];
}

it("can read everything except the EULA", async () =>
  expect(await findUnreadable(previewPattern, previewPrivileges)).toEqual(["EULA"]));

/** Sonatype's documentation requires it for user tokens; the embedded Nexus returns them to users that can read settings. */
const documented = ["usertoken-settings"];

it.each(parts.split(",").filter((part) => !documented.includes(part)))("needs to read %s", async (part) => {
  const without = parts.split(",").filter((one) => one !== part);
  expect((await findUnreadable(`nexus:${without.join()}:read`, previewPrivileges)).length).toBeGreaterThan(1);
});

it.each(["nx-repository-admin-*-*-read", "nx-script-*-browse"])("needs %s", async (privilege) => {
  const without = previewPrivileges.filter((one) => one !== privilege);
  expect((await findUnreadable(previewPattern, without)).length).toBeGreaterThan(1);
});
