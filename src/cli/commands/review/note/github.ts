import { readFileSync } from "node:fs";
import { CommandError } from "../../../shared/failures.ts";
import { type CiVariables, type Platform, requireUrl, variable } from "./platform.ts";

/** The pull request that this workflow of GitHub runs for, by the variables that GitHub sets itself. */
export function createGithubPlatform(environment: CiVariables): Platform {
  const actions = "GitHub sets it in its workflows";
  const api = requireUrl(environment, "GITHUB_API_URL", actions);
  const repository = variable(environment, ["GITHUB_REPOSITORY"], actions).value;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new CommandError("GITHUB_REPOSITORY is not OWNER/NAME");
  const number = pullRequest(environment);
  const rights = "`permissions: pull-requests: write` in the job, which a pull request from a fork never gets";
  const { value } = variable(environment, ["GITHUB_TOKEN"], "the step gets it by `env`, from github.token");
  return {
    name: "GitHub",
    place: `pull request #${number}`,
    api,
    notesPath: `/repos/${repository}/issues/${number}/comments`,
    notePath: `/repos/${repository}/issues/comments`,
    update: "PATCH",
    limit: 65_536,
    token: { requireVariable: "GITHUB_TOKEN", secret: value },
    headers: {
      authorization: `Bearer ${value}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    rights,
    // A workflow's own token is no user's; what it writes is a bot's.
    isMine: ({ author }, me) => (me ? author.id === me.id : author.type === "Bot"),
  };
}

/** Its number, from the event that started the workflow, else from the ref that was checked out. */
function pullRequest(environment: CiVariables): number {
  const number =
    numberOf(environment.GITHUB_EVENT_PATH) ?? /^refs\/pull\/(\d+)\//.exec(environment.GITHUB_REF ?? "")?.[1];
  if (number !== undefined && Number.isSafeInteger(Number(number))) return Number(number);
  throw new CommandError(
    "this workflow runs for no pull request: neither the event of GITHUB_EVENT_PATH nor GITHUB_REF names one " +
      "(`on: pull_request`)",
  );
}

function numberOf(eventFile: string | undefined): unknown {
  if (!eventFile) return undefined;
  try {
    const event: { pull_request?: { number?: unknown } } = JSON.parse(readFileSync(eventFile, "utf8"));
    return event.pull_request?.number;
  } catch (error) {
    throw new CommandError(`GITHUB_EVENT_PATH names a file that holds no event: ${eventFile}`, { cause: error });
  }
}
