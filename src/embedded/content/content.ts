import { selects } from "../checks/csel-value.ts";
import type { Answer } from "../http/answers.ts";
import type { Nexus } from "../nexus.ts";
import type { Subject } from "../security/subject.ts";
import type { Repository } from "../state.ts";

export interface ContentRequest {
  readonly method: string;
  readonly repository: string;
  /** From its leading slash on. */
  readonly path: string;
  body(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What each method asks for: PUT is edit, not add (3.71, 3.77). */
const asked: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  POST: "add",
  PUT: "edit",
  DELETE: "delete",
};

/** What repositories of these formats hold is served as it is, by its path. */
const formats: ReadonlySet<string> = new Set(["raw", "maven2"]);

/** Content of repositories, kept as long as the process: what was put can be got and deleted, by who may. */
export class Content {
  readonly #nexus: Nexus;
  readonly #held = new WeakMap<Repository, Map<string, Uint8Array<ArrayBuffer>>>();

  constructor(nexus: Nexus) {
    this.#nexus = nexus;
  }

  async answer(request: ContentRequest, subject: Subject): Promise<Answer> {
    const action = asked[request.method];
    const repository = this.#nexus.repository(request.repository);
    if (!repository || !formats.has(repository.format)) return { status: 404 };
    if (action === undefined) return { status: 405 };
    if (!repository.online) return { status: 503 };
    // 3.71: who came without credentials is asked for some, also where anonymous access is on.
    if (!mayUse(this.#nexus, subject, action, repository, request.path))
      return { status: subject.kind === "user" ? 403 : 401 };
    if (action === "read") return this.#get(repository, request.path, new Set()) ?? { status: 404 };
    if (repository.type !== "hosted" || action === "add") return { status: 405 };
    const files = this.#of(repository);
    if (action === "delete") return { status: files.delete(request.path) ? 204 : 404 };
    const policy = String(repository.attributes.storage?.writePolicy ?? "ALLOW").toUpperCase();
    if (policy === "DENY" || (policy === "ALLOW_ONCE" && files.has(request.path))) return { status: 400 };
    files.set(request.path, await request.body());
    return { status: 201 };
  }

  /** What a repository itself holds. */
  paths(repository: Repository): string[] {
    return [...this.#of(repository).keys()];
  }

  /** Of a group: what the first member has. */
  #get(repository: Repository, path: string, seen: Set<Repository>): Answer | undefined {
    if (seen.has(repository)) return undefined;
    seen.add(repository);
    const bytes = this.#of(repository).get(path);
    if (bytes) return { status: 200, bytes };
    for (const name of this.#nexus.members(repository)) {
      const member = this.#nexus.repository(name);
      const found = member && this.#get(member, path, seen);
      if (found) return found;
    }
    return undefined;
  }

  #of(repository: Repository): Map<string, Uint8Array<ArrayBuffer>> {
    const files = this.#held.get(repository) ?? new Map();
    this.#held.set(repository, files);
    return files;
  }
}

/** By a view privilege, or by one of a content selector that selects it; of the repository that is asked alone (3.71). */
function mayUse(nexus: Nexus, subject: Subject, action: string, { format, name }: Repository, path: string): boolean {
  if (subject.may(`nexus:repository-view:${format}:${name}:${action}`)) return true;
  return nexus.state.selectors.some(
    ({ name: selector, expression }) =>
      subject.may(`nexus:repository-content-selector:${selector}:${format}:${name}:${action}`) &&
      selects(expression, { path, format }),
  );
}
