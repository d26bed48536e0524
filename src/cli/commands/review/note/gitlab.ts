import { Authorization } from "../../../../client/credentials.ts";
import { readCertificates } from "../../../../provider/settings.ts";
import { type CiVariables, type Platform, requireUrl, requireVariable } from "./platform.ts";

/** Returns the merge request that a GitLab pipeline runs for, from the variables that GitLab sets. */
export function createGitlabPlatform(environment: CiVariables): Platform {
  const advice = "GitLab sets it in pipelines";
  const api = requireUrl(environment, "CI_API_V4_URL", advice);
  const project = requireVariable(environment, ["CI_PROJECT_ID"], advice).value;
  const request = requireVariable(
    environment,
    ["CI_MERGE_REQUEST_IID"],
    "GitLab sets it in merge request pipelines ($CI_PIPELINE_SOURCE is merge_request_event)",
  ).value;
  const rights = "the scope api and the role Reporter in the project of the merge request";
  // The token of the job (CI_JOB_TOKEN) cannot write notes.
  const { name, value } = requireVariable(
    environment,
    ["NEXUS_IAC_TOKEN", "GITLAB_TOKEN"],
    `Set it to a project access token with ${rights}. Protected variables are missing in pipelines of unprotected branches`,
  );
  const notesPath = `/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(request)}/notes`;
  const caFile = environment.CI_SERVER_TLS_CA_FILE;
  return {
    name: "GitLab",
    place: `merge request !${request}`,
    api,
    notesPath,
    notePath: notesPath,
    update: "PUT",
    limit: 1_000_000,
    token: { variable: name, secret: value },
    authorization: new Authorization(name, value, [api], "private-token"),
    rights,
    ...(caFile && { ca: readCertificates(caFile, "CI_SERVER_TLS_CA_FILE") }),
    isMine: ({ author }, me) => me !== undefined && author?.id === me.id,
  };
}
