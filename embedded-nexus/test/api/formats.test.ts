/** Attributes of single formats, as other clients' live tests send and read them. */
import { describe, expect, test } from "vitest";
import { ask, group, hosted, nexusWith, proxy } from "../support/nexuses.ts";

/** Creates a repository and returns what Nexus then has. */
async function create(release: string, type: string, body: { name: string }) {
  const nexus = await nexusWith({ edition: "PRO", release });
  expect(await ask(nexus, "POST", `/v1/repositories/${type}`, body)).toMatchObject({ status: 201 });
  return (await ask(nexus, "GET", `/v1/repositories/${type}/${body.name}`)).body;
}

describe("npm and PyPI proxies", () => {
  const npm = { removeQuarantined: true };

  test("hide quarantined versions before 3.94", async () => {
    expect(await create("3.93.2", "npm/proxy", proxy("a", { npm }))).toMatchObject({ npm });
    const pypi = { removeQuarantined: true, indexPath: "simple" };
    expect(await create("3.93.2", "pypi/proxy", proxy("a", { pypi }))).toMatchObject({ pypi });
    expect(await create("3.82.0", "pypi/proxy", proxy("a", { pypi }))).toMatchObject({ pypi: npm });
  });

  test("return false for a PyPI proxy that sets nothing of it", async () => {
    const pypi = { indexPath: "simple" };
    expect(await create("3.92.0", "pypi/proxy", proxy("a", { pypi }))).toMatchObject({
      pypi: { ...pypi, removeQuarantined: false },
    });
  });

  test("no longer have the field in 3.94, where the firewall block replaces it", async () => {
    expect(await create("3.94.0", "npm/proxy", proxy("a", { npm }))).not.toHaveProperty("npm");
    const created = await create("3.94.0", "pypi/proxy", proxy("a", { pypi: npm }));
    expect(created).not.toHaveProperty("pypi.removeQuarantined");
  });
});

describe("yum", () => {
  test("accepts a hosted repository with a depth of 10 and without a deploy policy before 3.94", async () => {
    const yum = { repodataDepth: 10 };
    expect(await create("3.93.0", "yum/hosted", hosted("a", { yum }))).toMatchObject({ yum });
  });

  test.each([{}, { keypair: "" }, { keypair: null, passphrase: null }])(
    "accepts a group with the empty signing %j before 3.94",
    async (yumSigning) => {
      const nexus = await nexusWith({ edition: "PRO", release: "3.93.0" });
      await ask(nexus, "POST", "/v1/repositories/yum/hosted", hosted("a", { yum: { repodataDepth: 0 } }));
      const response = await ask(nexus, "POST", "/v1/repositories/yum/group", group("g", ["a"], { yumSigning }));
      expect(response.status).toBe(201);
    },
  );
});

describe("Terraform", () => {
  test("returns the signing key, but no passphrase", async () => {
    const body = hosted("a", { terraformSigning: { keypair: "key" } });
    expect(await create("3.92.0", "terraform/hosted", body)).toMatchObject({
      terraformSigning: { keypair: "key", passphrase: null },
    });
    const locked = hosted("a", { terraformSigning: { keypair: "key", passphrase: "secret" } });
    expect(await create("3.92.0", "terraform/hosted", locked)).toMatchObject({
      terraformSigning: { keypair: "key", passphrase: null },
    });
  });

  test("returns the access of a proxy that sets none", async () => {
    const terraform = { requireAuthentication: false };
    expect(await create("3.92.0", "terraform/proxy", proxy("a"))).toMatchObject({ terraform });
  });
});
