import type { EmbeddedNexus } from "nexus-embedded";

/** Returns the status with which a repository's connector responds to a Docker client, with or without credentials. */
export async function getConnectorStatus(
  nexus: EmbeddedNexus,
  repository: string,
  credentials?: { username: string; password: string },
): Promise<number> {
  const port = nexus.connectorPort(repository);
  if (port === undefined) throw new Error(`${repository} has no connector`);
  const basic = credentials && btoa(`${credentials.username}:${credentials.password}`);
  const reply = await fetch(`http://127.0.0.1:${port}/v2/`, {
    headers: basic ? { authorization: `Basic ${basic}` } : {},
  });
  return reply.status;
}
