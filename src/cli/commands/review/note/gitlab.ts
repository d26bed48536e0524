import { certificatesIn } from "../../../shared/http.ts";
import { type CiVariables, type Platform, requireUrl, variable } from "./platform.ts";

/** The merge request that this pipeline of GitLab runs for, by the variables that GitLab sets itself. */
export function createGitlabPlatform(environment: CiVariables): Platform {
  const ci = "GitLab sets it in its pipelines";
  const api = requireUrl(environment, "CI_API_V4_URL", ci);
  const project = variable(environment, ["CI_PROJECT_ID"], ci).value;
  const request = variable(
    environment,
    ["CI_MERGE_REQUEST_IID"],
    "GitLab sets it in pipelines of merge requests ($CI_PIPELINE_SOURCE is merge_request_event)",
  ).value;
  const rights = "the scope api and the role Reporter, and the merge request to be one of its project";
  // A job's own token (CI_JOB_TOKEN) may write no notes.
  const { name, value } = variable(
    environment,
    ["NEXUS_IAC_TOKEN", "GITLAB_TOKEN"],
    `an access token of the project, with ${rights}; a protected or hidden variable is not there in every pipeline`,
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
    token: { requireVariable: name, secret: value },
    headers: { "private-token": value },
    rights,
    ...(caFile && { ca: certificatesIn(caFile, "CI_SERVER_TLS_CA_FILE") }),
    isMine: ({ author }, me) => author.id === me?.id,
  };
}
