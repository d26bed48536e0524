import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { getPathNoStrict } from "hono/utils/url";
import { handleContentRequest, toErrorPage } from "../content/content-handler.ts";
import { isRegistryFormat } from "../docker/connector-settings.ts";
import { handleRegistryRequest } from "../docker/registry-handler.ts";
import { type MainPortRequest, routeMainPortRequest } from "../docker/routing.ts";
import { formatServerHeader } from "../editions.ts";
import { handleExtDirect } from "../extdirect/router.ts";
import type { FaultInjector } from "../fault-injection.ts";
import type { Nexus } from "../nexus.ts";
import type { RequestRecord } from "../options.ts";
import { authenticate, parseBasicCredentials, type Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";
import { catchHttpErrors, dispatchRequest } from "./dispatch.ts";
import type { RestEndpoint } from "./endpoint.ts";
import { javaException, type ResponseData, statusError, toResponse } from "./responses.ts";

export interface AppOptions {
  readonly nexus: Nexus;
  readonly endpoints: readonly RestEndpoint[];
  readonly context: string;
  readonly latencyMs: number;
  readonly faults: FaultInjector;
  readonly record: (request: RequestRecord) => void;
}

export type HonoEnvironment = { Bindings: HttpBindings };

/** How an app answers a request. */
type RequestHandler = (hono: Context<HonoEnvironment>) => Promise<ResponseData>;

/** The HTTP side of a Nexus: every request logged, authenticated, let to an endpoint, and answered in Nexus's shapes. */
export function createApp(parts: AppOptions): Hono<HonoEnvironment> {
  const { nexus, endpoints, context } = parts;
  const app = new Hono<HonoEnvironment>({ getPath });
  const rest = `${context}/service/rest`;
  const serve = (work: AuthenticatedHandler) => (hono: Context<HonoEnvironment>) =>
    respond(parts, hono, withAuthentication(nexus, work));

  for (const endpoint of endpoints) {
    const work: AuthenticatedHandler = (hono, subject) => {
      const base = `http://${hono.req.header("host") ?? ""}${context}`;
      return dispatchRequest(endpoint, hono, nexus, subject, base);
    };
    app.on(endpoint.method, rest + endpoint.path, serve(work));
  }
  // A path that is known by another method is 405, any other 404.
  const wrongMethod = serve(
    async (hono) => (hono.req.method === "OPTIONS" ? optionsError() : statusError(405)).response,
  );
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) app.all(rest + path, wrongMethod);
  app.post(
    `${context}/service/extdirect`,
    serve(async (hono, subject) => handleExtDirect(nexus, await hono.req.text(), subject)),
  );
  // Its root too: the slash at the end is gone by then.
  for (const path of ["", "/:path{.*}"]) {
    app.all(`${context}/repository/:name${path}`, (hono) => respond(parts, hono, handleContent(parts)));
  }
  for (const path of nexus.formats.some(isRegistryFormat) ? ["/v2", "/v2/:path{.*}"] : []) {
    app.all(context + path, (hono) =>
      respond(parts, hono, () => routeMainPortRequest(toV2Request(parts, hono), getHost(hono))),
    );
  }
  app.notFound(serve(async () => statusError(404).response));
  return app;
}

/** The HTTP side of a repository's connector: a registry at the root of its port. */
export function createConnectorApp(
  parts: AppOptions,
  repository: () => RepositoryRecord | undefined,
): Hono<HonoEnvironment> {
  const app = new Hono<HonoEnvironment>();
  const work: RequestHandler = async (hono) => {
    const found = repository();
    const path = decodePath(hono);
    if (!found || !/^\/v2(\/|$)/.test(path)) return { status: 404 };
    return handleRegistryRequest({ ...toV2Request({ ...parts, context: "" }, hono), repository: found });
  };
  app.all("*", (hono) => respond(parts, hono, work));
  return app;
}

/** What stands under /repository: a registry of images knows its callers by itself. */
function handleContent({ nexus, context }: AppOptions): RequestHandler {
  return async (hono) => {
    const { name = "", path = "" } = hono.req.param();
    const repository = nexus.findRepository(name);
    const base = `http://${getHost(hono)}${context}`;
    const parts = { ...toRequestData(hono), path: `/${path}` };
    const refused = rejectInvalidPath(hono, path);
    if (refused) return toErrorPage(parts.method, refused);
    if (repository && isRegistryFormat(repository.format) && /^v2(\/|$)/.test(path)) {
      const registry = { nexus, repository, tokens: `${base}/v2/token`, base: `${base}/repository/${name}/v2` };
      return handleRegistryRequest({ ...parts, ...registry, path: path.slice("v2".length) });
    }
    return withAuthentication(nexus, async (_, subject) => {
      if (!repository) return toErrorPage(parts.method, { status: 404, reason: "Repository not found" });
      return handleContentRequest(nexus, {
        ...parts,
        repository,
        base: `${base}/repository/${repository.name}`,
        subject,
      });
    })(hono);
  };
}

/** Why nothing can be at a path: what leads out of the repository, or cannot be read (3.71). */
function rejectInvalidPath({ req }: Context<HonoEnvironment>, path: string): ResponseData | undefined {
  const { pathname } = new URL(req.url);
  if (/%(?![0-9a-f]{2})|%00/i.test(pathname) || (path === "" && req.method === "PUT")) return { status: 400 };
  return /^\.\.(\/|$)/.test(posix.normalize(path))
    ? { status: 400, reason: "Repository path must not contain a relative token" }
    : undefined;
}

/** A request for a registry at /v2. */
function toV2Request(
  { nexus, context }: Pick<AppOptions, "nexus" | "context">,
  hono: Context<HonoEnvironment>,
): MainPortRequest {
  const base = `http://${getHost(hono)}${context}/v2`;
  const path = decodePath(hono).slice(`${context}/v2`.length);
  return { ...toRequestData(hono), nexus, path, base, tokens: `${base}/token` };
}

function toRequestData({ req }: Context<HonoEnvironment>) {
  const query = new URL(req.url).searchParams;
  return { method: req.method, query, headers: req.raw.headers, body: () => req.raw.body ?? [] };
}

const getHost = ({ req }: Context<HonoEnvironment>): string => req.header("host") ?? "";

function decodePath({ req }: Context<HonoEnvironment>): string {
  const { pathname } = new URL(req.url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** A trailing slash is accepted (3.77), and what follows a semicolon is no part of a path (3.71). */
const getPath = (request: Request): string => getPathNoStrict(request).replace(/;[^/]*/g, "");

/** 3.71: what RESTEasy says of itself. */
function optionsError() {
  const message = "RESTEASY003655: No resource method found for options, return OK with Allow header";
  return javaException("org.jboss.resteasy.spi.DefaultOptionsMethodException", message);
}

type AuthenticatedHandler = (hono: Context<HonoEnvironment>, subject: Subject) => Promise<ResponseData>;

const UNAUTHORIZED: ResponseData = {
  status: 401,
  headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' },
};

/** Wrong credentials are refused on every path, known or not (3.77). */
function withAuthentication(nexus: Nexus, work: AuthenticatedHandler): RequestHandler {
  return async (hono) => {
    const subject = authenticate(nexus, hono.req.header("authorization"));
    return subject ? work(hono, subject) : UNAUTHORIZED;
  };
}

async function respond(parts: AppOptions, hono: Context<HonoEnvironment>, work: RequestHandler): Promise<Response> {
  const { nexus, latencyMs, faults, record } = parts;
  const { method } = hono.req;
  const { pathname, search } = new URL(hono.req.url);
  const path = pathname + search;
  const user = parseBasicCredentials(hono.req.header("authorization"))?.userId;
  const log = (status: number): void => record({ method, path, status, ...(user === undefined ? {} : { user }) });

  if (latencyMs > 0) await sleep(latencyMs);
  const answer = await faults.serve(method, path, () => {
    return catchHttpErrors(() => work(hono)).catch(toInternalError);
  });
  if (answer === "reset") {
    log(0);
    hono.env.incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }
  log(answer.status);
  if (answer.reason !== undefined) hono.env.outgoing.statusMessage = answer.reason.replace(/[^\x20-\x7e]/g, "?");
  const response = toResponse(answer, hono.req.header("accept"));
  response.headers.set("Server", formatServerHeader(nexus.edition, nexus.release));
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

/** A mistake of the embedded Nexus itself: told as Nexus tells its own, by a name no real one has. */
function toInternalError(error: unknown): ResponseData {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return javaException(`nexus-iac.EmbeddedNexusError ${randomUUID()}`, message).response;
}
