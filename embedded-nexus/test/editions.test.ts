import { describe, expect, test } from "vitest";
import { DEFAULT_RELEASE } from "../src/facts.ts";
import { ask, docker, hosted, names, nexusWith, proxy } from "./support/nexuses.ts";

describe("editions", () => {
  test("the Server header contains release and edition", async () => {
    const getServerHeader = async (release: string, edition: "CORE" | "OSS" | "COMMUNITY" | "PRO") =>
      (await ask(await nexusWith({ release, edition }), "GET", "/v1/status/writable")).headers.get("server");
    expect(await getServerHeader(DEFAULT_RELEASE, "COMMUNITY")).toBe(`Nexus/${DEFAULT_RELEASE} (COMMUNITY)`);
    expect(await getServerHeader("3.92.0-01", "PRO")).toBe("Nexus/3.92.0-01 (PRO)");
    expect(await getServerHeader("3.77.0-08", "CORE")).toBe("Nexus/3.77.0-08 (CORE)");
    expect(await getServerHeader("3.71.0-06", "CORE")).toBe("Nexus/3.71.0-06 (OSS)");
  });

  test("the Core has no Docker: neither its paths nor its realm nor its privileges", async () => {
    const core = await nexusWith({ edition: "CORE" });
    expect((await ask(core, "POST", "/v1/repositories/docker/hosted", hosted("d", docker()))).status).toBe(404);
    expect((await ask(core, "GET", "/v1/repositories/docker/hosted")).status).toBe(404);
    expect(names((await ask(core, "GET", "/v1/security/realms/available")).body)).not.toContain("DockerToken");
    const { body } = await ask(core, "GET", "/v1/security/privileges");
    expect(names(body)).not.toContain("nx-repository-view-docker-*-*");
    expect(body).toHaveLength(145);
  });

  test.each(["OSS", "COMMUNITY", "PRO"] as const)("%s has Docker", async (edition) => {
    const nexus = await nexusWith({ edition, connectors: "none" });
    expect((await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("d", docker()))).status).toBe(201);
    expect(names((await ask(nexus, "GET", "/v1/security/realms/available")).body)).toContain("DockerToken");
    expect(
      (await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"])).status,
    ).toBe(204);
    const privileges = names((await ask(nexus, "GET", "/v1/security/privileges")).body);
    expect(privileges).toContain("nx-repository-view-docker-*-*");
    expect(privileges).toContain("nx-repository-admin-docker-d-edit");
  });

  test.each([
    ["3.92.0", "COMMUNITY", []],
    ["3.93.0", "COMMUNITY", ["AnsibleGalaxyToken"]],
    ["3.94.0", "COMMUNITY", ["AnsibleGalaxyToken", "OciBearerToken"]],
    ["3.94.0", "PRO", ["AnsibleGalaxyToken", "CargoToken", "OAuth2Realm", "OciBearerToken"]],
    ["3.71.0", "PRO", []],
  ] as const)("the realms of %s %s include those of its formats: %j", async (release, edition, expected) => {
    const nexus = await nexusWith({ release, edition });
    const { body } = await ask(nexus, "GET", "/v1/security/realms/available");
    const newer = ["AnsibleGalaxyToken", "CargoToken", "OAuth2Realm", "OciBearerToken"];
    expect(newer.filter((id) => JSON.stringify(body).includes(`"id":"${id}"`))).toEqual(expected);
  });

  test.each([
    ["OSS", { "nx-healthcheck-summary-read": 200, "nx-usertoken-current": 400, "nx-crowd-all": 400 }],
    ["COMMUNITY", { "nx-iq-violation-summary-read": 200, "nx-tags-associate": 400 }],
    ["PRO", { "nx-healthcheck-summary-read": 200, "nx-usertoken-current": 200, "nx-tags-associate": 200 }],
    ["CORE", { "nx-healthcheck-summary-read": 400, "nx-ldap-all": 400 }],
  ] as const)("a role of %s can have the built-in privileges of that edition only", async (edition, expected) => {
    const nexus = await nexusWith({ edition });
    for (const [privilege, status] of Object.entries(expected)) {
      const role = { id: privilege, name: privilege, description: "", privileges: [privilege], roles: [] };
      expect([privilege, (await ask(nexus, "POST", "/v1/security/roles", role)).status]).toEqual([privilege, status]);
    }
  });

  test("only Pro has /v1/cleanup-policies, every edition has the internal API", async () => {
    const policy = { name: "old", format: "docker", criteriaLastDownloaded: 30 };
    const community = await nexusWith();
    expect((await ask(community, "GET", "/v1/cleanup-policies")).status).toBe(404);
    expect((await ask(community, "POST", "/internal/cleanup-policies", policy)).status).toBe(200);
    const pro = await nexusWith({ edition: "PRO" });
    expect((await ask(pro, "POST", "/v1/cleanup-policies", policy)).status).toBe(201);
    expect((await ask(pro, "POST", "/v1/cleanup-policies", policy)).status).toBe(409);
    expect((await ask(pro, "PUT", "/v1/cleanup-policies/old", { ...policy, notes: "n" })).status).toBe(204);
    expect((await ask(pro, "GET", "/v1/cleanup-policies/old")).body).toMatchObject({ notes: "n", repositories: [] });
    expect((await ask(pro, "GET", "/internal/cleanup-policies")).body).toHaveLength(1);
    expect((await ask(pro, "DELETE", "/v1/cleanup-policies/old")).status).toBe(204);
    expect((await ask(pro, "GET", "/v1/cleanup-policies/old")).status).toBe(404);
  });
});

describe("releases", () => {
  test("fields that a release does not have are neither stored nor returned", async () => {
    const body = hosted("d", docker({ pathEnabled: true }));
    const readBack = async (release: string) => {
      const nexus = await nexusWith({ release, connectors: "none" });
      expect((await ask(nexus, "POST", "/v1/repositories/docker/hosted", body)).status).toBe(201);
      return (await ask(nexus, "GET", "/v1/repositories/docker/hosted/d")).body.docker;
    };
    expect(await readBack("3.82.0-08")).not.toHaveProperty("pathEnabled");
    expect(await readBack("3.83.0-08")).toHaveProperty("pathEnabled", true);
    expect(await readBack(DEFAULT_RELEASE)).toHaveProperty("pathEnabled", true);
  });

  test("pathEnabled is null when it was never sent", async () => {
    const nexus = await nexusWith({ connectors: "none" });
    await ask(nexus, "POST", "/v1/repositories/docker/hosted", hosted("d", docker()));
    const { body } = await ask(nexus, "GET", "/v1/repositories/docker/hosted/d");
    expect(body.docker).toHaveProperty("pathEnabled", null);
  });

  test("the routing rule is read as routingRule, from 3.94 on as routingRuleName too", async () => {
    const readBack = async (release: string, field: string) => {
      const nexus = await nexusWith({ release });
      const rule = { name: "r", description: "", mode: "BLOCK", matchers: ["x"] };
      await ask(nexus, "POST", "/v1/routing-rules", rule);
      await ask(nexus, "POST", "/v1/repositories/raw/proxy", proxy("p", { [field]: "r" }));
      return (await ask(nexus, "GET", "/v1/repositories/raw/proxy/p")).body.routingRuleName;
    };
    expect(await readBack("3.93.2-01", "routingRule")).toBe("r");
    expect(await readBack("3.93.2-01", "routingRuleName")).toBeNull();
    expect(await readBack("3.94.0-12", "routingRule")).toBe("r");
    expect(await readBack("3.94.0-12", "routingRuleName")).toBe("r");
  });

  test("an unknown cleanup policy is rejected from 3.85 on", async () => {
    const body = hosted("r", { cleanup: { policyNames: ["nosuch"] } });
    const old = await nexusWith({ release: "3.84.0-03" });
    expect((await ask(old, "POST", "/v1/repositories/raw/hosted", body)).status).toBe(201);
    const recent = await nexusWith({ release: "3.85.0-03" });
    expect((await ask(recent, "POST", "/v1/repositories/raw/hosted", body)).body).toEqual([
      { id: "HelperBean.cleanup", message: "Cleanup Policy 'nosuch' does not exist." },
    ]);
  });

  test("releases differ in the validation of Maven policies and anonymous settings", async () => {
    const maven = (policy: string) => hosted("m", { maven: { versionPolicy: policy, layoutPolicy: "STRICT" } });
    const old = await nexusWith({ release: "3.71.0-06", edition: "CORE" });
    const recent = await nexusWith({ release: "3.77.0-08", edition: "CORE" });
    expect((await ask(old, "POST", "/v1/repositories/maven/hosted", maven("release"))).status).toBe(201);
    expect((await ask(recent, "POST", "/v1/repositories/maven/hosted", maven("release"))).status).toBe(400);
    // Anonymous settings: omitted fields get their defaults; in the document of 3.94 they are required.
    expect((await ask(recent, "PUT", "/v1/security/anonymous", { enabled: true })).status).toBe(200);
    const newest = await nexusWith();
    expect((await ask(newest, "PUT", "/v1/security/anonymous", { enabled: true })).status).toBe(400);
  });

  test("the read-only API exists in the releases that document it", async () => {
    const nexus = await nexusWith({ release: "3.90.1-01" });
    expect((await ask(nexus, "POST", "/v1/read-only/freeze")).status).toBe(204);
    expect((await ask(nexus, "GET", "/v1/status/writable")).status).toBe(503);
    expect((await ask(nexus, "POST", "/v1/security/roles", { id: "r", name: "r" })).status).toBe(503);
    expect((await ask(nexus, "POST", "/v1/read-only/release")).status).toBe(204);
    expect((await ask(nexus, "POST", "/v1/security/roles", { id: "r", name: "r" })).status).toBe(200);
    expect((await ask(await nexusWith({ release: "3.91.0-01" }), "GET", "/v1/read-only")).status).toBe(404);
  });
});
