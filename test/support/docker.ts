import type { EmbeddedNexus } from "nexus-embedded";

/** What a repository's connector answers to a Docker client that comes, with credentials or without. */
export async function getConnectorStatus(
  nexus: EmbeddedNexus,
  repository: string,
  credentials?: { username: string; password: string },
): Promise<number> {
  const port = nexus.connectorPort(repository);
  if (port === undefined) throw new Error(`no connector of ${repository} listens`);
  const basic = credentials && btoa(`${credentials.username}:${credentials.password}`);
  const reply = await fetch(`http://127.0.0.1:${port}/v2/`, {
    headers: basic ? { authorization: `Basic ${basic}` } : {},
  });
  return reply.status;
}
