import type { ReportRun } from "./report-schemas.ts";

/** The CI variables with the facts about a run, by fact. The first variable that is set counts. */
const ciVariables: Readonly<Record<Exclude<keyof ReportRun, "time">, readonly string[]>> = {
  // GitLab, GitHub, Jenkins (plugin Git). A pull request of GitHub is built at a merge commit.
  commit: ["CI_COMMIT_SHA", "GITHUB_SHA", "GIT_COMMIT"],
  branch: [
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_REF_NAME",
    "GITHUB_HEAD_REF",
    "GITHUB_REF_NAME",
    "CHANGE_BRANCH",
    "BRANCH_NAME",
    "GIT_BRANCH",
  ],
  // In Jenkins the plugin "build user vars" sets the first variable, and a multibranch pipeline the second.
  user: ["GITLAB_USER_LOGIN", "GITHUB_ACTOR", "BUILD_USER_ID", "CHANGE_AUTHOR"],
  job: ["CI_JOB_URL", "GITHUB_RUN_URL", "BUILD_URL"],
};

/**
 * Describes the run that makes a report: its time, and in GitLab, GitHub Actions and Jenkins the commit, the branch, the user
 * who started it, and the URL of the job.
 */
export function describeRun(environment: Readonly<Record<string, string | undefined>>, time: Date): ReportRun {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
  const variables: Readonly<Record<string, string | undefined>> = {
    ...environment,
    ...(GITHUB_RUN_ID && { GITHUB_RUN_URL: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` }),
  };
  const facts = Object.entries(ciVariables).flatMap(([fact, names]) => {
    const value = names.map((name) => variables[name]?.trim()).find(Boolean);
    return value ? [[fact, value]] : [];
  });
  return { time: time.toISOString(), ...Object.fromEntries(facts) };
}
