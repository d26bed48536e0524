import { createBuildVariables } from "./build-variables.ts";
import type { ConsumerContext, ConsumerFile } from "./consumer-context.ts";
import { formatDotenv, formatJson } from "./file-encoding.ts";

/**
 * Creates the environment of builds, and the list of the credentials that Jenkins needs, with their ids and users but
 * without passwords. `nexus-iac jenkins-credentials` creates the credentials.
 */
export function createJenkinsFiles(context: ConsumerContext): ConsumerFile[] {
  const { credentials, credential, ...build } = context.getConsumer("jenkins");
  const required = Object.entries(credentials).map(([id, user]) => ({ id, username: context.resolveUsername(user) }));
  return [
    {
      path: "nexus.env",
      text: formatDotenv({ ...createBuildVariables(context, build), NEXUS_CREDENTIAL_ID: credential }),
    },
    { path: "credentials.json", text: formatJson(required) },
  ];
}
