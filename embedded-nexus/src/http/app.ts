import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { getPathNoStrict } from "hono/utils/url";
import { createApiDescriptionPage } from "../api/api-description.ts";
import { metricsPages } from "../api/metrics.ts";
import { rootPage } from "../api/root-page.ts";
import { handleContentRequest, toErrorPage } from "../content/content-handler.ts";
import { isRegistryFormat } from "../docker/connector-settings.ts";
import { handleRegistryRequest } from "../docker/registry-handler.ts";
import { type MainPortRequest, routeMainPortRequest } from "../docker/routing.ts";
import { formatServerHeader } from "../editions.ts";
import { handleExtDirect } from "../extdirect/router.ts";
import type { FaultInjector } from "../fault-injection.ts";
import type { Nexus } from "../nexus.ts";
import type { RequestRecord } from "../options.ts";
import type { SecondNode } from "../second-node.ts";
import { authenticate, parseBasicCredentials, type Subject } from "../security/subject.ts";
import type { RepositoryRecord } from "../state.ts";
import { catchHttpErrors, dispatchRequest } from "./dispatch.ts";
import type { RestEndpoint } from "./endpoint.ts";
import type { HostNames } from "./host-names.ts";
import { javaException, type ResponseData, statusError, toResponse } from "./responses.ts";
import type { WebPage } from "./web-page.ts";

/** The parts that a web application is made of. */
export interface AppOptions {
  readonly nexus: Nexus;
  readonly endpoints: readonly RestEndpoint[];
  /** The context path, such as `/nexus`; empty for the root. */
  readonly context: string;
  /** The second node of a cluster. */
  readonly secondNode?: SecondNode | undefined;
  /** Added to every response. */
  readonly latencyMs: number;
  readonly faults: FaultInjector;
  /** Called with every request that was served. */
  readonly record: (request: RequestRecord) => void;
  /** The names that the Host header of a request may have. */
  readonly hostNames: HostNames;
}

export type HonoEnvironment = { Bindings: HttpBindings };

/** Handles a request that was not authenticated yet. */
type RequestHandler = (hono: Context<HonoEnvironment>) => Promise<ResponseData>;

/** Creates the web application of a Nexus: REST API, ExtDirect, repository content and the registry on the main port. */
export function createApp(options: AppOptions): Hono<HonoEnvironment> {
  const { nexus, endpoints, context, secondNode } = options;
  const app = new Hono<HonoEnvironment>({ getPath });
  const rest = `${context}/service/rest`;
  const serve = (handler: AuthenticatedHandler) => (hono: Context<HonoEnvironment>) =>
    respond(options, hono, withAuthentication(nexus, handler));

  for (const endpoint of endpoints) {
    const handler: AuthenticatedHandler = (hono, subject) => {
      const base = `http://${hono.req.header("host") ?? ""}${context}`;
      const view = secondNode?.takeTurn(endpoint.method === "GET" ? "read" : "write") ?? nexus;
      return dispatchRequest(endpoint, hono, { nexus, view }, subject, base);
    };
    app.on(endpoint.method, rest + endpoint.path, serve(handler));
  }
  // A known path with another method is 405, any other path 404.
  const wrongMethod = serve(
    async (hono) => (hono.req.method === "OPTIONS" ? optionsError() : statusError(405)).response,
  );
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) app.all(rest + path, wrongMethod);
  app.post(
    `${context}/service/extdirect`,
    serve(async (hono, subject) => handleExtDirect(nexus, await hono.req.text(), subject)),
  );
  for (const page of [rootPage, ...metricsPages, createApiDescriptionPage(endpoints)]) {
    const path = context + page.path || "/";
    app.get(path, (hono) => respond(options, hono, handlePage(options, page)));
    app.all(
      path,
      serve(async ({ req }) => toErrorPage(req.method, { status: 405 })),
    );
  }
  // The empty path is the root of a repository: getPath has removed the trailing slash.
  for (const path of ["", "/:path{.*}"]) {
    app.all(`${context}/repository/:name${path}`, (hono) => respond(options, hono, handleContent(options)));
  }
  for (const path of nexus.formats.some(isRegistryFormat) ? ["/v2", "/v2/:path{.*}"] : []) {
    app.all(context + path, (hono) =>
      respond(options, hono, () => routeMainPortRequest(toV2Request(options, hono), getHost(hono))),
    );
  }
  app.notFound(serve(async () => statusError(404).response));
  return app;
}

/** Creates the web application of a repository's connector: a registry at the root of its port. */
export function createConnectorApp(
  options: AppOptions,
  findRepository: () => RepositoryRecord | undefined,
): Hono<HonoEnvironment> {
  const app = new Hono<HonoEnvironment>();
  const handler: RequestHandler = async (hono) => {
    const repository = findRepository();
    const path = decodePath(hono);
    if (!repository || !/^\/v2(\/|$)/.test(path)) return { status: 404 };
    return handleRegistryRequest({ ...toV2Request({ ...options, context: "" }, hono), repository });
  };
  app.all("*", (hono) => respond(options, hono, handler));
  return app;
}

/** Handles a page outside the REST API. A caller without its permission gets 401, also with valid credentials (3.71). */
function handlePage({ nexus }: AppOptions, page: WebPage): RequestHandler {
  const handle = async () => page.handle(nexus);
  if (page.ignoresCredentials) return handle;
  return withAuthentication(nexus, async (_, subject) =>
    page.permission === undefined || subject.isPermitted(page.permission) ? handle() : UNAUTHORIZED,
  );
}

/** Handles requests under /repository. A Docker registry there authenticates its callers itself. */
function handleContent({ nexus, context }: AppOptions): RequestHandler {
  return async (hono) => {
    const { name = "", path = "" } = hono.req.param();
    const repository = nexus.findRepository(name);
    const base = `http://${getHost(hono)}${context}`;
    const request = { ...toRequestData(hono), path: `/${path}` };
    const rejection = rejectInvalidPath(hono, path);
    if (rejection) return toErrorPage(request.method, rejection);
    if (repository && isRegistryFormat(repository.format) && /^v2(\/|$)/.test(path)) {
      const registry = { nexus, repository, tokens: `${base}/v2/token`, base: `${base}/repository/${name}/v2` };
      return handleRegistryRequest({ ...request, ...registry, path: path.slice("v2".length) });
    }
    return withAuthentication(nexus, async (_, subject) => {
      if (!repository) return toErrorPage(request.method, { status: 404, reason: "Repository not found" });
      return handleContentRequest(nexus, {
        ...request,
        repository,
        base: `${base}/repository/${repository.name}`,
        subject,
      });
    })(hono);
  };
}

/** Returns the error for a path that leads out of the repository or cannot be decoded (3.71). */
function rejectInvalidPath({ req }: Context<HonoEnvironment>, path: string): ResponseData | undefined {
  const { pathname } = new URL(req.url);
  if (/%(?![0-9a-f]{2})|%00/i.test(pathname) || (path === "" && req.method === "PUT")) return { status: 400 };
  return /^\.\.(\/|$)/.test(posix.normalize(path))
    ? { status: 400, reason: "Repository path must not contain a relative token" }
    : undefined;
}

/** Converts a request under /v2 to a request for the registry. */
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

/** Returns the path to route by: without a trailing slash (3.77) and without matrix parameters, `;...` (3.71). */
const getPath = (request: Request): string => getPathNoStrict(request).replace(/;[^/]*/g, "");

/** Returns the error that RESTEasy sends for OPTIONS (3.71). */
function optionsError() {
  const message = "RESTEASY003655: No resource method found for options, return OK with Allow header";
  return javaException("org.jboss.resteasy.spi.DefaultOptionsMethodException", message);
}

/** Handles a request of an authenticated, anonymous or unauthenticated caller. */
type AuthenticatedHandler = (hono: Context<HonoEnvironment>, subject: Subject) => Promise<ResponseData>;

const UNAUTHORIZED: ResponseData = {
  status: 401,
  headers: { "WWW-Authenticate": 'BASIC realm="Sonatype Nexus Repository Manager"' },
};

/** Authenticates the caller first. Wrong credentials are 401 on every path, known or not (3.77). */
function withAuthentication(nexus: Nexus, handler: AuthenticatedHandler): RequestHandler {
  return async (hono) => {
    const subject = authenticate(nexus, hono.req.header("authorization"));
    return subject ? handler(hono, subject) : UNAUTHORIZED;
  };
}

/** Nexus answers under every name. Here it would let a web page of another name read and change everything (DNS rebinding). */
const FOREIGN_HOST: ResponseData = {
  status: 421,
  text: "The Host header names another server. Add the name to allowedHosts (--allowed-host).\n",
};

async function respond(
  options: AppOptions,
  hono: Context<HonoEnvironment>,
  handler: RequestHandler,
): Promise<Response> {
  const { nexus, latencyMs, faults, record, hostNames } = options;
  const { method } = hono.req;
  const { pathname, search } = new URL(hono.req.url);
  const path = pathname + search;
  const user = parseBasicCredentials(hono.req.header("authorization"))?.userId;
  const log = (status: number): void => record({ method, path, status, ...(user === undefined ? {} : { user }) });

  if (!hostNames.includes(getHost(hono))) {
    log(FOREIGN_HOST.status);
    return toResponse(FOREIGN_HOST, undefined);
  }
  if (latencyMs > 0) await sleep(latencyMs);
  const data = await faults.handle(method, path, () => {
    return catchHttpErrors(() => handler(hono)).catch(toInternalError);
  });
  if (data === "reset") {
    log(0);
    hono.env.incoming.socket.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }
  log(data.status);
  if (data.reason !== undefined) hono.env.outgoing.statusMessage = data.reason.replace(/[^\x20-\x7e]/g, "?");
  const response = toResponse(data, hono.req.header("accept"));
  if (!data.omitsServer) response.headers.set("Server", formatServerHeader(nexus.edition, nexus.release));
  response.headers.set("X-Content-Type-Options", "nosniff");
  return data.halfBody ? sendHalfBody(hono.env, response, data.halfBody) : response;
}

/** Sends half of a body, then drops the connection or sends the rest after a pause. An empty body is sent as usual. */
async function sendHalfBody(
  { incoming, outgoing }: HttpBindings,
  response: Response,
  then: NonNullable<ResponseData["halfBody"]>,
): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  if (!body.length) return new Response(null, response);
  const half = Math.floor(body.length / 2);
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "Content-Length": body.length });
  await new Promise<void>((resolve) => outgoing.write(body.subarray(0, half), () => resolve()));
  if (then === "reset") incoming.socket.destroy();
  else setTimeout(() => outgoing.end(body.subarray(half)), then.pauseMs);
  return RESPONSE_ALREADY_SENT;
}

/** Returns the response for a bug of the embedded Nexus: an uncaught exception with a class name that Nexus does not have. */
function toInternalError(error: unknown): ResponseData {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return javaException(`nexus-iac.EmbeddedNexusError ${randomUUID()}`, message).response;
}
