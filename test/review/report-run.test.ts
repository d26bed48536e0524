import { expect, it } from "vitest";
import { describeRun } from "../../src/review/report-run.ts";

const at = new Date("2026-12-01T09:30:00Z");
const time = "2026-12-01T09:30:00.000Z";

it.each([
  ["on a workstation", { USER: "ada" }, {}],
  [
    "in GitLab",
    {
      CI_COMMIT_SHA: "abc",
      CI_COMMIT_REF_NAME: "refs/merge-requests/7/head",
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "add-team",
      GITLAB_USER_LOGIN: "ada",
      CI_JOB_URL: "https://gitlab.example/jobs/1",
    },
    { commit: "abc", branch: "add-team", user: "ada", job: "https://gitlab.example/jobs/1" },
  ],
  [
    "in GitHub",
    {
      GITHUB_SHA: "abc",
      GITHUB_HEAD_REF: "",
      GITHUB_REF_NAME: "main",
      GITHUB_ACTOR: "ada",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "team/nexus",
      GITHUB_RUN_ID: "5",
    },
    { commit: "abc", branch: "main", user: "ada", job: "https://github.example/team/nexus/actions/runs/5" },
  ],
  [
    "in Jenkins",
    {
      GIT_COMMIT: "abc",
      BRANCH_NAME: "PR-7",
      CHANGE_BRANCH: "add-team",
      CHANGE_AUTHOR: "ada",
      BUILD_URL: "https://ci.example/7",
    },
    { commit: "abc", branch: "add-team", user: "ada", job: "https://ci.example/7" },
  ],
])("describes a run %s", (_, environment, expected) => {
  expect(describeRun(environment, at)).toEqual({ time, ...expected });
});
