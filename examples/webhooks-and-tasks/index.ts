import { capability, estate, maven, task } from "nexus-iac";
import { z } from "nexus-iac/zod";

export default estate({
  settings: {
    /** The address at which users and clients reach Nexus. */
    publicUrl: z.url(),
    webhookUrl: z.url(),
  },
  declare({ settings: { publicUrl, webhookUrl } }) {
    const releases = new maven.Hosted("releases", { maven: { versionPolicy: "RELEASE" } });
    const snapshots = new maven.Hosted("snapshots", {
      maven: { versionPolicy: "SNAPSHOT" },
      storage: { writePolicy: "ALLOW" },
    });

    new capability.BaseUrl("base-url", { properties: { url: publicUrl } });
    new capability.WebhookRepository("new-releases", {
      properties: { repository: releases.name, names: ["component"], url: `${webhookUrl}/releases` },
    });
    new capability.WebhookGlobal("audit", { properties: { names: ["audit"], url: `${webhookUrl}/audit` } });

    new task.RepositoryMavenRemoveSnapshots("snapshots-remove", {
      schedule: { weekly: ["SUNDAY"], at: "03:00" },
      properties: { repositoryName: snapshots.name, minimumRetained: 3, snapshotRetentionDays: 30 },
    });
    new task.BlobstoreCompact("default-compact", {
      schedule: { daily: "05:00" },
      properties: { blobstoreName: "default" },
    });
  },
});
