import { createBuildVariables } from "./build-variables.ts";
import type { ConsumerContext, ConsumerFile } from "./consumer-context.ts";
import { formatDotenv, formatJson } from "./file-encoding.ts";

/**
 * The environment of builds, and which credentials Jenkins must have (`nexus-iac jenkins-credentials` makes them): their
 * ids and users, no password.
 */
export function createJenkinsFiles(site: ConsumerContext): ConsumerFile[] {
  const { credentials, credential, ...build } = site.getConsumer("jenkins");
  const listed = Object.entries(credentials).map(([id, user]) => ({ id, username: site.resolveUsername(user) }));
  return [
    {
      path: "nexus.env",
      text: formatDotenv({ ...createBuildVariables(site, build), NEXUS_CREDENTIAL_ID: credential }),
    },
    { path: "credentials.json", text: formatJson(listed) },
  ];
}
