import { CommandError } from "../../../shared/failures.ts";

/** Where notes are written: a merge request of GitLab, a pull request of GitHub. */
export interface Platform {
  name: string;
  /** The merge request or pull request, in words. */
  place: string;
  /** Root of the API. */
  api: string;
  /** Path of the notes there; one of them is below `notePath`. */
  notesPath: string;
  notePath: string;
  update: "PUT" | "PATCH";
  /** The most characters that a note may have. */
  limit: number;
  /** The variable that the token is in, and the token. */
  token: { requireVariable: string; secret: string };
  headers: Readonly<Record<string, string>>;
  /** What the token needs, for people whose token may not write. */
  rights: string;
  /** Certificates (PEM) trusted beside the system's own. */
  ca?: string;
  /**
   * Whether the token's owner wrote the note: what somebody else wrote under our marker, he could change after us.
   *
   * @param me - what `/user` answers; undefined where it refuses a job's own token
   */
  isMine(note: RemoteNote, me: RemoteUser | undefined): boolean;
}

export interface RemoteUser {
  id: number;
  type?: string;
}

/** A note as both platforms give it, as far as we look. */
export interface RemoteNote {
  id: number;
  body: string;
  author: RemoteUser;
}

export type CiVariables = Readonly<Record<string, string | undefined>>;

/** The first of these variables that is set. */
export function variable(
  environment: CiVariables,
  names: readonly string[],
  why: string,
): { name: string; value: string } {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value) return { name, value };
  }
  throw new CommandError(`${names.join(" or ")} is not set: ${why}`);
}

/** The root of an API, as a variable has it. */
export function requireUrl(environment: CiVariables, name: string, why: string): string {
  const { value } = variable(environment, [name], why);
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol) && !url.username) return value.replace(/\/+$/, "");
  throw new CommandError(`${name} is no address of http or https: ${why}`);
}
