import { type ServerType, serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { onTestFinished } from "vitest";

/** A note that the platform holds. */
export interface StoredNote {
  id: number;
  body: string;
  author: number;
}

/** Represents a fake platform. `asked` lists the requests, such as `POST /projects/12/merge_requests/7/notes`. */
export interface FakePlatform {
  /** The API's root. */
  url: string;
  notes: StoredNote[];
  readonly requests: string[];
  /** Notes that the token's owner wrote and may change no more. */
  readonly readOnlyNotes: Set<number>;
  /** The next answers, in place of the platform's own. */
  readonly nextResponses: Response[];
}

/** The user ids of the owner of the token and of another author. */
export const ownAuthor = 41;
export const otherAuthor = 42;

export const platformToken = "glpat-very-secret-0123456789";

/** The most entries that a page of either platform has. */
const maxPerPage = 100;

/** A fake GitLab: the notes of merge request !7 of project 12, by the documented API, and nothing else. */
export function startFakeGitLab(): Promise<FakePlatform> {
  return start("/api/v4", (app, held) => {
    const path = "/projects/12/merge_requests/7/notes";
    app.use(async (context, next) => {
      if (context.req.header("private-token") !== platformToken)
        return context.json({ message: "401 Unauthorized" }, 401);
      return next();
    });
    app.get("/user", (context) => context.json({ id: ownAuthor, username: "project_12_bot_1", bot: true }));
    app.get(path, (context) => {
      // Newest first, as GitLab orders notes unless asked otherwise.
      const { page, perPage, entries, more } = pageOf(context, held.notes.toReversed(), 20);
      const headers = { "x-page": `${page}`, "x-per-page": `${perPage}`, "x-next-page": more ? `${page + 1}` : "" };
      return context.json(entries.map(asGitLab), 200, headers);
    });
    const written = async (context: Context) => {
      const body = await bodyOf(context);
      if (typeof body !== "string" || !body.trim()) return context.json({ error: "body is missing" }, 400);
      if ([...body].length > 1_000_000)
        return context.json({ message: { note: ["is too long (maximum is 1000000 characters)"] } }, 400);
      return body;
    };
    app.post(path, async (context) => {
      const body = await written(context);
      return typeof body === "string" ? context.json(asGitLab(held.add(body)), 201) : body;
    });
    app.put(`${path}/:id{[0-9]+}`, async (context) => {
      const body = await written(context);
      if (typeof body !== "string") return body;
      const note = held.notes.find(({ id }) => id === Number(context.req.param("id")));
      if (!note) return context.json({ message: "404 Note Not Found" }, 404);
      if (note.author !== ownAuthor || held.readOnlyNotes.has(note.id))
        return context.json({ message: "403 Forbidden" }, 403);
      note.body = body;
      return context.json(asGitLab(note));
    });
  });
}

/** A fake GitHub: the comments of pull request #7 of acme/estate, by the documented API and a workflow's own token. */
export function startFakeGitHub(): Promise<FakePlatform> {
  return start("", (app, held) => {
    const path = "/repos/acme/estate/issues/7/comments";
    app.use(async (context, next) => {
      if (context.req.header("authorization") !== `Bearer ${platformToken}`)
        return context.json({ message: "Bad credentials", status: "401" }, 401);
      if (!context.req.header("user-agent")) return context.text("Request forbidden by administrative rules.", 403);
      if (!["2022-11-28", undefined].includes(context.req.header("x-github-api-version")))
        return context.json({ message: "unsupported API version" }, 400);
      return next();
    });
    const forbidden = { message: "Resource not accessible by integration", status: "403" };
    app.get("/user", (context) => context.json(forbidden, 403));
    app.get(path, (context) => {
      const { page, perPage, entries, more } = pageOf(context, held.notes, 30);
      const link = `<https://somewhere.example/repositories/1/issues/7/comments?per_page=${perPage}&page=${page + 1}>`;
      return context.json(entries.map(asGitHub), 200, more ? { link: `${link}; rel="next", ${link}; rel="last"` } : {});
    });
    const written = async (context: Context) => {
      const body = await bodyOf(context);
      const problem = typeof body !== "string" || !body.trim() ? "body can't be blank" : tooLong(body);
      if (typeof body === "string" && problem === undefined) return body;
      const errors = [{ resource: "IssueComment", code: "unprocessable", field: "data", message: problem }];
      return context.json({ message: "Validation Failed", errors, status: "422" }, 422);
    };
    app.post(path, async (context) => {
      const body = await written(context);
      return typeof body === "string" ? context.json(asGitHub(held.add(body)), 201) : body;
    });
    app.patch("/repos/acme/estate/issues/comments/:id{[0-9]+}", async (context) => {
      const body = await written(context);
      if (typeof body !== "string") return body;
      const note = held.notes.find(({ id }) => id === Number(context.req.param("id")));
      if (!note) return context.json({ message: "Not Found", status: "404" }, 404);
      if (held.readOnlyNotes.has(note.id)) return context.json(forbidden, 403);
      note.body = body;
      return context.json(asGitHub(note));
    });
  });
}

const tooLong = (body: string) =>
  [...body].length > 65_536 ? "Body is too long (maximum is 65536 characters)" : undefined;

const asGitLab = ({ id, body, author }: StoredNote) => ({
  id,
  body,
  author: { id: author, state: "active" },
  system: false,
});
const asGitHub = ({ id, body, author }: StoredNote) => ({
  id,
  body,
  user: { id: author, type: author === ownAuthor ? "Bot" : "User" },
});

/** Both read JSON only where it says that it is. */
async function bodyOf(context: Context): Promise<unknown> {
  if (context.req.header("content-type") !== "application/json") return undefined;
  return (await context.req.json()).body;
}

function pageOf(context: Context, notes: readonly StoredNote[], usual: number) {
  const page = Number(context.req.query("page") ?? 1);
  const perPage = Math.min(Number(context.req.query("per_page") ?? usual), maxPerPage);
  const entries = notes.slice((page - 1) * perPage, page * perPage);
  return { page, perPage, entries, more: notes.length > page * perPage };
}

interface Held extends Omit<FakePlatform, "url"> {
  add(body: string): StoredNote;
}

async function start(root: string, declare: (app: Hono, held: Held) => void): Promise<FakePlatform> {
  const held: Held = {
    notes: [],
    requests: [],
    readOnlyNotes: new Set(),
    nextResponses: [],
    add(body) {
      const note = { id: 1000 + held.notes.length, body, author: ownAuthor };
      held.notes.push(note);
      return note;
    },
  };
  const api = new Hono();
  declare(api, held);
  const app = new Hono();
  app.use(async (context, next) => {
    held.requests.push(`${context.req.method} ${context.req.path.slice(root.length)}`);
    return held.nextResponses.shift() ?? next();
  });
  app.route(root || "/", api);
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return Object.assign(held, { url: `http://127.0.0.1:${address.port}${root}` });
}
