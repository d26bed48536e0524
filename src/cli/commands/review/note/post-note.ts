import { z } from "zod";
import { readAllPages } from "../../../../client/pages.ts";
import { formatPath } from "../../../../util/json.ts";
import { CommandError } from "../../../shared/command-error.ts";
import { createGithubPlatform } from "./github.ts";
import { createGitlabPlatform } from "./gitlab.ts";
import { fitNoteToLimit, noteMarker } from "./note-body.ts";
import type { CiVariables, Platform, RemoteNote, RemoteUser } from "./platform.ts";
import { PlatformApi, type PlatformResponse } from "./platform-api.ts";

const platforms = { gitlab: createGitlabPlatform, github: createGithubPlatform } as const satisfies Record<
  string,
  (environment: CiVariables) => Platform
>;

/** The name of a platform: gitlab or github. */
export type PlatformName = keyof typeof platforms;
/** All names of platforms, for the option `--post`. */
export const platformNames = Object.keys(platforms) as PlatformName[];

/** Represents a note to create or update. */
export interface NoteRequest {
  platform: PlatformName;
  /** The subject of the note, the same in every run: `review lab`. There is one note for each subject. */
  about: string;
  markdown: string;
  /** The environment variables of the CI job. */
  environment: CiVariables;
}

/**
 * Updates the note about a subject on the merge request or pull request that the CI job runs for, or creates it.
 *
 * @returns a sentence about what was done
 * @throws CommandError if the variables are missing or the platform refuses a request
 */
export async function postNote({ platform: name, about, markdown, environment }: NoteRequest): Promise<string> {
  const platform = platforms[name](environment);
  const api = new PlatformApi(platform);
  try {
    const body = fitNoteToLimit(about, markdown, platform.limit);
    for (const { id } of await findOwnNotes(api, platform, about)) {
      const answer = await api.send(platform.update, `${platform.notePath}/${id}`, { body });
      if (answer.status === 200) return `Updated the note on ${platform.place}`;
      // The note was deleted meanwhile, or cannot be changed any more: the next one is tried.
      if (answer.status !== 403 && answer.status !== 404)
        throw api.toRefusalError(answer, `to change a note on ${platform.place}`);
    }
    const answer = await api.send("POST", platform.notesPath, { body });
    if (answer.status === 201) return `Created a note on ${platform.place}`;
    throw api.toRefusalError(answer, `to create a note on ${platform.place}`);
  } finally {
    await api.close();
  }
}

/**
 * Checks that the variables of the CI job name the merge request or pull request. Called before the review runs.
 *
 * @throws CommandError if a variable is missing or wrong
 */
export function assertPlatform(name: PlatformName, environment: CiVariables): void {
  platforms[name](environment);
}

/** Returns the notes with the marker that the owner of the token wrote, the newest first. */
async function findOwnNotes(api: PlatformApi, platform: Platform, about: string): Promise<RemoteNote[]> {
  const marked = (await listNotes(api, platform)).filter(({ body }) => body.startsWith(noteMarker(about)));
  if (!marked.length) return [];
  const me = await readCurrentUser(api, platform);
  return marked.filter((note) => platform.isMine(note, me)).sort((one, other) => other.id - one.id);
}

async function readCurrentUser(api: PlatformApi, platform: Platform): Promise<RemoteUser | undefined> {
  const answer = await api.send("GET", "/user");
  if (answer.status === 403) return undefined;
  if (answer.status !== 200) throw api.toRefusalError(answer, "to name the owner of the token");
  const { success, data } = userSchema.safeParse(answer.body);
  if (!success) throw unexpectedResponse(platform, "to name the owner of the token", "id is not an integer");
  return data;
}

/** Lists all notes. Only the page number of the platform's link is used, so that the token is sent to no other address. */
async function listNotes(api: PlatformApi, platform: Platform): Promise<RemoteNote[]> {
  return readAllPages({ method: "GET", path: platform.notesPath }, async (page = "1") => {
    const answer = await api.send("GET", `${platform.notesPath}?per_page=100&page=${page}`);
    const action = `to list the notes of ${platform.place}`;
    if (answer.status !== 200) throw api.toRefusalError(answer, action);
    const { success, data, error } = z.array(noteSchema).safeParse(answer.body);
    if (!success) throw unexpectedResponse(platform, action, formatIssue(error));
    return { items: data, next: nextPage(answer) };
  });
}

/** A user without an integer as id would match a note without an author. */
const userSchema = z.object({ id: z.int(), type: z.string().optional() });

/** The author is in `author` (GitLab) or `user` (GitHub); both are null after the account was deleted. */
const noteSchema = z
  .object({ id: z.int(), body: z.string().nullish(), author: userSchema.nullish(), user: userSchema.nullish() })
  .transform(
    ({ id, body, author, user }): RemoteNote => ({ id, body: body ?? "", author: author ?? user ?? undefined }),
  );

function formatIssue({ issues: [issue] }: z.ZodError): string {
  return issue ? `${formatPath(issue.path) || "the body"}: ${issue.message}` : "";
}

function unexpectedResponse({ name }: Platform, action: string, problem: string): CommandError {
  return new CommandError(`Unexpected response of ${name} to the request ${action}: ${problem}`);
}

/** Returns the number of the next page; an empty text after the last one. */
function nextPage({ headers }: PlatformResponse): string {
  const [, link = ""] = /<([^>]*)>[^,]*;\s*rel="?next"?/i.exec(String(headers.link ?? "")) ?? [];
  const page = headers["x-next-page"] || (URL.parse(link)?.searchParams.get("page") ?? "");
  return /^\d+$/.test(String(page)) ? String(page) : "";
}
