import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { getPathNoStrict } from "hono/utils/url";
import { extDirect } from "../api/extdirect.ts";
import { contentAnswer } from "../content/content.ts";
import { serverHeader } from "../editions.ts";
import type { Misbehaviours } from "../misbehaviour.ts";
import type { Nexus } from "../nexus.ts";
import type { RequestRecord } from "../options.ts";
import { authenticate, credentials, type Subject } from "../security/subject.ts";
import { type Answer, asResponse, refusal, uncaught } from "./answers.ts";
import { answering, dispatch } from "./dispatch.ts";
import type { Endpoint } from "./endpoint.ts";

export interface AppParts {
  readonly nexus: Nexus;
  readonly endpoints: readonly Endpoint[];
  readonly context: string;
  readonly latencyMs: number;
  readonly misbehaviours: Misbehaviours;
  readonly record: (request: RequestRecord) => void;
}

type Environment = { Bindings: HttpBindings };

/** The HTTP side of a Nexus: every request logged, authenticated, let to an endpoint, and answered in Nexus's shapes. */
export function createApp(parts: AppParts): Hono<Environment> {
  const { nexus, endpoints, context } = parts;
  const app = new Hono<Environment>({ getPath });
  const rest = `${context}/service/rest`;
  const serve = (work: Work) => (hono: Context<Environment>) => respond(parts, hono, work);

  for (const endpoint of endpoints) {
    const work: Work = (hono, subject) => {
      const base = `http://${hono.req.header("host") ?? ""}${context}`;
      return dispatch(endpoint, hono, nexus, subject, base);
    };
    app.on(endpoint.method, rest + endpoint.path, serve(work));
  }
  // A path that is known by another method is 405, any other 404.
  const wrongMethod = serve(async (hono) => (hono.req.method === "OPTIONS" ? uncaughtOptions() : refusal(405)).answer);
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) app.all(rest + path, wrongMethod);
  app.post(
    `${context}/service/extdirect`,
    serve(async (hono, subject) => extDirect(nexus, await hono.req.text(), subject)),
  );
  app.all(
    `${context}/repository/:name/:path{.*}`,
    serve(async (hono, subject) => {
      const { name = "", path = "" } = hono.req.param();
      const repository = nexus.repository(name);
      if (!repository) return { status: 404, reason: "Repository not found" };
      const { method } = hono.req;
      const { headers } = hono.req.raw;
      const query = new URL(hono.req.url).searchParams;
      const base = `http://${hono.req.header("host") ?? ""}${context}/repository/${repository.name}`;
      const body = () => hono.req.raw.body ?? [];
      return contentAnswer(nexus, { method, repository, path: `/${path}`, query, headers, base, subject, body });
    }),
  );
  app.notFound(serve(async () => refusal(404).answer));
  return app;
}

/** A trailing slash is accepted (3.77), and what follows a semicolon is no part of a path (3.71). */
const getPath = (request: Request): string => getPathNoStrict(request).replace(/;[^/]*/g, "");

/** 3.71: what RESTEasy says of itself. */
function uncaughtOptions() {
  const message = "RESTEASY003655: No resource method found for options, return OK with Allow header";
  return uncaught("org.jboss.resteasy.spi.DefaultOptionsMethodException", message);
}

type Work = (hono: Context<Environment>, subject: Subject) => Promise<Answer>;

const UNAUTHENTICATED: Answer = {
  status: 401,
  headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' },
};

async function respond(parts: AppParts, hono: Context<Environment>, work: Work): Promise<Response> {
  const { nexus, latencyMs, misbehaviours, record } = parts;
  const { method } = hono.req;
  const authorization = hono.req.header("authorization");
  const { pathname, search } = new URL(hono.req.url);
  const path = pathname + search;
  const user = credentials(authorization)?.userId;
  const log = (status: number): void => record({ method, path, status, ...(user === undefined ? {} : { user }) });

  if (latencyMs > 0) await sleep(latencyMs);
  const answer = await misbehaviours.serve(method, path, () => {
    return answering(async () => {
      // Wrong credentials are refused on every path, known or not (3.77).
      const subject = authenticate(nexus, authorization);
      return subject ? await work(hono, subject) : UNAUTHENTICATED;
    }).catch(unexpected);
  });
  if (answer === "reset") {
    log(0);
    hono.env.incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }
  log(answer.status);
  if (answer.reason !== undefined) hono.env.outgoing.statusMessage = answer.reason.replace(/[^\x20-\x7e]/g, "?");
  const response = asResponse(answer, hono.req.header("accept"));
  response.headers.set("Server", serverHeader(nexus.edition, nexus.release));
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

/** A mistake of the embedded Nexus itself: told as Nexus tells its own, by a name no real one has. */
function unexpected(error: unknown): Answer {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return uncaught(`nexus-iac.EmbeddedNexusError ${randomUUID()}`, message).answer;
}
