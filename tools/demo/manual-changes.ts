import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";

/** Represents changes made by hand in Nexus, outside of the program. */
export interface ManualChanges {
  /** A hosted repository whose write policy is changed, as `docker/hosted/NAME`. */
  repository: string;
  /** A role that gets the privilege nx-all. */
  role: string;
  /** A user who is deleted. */
  user: string;
}

/** The changes for each stack. */
export const manualChanges: Readonly<Record<string, ManualChanges>> = {
  lab: {
    repository: "docker/hosted/docker-dev-hosted",
    role: "nexus-docker-dev-pull",
    user: "nexus-jenkinsbot",
  },
  cwiq: { repository: "docker/hosted/docker-hosted-prod", role: "nexus-deployments", user: "nexus-ci" },
  "cwiq-dev": { repository: "docker/hosted/docker-hosted", role: "nexus-deployments", user: "nexus-ci" },
  p2c: { repository: "maven/hosted/maven-releases", role: "maven-deploy", user: "maven-deploy" },
};

/** Applies the changes and returns a line about each. */
export async function applyManualChanges(url: string, password: string, changes: ManualChanges): Promise<string[]> {
  const client = new NexusClient({ url, username: "admin", password });
  const get = async (path: string) => (await client.get(path)).body as Fields;
  const repositoryPath = `/v1/repositories/${changes.repository}`;
  const current = await get(repositoryPath);
  const storage = current.storage as Fields;
  const writePolicy = storage.writePolicy === "ALLOW" ? "DENY" : "ALLOW";
  await client.send({
    method: "PUT",
    path: repositoryPath,
    body: { ...current, storage: { ...storage, writePolicy } },
  });
  const rolePath = `/v1/security/roles/${changes.role}`;
  const { privileges, ...rest } = await get(rolePath);
  await client.send({
    method: "PUT",
    path: rolePath,
    body: { ...rest, privileges: [...(privileges as string[]), "nx-all"] },
  });
  await client.send({ method: "DELETE", path: `/v1/security/users/${changes.user}` });
  await client.close();
  return [
    `the write policy of ${changes.repository.split("/").at(-1)} is changed from ${storage.writePolicy} to ${writePolicy}`,
    `the privilege nx-all is added to the role ${changes.role}`,
    `the user ${changes.user} is deleted`,
  ];
}
