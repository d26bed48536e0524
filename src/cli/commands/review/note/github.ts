import { readFileSync } from "node:fs";
import { Authorization } from "../../../../client/credentials.ts";
import { CommandError } from "../../../shared/command-error.ts";
import { type CiVariables, type Platform, requireUrl, requireVariable } from "./platform.ts";

/** Returns the pull request that a GitHub workflow runs for, from the variables that GitHub sets. */
export function createGithubPlatform(environment: CiVariables): Platform {
  const advice = "GitHub sets it in workflows";
  const api = requireUrl(environment, "GITHUB_API_URL", advice);
  const repository = requireVariable(environment, ["GITHUB_REPOSITORY"], advice).value;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CommandError(`GITHUB_REPOSITORY is "${repository}", expected OWNER/NAME`);
  const number = findPullRequest(environment);
  const rights = "`permissions: pull-requests: write` in the job (never granted to pull requests from forks)";
  const { value } = requireVariable(environment, ["GITHUB_TOKEN"], "Set it with `env` in the step, from github.token");
  return {
    name: "GitHub",
    place: `pull request #${number}`,
    api,
    notesPath: `/repos/${repository}/issues/${number}/comments`,
    notePath: `/repos/${repository}/issues/comments`,
    update: "PATCH",
    limit: 65_536,
    token: { variable: "GITHUB_TOKEN", secret: value },
    authorization: new Authorization("GITHUB_TOKEN", `Bearer ${value}`, [api]),
    headers: { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" },
    rights,
    // The token of a workflow belongs to no user; its notes are written by a bot.
    isMine: ({ author }, me) => (me ? author?.id === me.id : author?.type === "Bot"),
  };
}

/** Returns the number from the event that started the workflow, otherwise from the checked-out ref. */
function findPullRequest(environment: CiVariables): number {
  const number =
    numberOf(environment.GITHUB_EVENT_PATH) ?? /^refs\/pull\/(\d+)\//.exec(environment.GITHUB_REF ?? "")?.[1];
  if (number !== undefined && Number.isSafeInteger(Number(number))) return Number(number);
  throw new CommandError(
    "This workflow does not run for a pull request: neither the event of GITHUB_EVENT_PATH nor GITHUB_REF names one. " +
      "Run it on: pull_request",
  );
}

function numberOf(eventFile: string | undefined): unknown {
  if (!eventFile) return undefined;
  try {
    const event: { pull_request?: { number?: unknown } } = JSON.parse(readFileSync(eventFile, "utf8"));
    return event.pull_request?.number;
  } catch (error) {
    throw new CommandError(`Cannot read the event in GITHUB_EVENT_PATH: ${eventFile}`, { cause: error });
  }
}
