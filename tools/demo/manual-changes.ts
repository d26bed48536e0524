import { NexusClient } from "../../src/client/nexus-client.ts";
import type { Fields } from "../../src/util/json.ts";

/** What somebody at Nexus's web page does behind the program's back. */
export interface ManualChanges {
  /** A hosted repository that may be overwritten from now on, as `docker/hosted/NAME`. */
  loosened: string;
  /** A role that gets everything. */
  widened: string;
  /** A user who is deleted. */
  deleted: string;
}

/** One in each of the environments. */
export const manualChanges: Readonly<Record<string, ManualChanges>> = {
  lab: {
    loosened: "docker/hosted/docker-dev-hosted",
    widened: "nexus-docker-dev-pull",
    deleted: "nexus-jenkinsbot",
  },
  cwiq: { loosened: "docker/hosted/docker-hosted-prod", widened: "nexus-deployments", deleted: "nexus-ci" },
  "cwiq-dev": { loosened: "docker/hosted/docker-hosted", widened: "nexus-deployments", deleted: "nexus-ci" },
  p2c: { loosened: "maven/hosted/maven-releases", widened: "maven-deploy", deleted: "maven-deploy" },
};

/** Does it, and tells what it did, a line each. */
export async function applyManualChanges(url: string, password: string, mischief: ManualChanges): Promise<string[]> {
  const client = new NexusClient({ url, username: "admin", password });
  const get = async (path: string) => (await client.get(path)).body as Fields;
  const repository = `/v1/repositories/${mischief.loosened}`;
  const live = await get(repository);
  const storage = live.storage as Fields;
  const writePolicy = storage.writePolicy === "ALLOW" ? "DENY" : "ALLOW";
  await client.send({ method: "PUT", path: repository, body: { ...live, storage: { ...storage, writePolicy } } });
  const role = `/v1/security/roles/${mischief.widened}`;
  const { privileges, ...rest } = await get(role);
  await client.send({
    method: "PUT",
    path: role,
    body: { ...rest, privileges: [...(privileges as string[]), "nx-all"] },
  });
  await client.send({ method: "DELETE", path: `/v1/security/users/${mischief.deleted}` });
  await client.close();
  return [
    `the write policy of ${mischief.loosened.split("/").at(-1)} is set from ${storage.writePolicy} to ${writePolicy}`,
    `the privilege nx-all is added to the role ${mischief.widened}`,
    `the user ${mischief.deleted} is deleted`,
  ];
}
