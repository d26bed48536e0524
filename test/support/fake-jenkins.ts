import { type HttpBindings, type ServerType, serve } from "@hono/node-server";
import { DOMParser } from "@xmldom/xmldom";
import { type Context, Hono } from "hono";

/** The user of the fake Jenkins, with a password and an API token. */
export const jenkinsUser = { username: "ada", password: "ada's päss", apiToken: "11f0c0ffee-api-token" };

/** Represents a stored credential: the document, and the password that only this fake reveals. */
export interface StoredCredential {
  document: string;
  username: string;
  password: string;
}

export interface FakeJenkins {
  /** The URL with the context path. */
  url: string;
  /** Credentials by folder and id, such as `team/app nexus`; `nexus` for a global one. */
  credentials: Map<string, StoredCredential>;
  /** The requests so far, such as `POST /job/team/credentials/...`. */
  requests: string[];
  /** Responses that replace the next ones. */
  nextResponses: Response[];
  /** Responses by credential id that replace the next one after the change took effect. */
  responsesAfterWrite: Map<string, Response | "reset">;
  /** Loses all sessions before the next POST, as after a restart. */
  losesSessions: boolean;
  stop(): void;
}

export interface FakeJenkinsOptions {
  contextPath?: string;
  folders?: readonly string[];
  /** Requires crumbs for logins with a password. Default: true. */
  crumbs?: boolean;
}

const kind = "com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl";

/**
 * Starts a fake Jenkins: logins, crumbs that are valid only in their session, folders, and the API of the Credentials plugin
 * according to its documentation and code.
 */
export async function startFakeJenkins({
  contextPath = "",
  folders = [],
  crumbs = true,
}: FakeJenkinsOptions = {}): Promise<FakeJenkins> {
  const fake: FakeJenkins = {
    url: "",
    credentials: new Map(),
    requests: [],
    nextResponses: [],
    responsesAfterWrite: new Map(),
    losesSessions: false,
    stop() {},
  };
  const sessions = new Map<string, string>();
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (context, next) => {
    const { method, url } = context.req;
    fake.requests.push(`${method} ${decodeURIComponent(new URL(url).pathname).slice(contextPath.length)}`);
    const instead = fake.nextResponses.shift();
    if (instead) return instead;
    if (method === "POST" && fake.losesSessions) {
      sessions.clear();
      fake.losesSessions = false;
    }
    const login = Buffer.from(context.req.header("authorization")?.replace("Basic ", "") ?? "", "base64").toString();
    const isByToken = login === `${jenkinsUser.username}:${jenkinsUser.apiToken}`;
    if (!isByToken && login !== `${jenkinsUser.username}:${jenkinsUser.password}`)
      return page(context, 401, "Unauthorized");
    if (method === "POST" && crumbs && !isByToken) {
      const session = /JSESSIONID\.1=(\w+)/.exec(context.req.header("cookie") ?? "")?.[1] ?? "";
      if (!sessions.has(session) || sessions.get(session) !== context.req.header("jenkins-crumb"))
        return page(context, 403, "No valid crumb was included in the request");
    }
    return next();
  });

  app.get(`${contextPath}/crumbIssuer/api/json`, (context) => {
    if (!crumbs) return page(context, 404, "Not Found");
    const session = `node${fake.requests.length}`;
    sessions.set(session, `crumb-${fake.requests.length}`);
    context.header("set-cookie", `JSESSIONID.1=${session}; Path=${contextPath || "/"}; HttpOnly`);
    return context.json({ crumb: sessions.get(session), crumbRequestField: "Jenkins-Crumb" });
  });

  app.all(`${contextPath}/*`, async (context) => {
    const path = decodeURIComponent(new URL(context.req.url).pathname).slice(contextPath.length);
    const [, jobs = "", rest = ""] = /^((?:\/job\/[^/]+)*)\/(.*)$/.exec(path) ?? [];
    const folder = jobs.split("/job/").slice(1).join("/");
    if (folder && !folders.includes(folder)) return page(context, 404, "Not Found");
    if (rest === "api/json") return context.json({ _class: folder ? "com.cloudbees.Folder" : "hudson.model.Hudson" });
    const store = `credentials/store/${folder ? "folder" : "system"}/domain/_/`;
    if (!rest.startsWith(store)) return page(context, 404, "Not Found");
    return inStore(context, rest.slice(store.length), (id) => (folder ? `${folder} ${id}` : id));
  });

  async function inStore(context: Context<{ Bindings: HttpBindings }>, path: string, keyOf: (id: string) => string) {
    const { method } = context.req;
    const [, id = ""] = /^credential\/([^/]+)\/config\.xml$/.exec(path) ?? [];
    if (path === "api/json" && method === "GET") {
      const prefix = keyOf("");
      const ids = [...fake.credentials.keys()].filter((key) => key.startsWith(prefix));
      const own = ids.map((key) => key.slice(prefix.length)).filter((key) => !key.includes(" "));
      return context.json({ credentials: own.map((ownId) => ({ id: ownId })) });
    }
    if (path === "createCredentials" && method === "POST") {
      const [given, credential] = await read(context);
      if (fake.credentials.has(keyOf(given))) return page(context, 409, "Conflict");
      fake.credentials.set(keyOf(given), credential);
      return done(context, given);
    }
    const stored = fake.credentials.get(keyOf(id));
    if (!stored) return page(context, 404, "Not Found");
    if (method === "GET")
      return context.body(
        stored.document.replace(/<password>[\s\S]*<\/password>/, "<password>\n    <secret-redacted/>\n  </password>"),
        200,
        { "content-type": "application/xml" },
      );
    const [, credential] = await read(context);
    fake.credentials.set(keyOf(id), credential);
    return done(context, id);
  }

  function done(context: Context<{ Bindings: HttpBindings }>, id: string) {
    const afterwards = fake.responsesAfterWrite.get(id);
    fake.responsesAfterWrite.delete(id);
    if (afterwards !== "reset") return afterwards ?? context.body(null, 200);
    context.env.incoming.socket.destroy();
    return context.body(null, 200);
  }

  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  fake.stop = () => void server.close();
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  fake.url = `http://127.0.0.1:${address.port}${contextPath}`;
  return fake;
}

/** Reads a request body as Jenkins does: by its charset, default Latin-1. */
async function read(context: Context): Promise<[id: string, StoredCredential]> {
  const [type, charset] = (context.req.header("content-type") ?? "").split(/;\s*charset=/);
  if (type !== "application/xml") throw new Error("No Content-Type header set");
  const document = Buffer.from(await context.req.arrayBuffer()).toString(charset === "utf-8" ? "utf8" : "latin1");
  const root = new DOMParser().parseFromString(document, "text/xml").documentElement;
  if (root?.tagName !== kind) throw new Error(`not read: ${root?.tagName}`);
  const text = (name: string) => root.getElementsByTagName(name)[0]?.textContent ?? "";
  if (text("scope") !== "GLOBAL") throw new Error("a scope is missing");
  return [text("id"), { document, username: text("username"), password: text("password") }];
}

/** Returns an HTML page, as Jenkins does for errors. */
function page(context: Context, status: 401 | 403 | 404 | 409, words: string) {
  return context.html(`<html><head><title>Error ${status} ${words}</title></head><body>${words}</body></html>`, status);
}
