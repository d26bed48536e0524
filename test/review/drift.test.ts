import { describe, expect, it } from "vitest";
import type { Estate } from "../../src/estate/estate.ts";
import type { NexusSnapshot } from "../../src/plan/nexus-snapshot.ts";
import { createDriftReport } from "../../src/review/drift.ts";
import { declareResource, toEstate, toPlan } from "./support.ts";

const takeSnapshot = (estate: Estate): NexusSnapshot => ({
  url: "https://nexus.example",
  server: {},
  estate,
  unreadable: new Set(),
});

describe("unmanaged objects", () => {
  const live = toEstate([
    declareResource("raw-hosted", "files"),
    declareResource("raw-hosted", "legacy-1"),
    declareResource("raw-hosted", "legacy.*"),
    declareResource("role", "nx-admin", { readOnly: true, privileges: ["nx-all"] }),
    declareResource("privilege-repository-view", "nx-repository-view-raw-files-read", { readOnly: true }),
    declareResource("user", "admin"),
    declareResource("user", "eve"),
    declareResource("blob-store-file", "default"),
    declareResource("realms", "realms", { active: ["NexusAuthenticatingRealm"] }),
    declareResource("anonymous-access", "anonymous", { enabled: false }),
    declareResource("email", "mail", { enabled: false, host: "localhost" }),
    declareResource("capability-audit", "audit", {
      type: "audit",
      enabled: true,
      notes: "Automatically added on today",
      properties: {},
    }),
  ]);
  const listUnmanaged = (...ignored: string[]) =>
    createDriftReport(toPlan({}), { snapshot: takeSnapshot(live), ignored }).unmanaged.map(
      ({ family, name }) => `${family}/${name}`,
    );

  it("do not include the objects that a new Nexus has", () => {
    expect(listUnmanaged()).toEqual(["repository/files", "repository/legacy-1", "repository/legacy.*", "user/eve"]);
  });

  it("include changed settings", () => {
    const changed = toEstate([
      declareResource("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken"] }),
      declareResource("anonymous-access", "anonymous", { enabled: true }),
      declareResource("email", "mail", { enabled: true, host: "mail.example" }),
    ]);
    const { unmanaged } = createDriftReport(toPlan({}), { snapshot: takeSnapshot(changed), ignored: [] });
    expect(unmanaged.map(({ name }) => name)).toEqual(["anonymous access", "realms", "e-mail"]);
  });

  it("are ignored by patterns in which only a star has a meaning", () => {
    expect(listUnmanaged("repository/legacy-*", "user/*")).toEqual(["repository/files", "repository/legacy.*"]);
    expect(listUnmanaged("repository/legacy.*")).toEqual(["repository/files", "repository/legacy-1", "user/eve"]);
    expect(listUnmanaged("*")).toEqual([]);
  });
});
