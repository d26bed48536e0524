import { CommandError } from "../../../shared/failures.ts";
import { createGithubPlatform } from "./github.ts";
import { createGitlabPlatform } from "./gitlab.ts";
import { formatNote, noteMarker } from "./note-body.ts";
import type { CiVariables, Platform, RemoteNote, RemoteUser } from "./platform.ts";
import { PlatformApi, type PlatformResponse } from "./platform-api.ts";

const platforms = { gitlab: createGitlabPlatform, github: createGithubPlatform } as const satisfies Record<
  string,
  (environment: CiVariables) => Platform
>;

export type PlatformName = keyof typeof platforms;
export const platformNames = Object.keys(platforms) as PlatformName[];

export interface NoteRequest {
  platform: PlatformName;
  /** What the note is about, the same in every run: `review lab`. There is one note about it. */
  about: string;
  markdown: string;
  /** CI's variables. */
  environment: CiVariables;
}

/**
 * Keeps the one note about something up to date on the merge request or pull request that CI runs for: changes the one
 * that it wrote before, or writes the first.
 *
 * @returns what was done, in words
 * @throws CommandError
 */
export async function postNote({ platform: name, about, markdown, environment }: NoteRequest): Promise<string> {
  const platform = platforms[name](environment);
  const api = new PlatformApi(platform);
  try {
    const body = formatNote(about, markdown, platform.limit);
    for (const { id } of await ownNotes(api, platform, about)) {
      const answer = await api.send(platform.update, `${platform.notePath}/${id}`, { body });
      if (answer.status === 200) return `the note of ${platform.place} is up to date`;
      // Gone since, or it may not be changed any more: another one is as good.
      if (answer.status !== 403 && answer.status !== 404)
        throw api.toRefusalError(answer, `to change a note of ${platform.place}`);
    }
    const answer = await api.send("POST", platform.notesPath, { body });
    if (answer.status === 201) return `${platform.place} has a note now`;
    throw api.toRefusalError(answer, `a note on ${platform.place}`);
  } finally {
    await api.close();
  }
}

/**
 * Refuses where CI's variables do not tell where the note goes: before the work is done that it is about.
 *
 * @throws CommandError
 */
export function assertPlatform(name: PlatformName, environment: CiVariables): void {
  platforms[name](environment);
}

/** The notes with the marker that are ours to change, the newest first. */
async function ownNotes(api: PlatformApi, platform: Platform, about: string): Promise<RemoteNote[]> {
  const marked = (await allNotes(api, platform)).filter(({ body }) => body.startsWith(noteMarker(about)));
  if (!marked.length) return [];
  const me = await whoAmI(api);
  return marked.filter((note) => platform.isMine(note, me)).sort((one, other) => other.id - one.id);
}

async function whoAmI(api: PlatformApi): Promise<RemoteUser | undefined> {
  const answer = await api.send("GET", "/user");
  if (answer.status === 403) return undefined;
  if (answer.status !== 200) throw api.toRefusalError(answer, "to tell whose token it is");
  return answer.body as RemoteUser;
}

/** The platform's own answer names the next page; only its number is believed, so the token goes nowhere else. */
async function allNotes(api: PlatformApi, platform: Platform): Promise<RemoteNote[]> {
  const notes: RemoteNote[] = [];
  for (let page = 1; ; ) {
    const answer = await api.send("GET", `${platform.notesPath}?per_page=100&page=${page}`);
    const what = `the notes of ${platform.place}`;
    if (answer.status !== 200) throw api.toRefusalError(answer, what);
    if (!Array.isArray(answer.body)) throw new CommandError(`${platform.name} gave something else than ${what}`);
    notes.push(...answer.body.map(remoteNote));
    const next = nextPage(answer);
    if (next <= page) return notes;
    page = next;
  }
}

/** GitLab says `author`, GitHub `user`. */
function remoteNote({ id, body, author, user }: Record<string, unknown>): RemoteNote {
  return { id: Number(id), body: String(body ?? ""), author: (author ?? user ?? {}) as RemoteUser };
}

/** The number of the next page; 0 after the last. */
function nextPage({ headers }: PlatformResponse): number {
  const [, link = ""] = /<([^>]*)>[^,]*;\s*rel="?next"?/i.exec(String(headers.link ?? "")) ?? [];
  const page = headers["x-next-page"] || (URL.parse(link)?.searchParams.get("page") ?? "");
  return Number(page) || 0;
}
