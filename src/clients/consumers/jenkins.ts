import type { ConsumerFile, Site } from "./site.ts";
import { dotenv, json } from "./text.ts";
import { variables } from "./variables.ts";

/**
 * The environment of builds, and which credentials Jenkins must have (`nexus-iac jenkins-credentials` makes them): their
 * ids and users, no password.
 */
export function jenkinsFiles(site: Site): ConsumerFile[] {
  const { credentials, credential, ...build } = site.declared("jenkins");
  const listed = Object.entries(credentials).map(([id, user]) => ({ id, username: site.username(user) }));
  return [
    { path: "nexus.env", text: dotenv({ ...variables(site, build), NEXUS_CREDENTIAL_ID: credential }) },
    { path: "credentials.json", text: json(listed) },
  ];
}
