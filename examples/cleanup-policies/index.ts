import { CleanupPolicy, estate, invariants, maven, task } from "nexus-iac";

export default estate({
  upstreams: ["mavenCentral"],
  invariants: [invariants.neverCleaned("releases")],
  declare({ upstreams }) {
    const snapshotsFor14Days = new CleanupPolicy("snapshots-14d", {
      format: "maven2",
      criteriaLastBlobUpdated: 14,
      criteriaReleaseType: "PRERELEASES",
      notes: "Snapshots older than 14 days",
    });
    const unusedFor60Days = new CleanupPolicy("unused-60d", {
      format: "*",
      criteriaLastDownloaded: 60,
      notes: "Not downloaded for 60 days",
    });

    new maven.Hosted("releases", {
      maven: { versionPolicy: "RELEASE" },
      // An empty list, so that a policy attached by hand is reported as drift.
      cleanup: { policyNames: [] },
    });
    new maven.Hosted("snapshots", {
      maven: { versionPolicy: "SNAPSHOT" },
      storage: { writePolicy: "ALLOW" },
      cleanup: { policyNames: [snapshotsFor14Days.name] },
    });
    new maven.Proxy("central", {
      proxy: { remoteUrl: upstreams.mavenCentral },
      cleanup: { policyNames: [unusedFor60Days.name] },
    });

    // The first task applies the policies of all repositories; the second one releases the disk space.
    new task.RepositoryCleanup("Cleanup service", { schedule: { daily: "01:00" } });
    new task.BlobstoreCompact("default-compact", {
      schedule: { daily: "03:00" },
      properties: { blobstoreName: "default" },
    });
  },
});
