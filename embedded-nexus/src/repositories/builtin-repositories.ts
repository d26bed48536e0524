import type { JsonObject } from "../json.ts";
import type { RepositoryRecord } from "../state.ts";

/** Returns the repositories of a new Nexus (3.71, 3.77). Full editions have three NuGet ones too, a format not supported yet. */
export function createBuiltinRepositories(): RepositoryRecord[] {
  const maven = (versionPolicy: string, layoutPolicy: string): JsonObject => ({
    versionPolicy,
    layoutPolicy,
    contentDisposition: "INLINE",
  });
  const storage: JsonObject = { blobStoreName: "default", strictContentTypeValidation: false };
  const common = { format: "maven2", online: true, routingRule: null } as const;
  const hosted = (name: string, versionPolicy: string, writePolicy: string): RepositoryRecord => ({
    ...common,
    name,
    type: "hosted",
    attributes: { storage: { ...storage, writePolicy }, maven: maven(versionPolicy, "STRICT") },
  });
  return [
    hosted("maven-releases", "RELEASE", "ALLOW_ONCE"),
    hosted("maven-snapshots", "SNAPSHOT", "ALLOW"),
    {
      ...common,
      name: "maven-central",
      type: "proxy",
      attributes: {
        storage,
        proxy: { remoteUrl: "https://maven-central.example/maven2/", contentMaxAge: -1, metadataMaxAge: 1440 },
        negativeCache: { enabled: true, timeToLive: 1440 },
        httpClient: { blocked: false, autoBlock: false },
        maven: maven("RELEASE", "PERMISSIVE"),
      },
    },
    {
      ...common,
      name: "maven-public",
      type: "group",
      attributes: { storage, group: { memberNames: ["maven-releases", "maven-snapshots", "maven-central"] } },
    },
  ];
}
