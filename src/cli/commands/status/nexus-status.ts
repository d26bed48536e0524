import { type ConfigurationAccess, evaluateConfigurationAccess } from "../../../access/configuration-access.ts";
import type { NexusClient } from "../../../client/nexus-client.ts";
import { isFields } from "../../../util/json.ts";
import { CommandError } from "../../shared/command-error.ts";

/** Returns what the client's user may read and change. */
export async function readConfigurationAccess(client: NexusClient): Promise<ConfigurationAccess[]> {
  await client.resolveServer();
  return evaluateConfigurationAccess(await readOwnPermissions(client));
}

/** Returns the permissions of the client's user. Every user may read their own, by the method that the user interface calls. */
async function readOwnPermissions(client: NexusClient): Promise<string[]> {
  const { body } = await client.send({ method: "GET", path: "extdirect:rapture_Security.getPermissions" });
  if (!Array.isArray(body)) throw new CommandError("Nexus did not list the permissions of this user");
  return body.flatMap((entry) => (isFields(entry) && typeof entry.id === "string" ? [entry.id] : []));
}
