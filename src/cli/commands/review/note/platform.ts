import type { Authorization } from "../../../../client/credentials.ts";
import { CommandError } from "../../../shared/command-error.ts";

/** Represents a merge request of GitLab or a pull request of GitHub, and how notes are written there. */
export interface Platform {
  name: string;
  /** The merge request or pull request, for messages: `merge request !7`. */
  place: string;
  /** The root URL of the API. */
  api: string;
  /** The path of the list of notes. A single note is at `notePath`/ID. */
  notesPath: string;
  notePath: string;
  update: "PUT" | "PATCH";
  /** The maximum length of a note in characters. */
  limit: number;
  /** The token, and the name of the variable that contains it. */
  token: { variable: string; secret: string };
  /** The token as the header that the platform expects, bound to the API. */
  authorization: Authorization;
  headers?: Readonly<Record<string, string>>;
  /** The permissions that the token needs, for messages. */
  rights: string;
  /** Certificates (PEM) to trust in addition to the system's. */
  ca?: string;
  /**
   * Returns true if the owner of the token wrote the note. A note with our marker by another author is left alone: its
   * author could change it later.
   *
   * @param me - the response of `/user`; undefined if it refuses the token of a job
   */
  isMine(note: RemoteNote, me: RemoteUser | undefined): boolean;
}

/** Represents a user of the platform. */
export interface RemoteUser {
  id: number;
  type?: string | undefined;
}

/** Represents a note, with the fields that both platforms have. */
export interface RemoteNote {
  id: number;
  body: string;
  /** Undefined if the account was deleted. */
  author: RemoteUser | undefined;
}

/** Represents the environment variables of a CI job. */
export type CiVariables = Readonly<Record<string, string | undefined>>;

/**
 * Returns the first of the variables that is set.
 *
 * @param advice - the end of the error message
 * @throws CommandError if none is set
 */
export function requireVariable(
  environment: CiVariables,
  names: readonly string[],
  advice: string,
): { name: string; value: string } {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value) return { name, value };
  }
  throw new CommandError(`${names.join(" or ")} is not set. ${advice}`);
}

/** Returns the http or https URL in a variable, without a slash at the end. */
export function requireUrl(environment: CiVariables, name: string, advice: string): string {
  const { value } = requireVariable(environment, [name], advice);
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol) && !url.username) return value.replace(/\/+$/, "");
  throw new CommandError(`${name} is not an http or https URL. ${advice}`);
}
