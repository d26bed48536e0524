import { type ServerType, serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { onTestFinished } from "vitest";

/** A note on the platform. */
export interface StoredNote {
  id: number;
  body: string;
  author: number;
}

/** Represents a fake platform. `requests` lists the requests, such as `POST /projects/12/merge_requests/7/notes`. */
export interface FakePlatform {
  /** The API's root. */
  url: string;
  notes: StoredNote[];
  readonly requests: string[];
  /** Notes of the token's owner that the owner may not change any more. */
  readonly readOnlyNotes: Set<number>;
  /** Responses that replace the next ones. */
  readonly nextResponses: Response[];
}

/** The user ids of the owner of the token and of another author. */
export const ownAuthor = 41;
export const otherAuthor = 42;

export const platformToken = "glpat-very-secret-0123456789";

/** The maximum number of entries on a page of both platforms. */
const maxPerPage = 100;

/** Starts a fake GitLab: the notes of merge request !7 of project 12, according to the API's documentation. */
export function startFakeGitLab(): Promise<FakePlatform> {
  return start("/api/v4", (app, platform) => {
    const path = "/projects/12/merge_requests/7/notes";
    app.use(async (context, next) => {
      if (context.req.header("private-token") !== platformToken)
        return context.json({ message: "401 Unauthorized" }, 401);
      return next();
    });
    app.get("/user", (context) => context.json({ id: ownAuthor, username: "project_12_bot_1", bot: true }));
    app.get(path, (context) => {
      // Newest first, as GitLab orders notes unless asked otherwise.
      const { page, perPage, entries, more } = pageOf(context, platform.notes.toReversed(), 20);
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
      return typeof body === "string" ? context.json(asGitLab(platform.add(body)), 201) : body;
    });
    app.put(`${path}/:id{[0-9]+}`, async (context) => {
      const body = await written(context);
      if (typeof body !== "string") return body;
      const note = platform.notes.find(({ id }) => id === Number(context.req.param("id")));
      if (!note) return context.json({ message: "404 Note Not Found" }, 404);
      if (note.author !== ownAuthor || platform.readOnlyNotes.has(note.id))
        return context.json({ message: "403 Forbidden" }, 403);
      note.body = body;
      return context.json(asGitLab(note));
    });
  });
}

/** Starts a fake GitHub: the comments of pull request #7 of acme/estate, according to the API's documentation, with a workflow token. */
export function startFakeGitHub(): Promise<FakePlatform> {
  return start("", (app, platform) => {
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
      const { page, perPage, entries, more } = pageOf(context, platform.notes, 30);
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
      return typeof body === "string" ? context.json(asGitHub(platform.add(body)), 201) : body;
    });
    app.patch("/repos/acme/estate/issues/comments/:id{[0-9]+}", async (context) => {
      const body = await written(context);
      if (typeof body !== "string") return body;
      const note = platform.notes.find(({ id }) => id === Number(context.req.param("id")));
      if (!note) return context.json({ message: "Not Found", status: "404" }, 404);
      if (platform.readOnlyNotes.has(note.id)) return context.json(forbidden, 403);
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

/** Reads the field body of a JSON request. Both platforms require the content type. */
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

interface PlatformState extends Omit<FakePlatform, "url"> {
  add(body: string): StoredNote;
}

async function start(root: string, declare: (app: Hono, platform: PlatformState) => void): Promise<FakePlatform> {
  const platform: PlatformState = {
    notes: [],
    requests: [],
    readOnlyNotes: new Set(),
    nextResponses: [],
    add(body) {
      const note = { id: 1000 + platform.notes.length, body, author: ownAuthor };
      platform.notes.push(note);
      return note;
    },
  };
  const api = new Hono();
  declare(api, platform);
  const app = new Hono();
  app.use(async (context, next) => {
    platform.requests.push(`${context.req.method} ${context.req.path.slice(root.length)}`);
    return platform.nextResponses.shift() ?? next();
  });
  app.route(root || "/", api);
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return Object.assign(platform, { url: `http://127.0.0.1:${address.port}${root}` });
}
