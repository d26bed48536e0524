import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { anonymousEndpoints, realmEndpoints } from "./api/anonymous-and-realms.ts";
import { assetEndpoints } from "./api/assets.ts";
import { blobStoreEndpoints } from "./api/blob-stores.ts";
import { capabilityEndpoints } from "./api/capabilities.ts";
import { internalCleanupEndpoints, proCleanupEndpoints } from "./api/cleanup-policies.ts";
import { componentEndpoints } from "./api/components.ts";
import { contentSelectorEndpoints } from "./api/content-selectors.ts";
import { eulaEndpoints, licenseEndpoints } from "./api/eula-and-license.ts";
import { formatEndpoints } from "./api/formats.ts";
import { ipAllowListEndpoints } from "./api/ip-allow-list.ts";
import { iqAuditEndpoints } from "./api/iq-audit.ts";
import { ldapEndpoints } from "./api/ldap.ts";
import { privilegeEndpoints } from "./api/privileges.ts";
import { repositoryEndpoints } from "./api/repositories.ts";
import { roleEndpoints } from "./api/roles.ts";
import { routingRuleEndpoints } from "./api/routing-rules.ts";
import { samlUserEndpoints } from "./api/saml-users.ts";
import { scriptEndpoints } from "./api/scripts.ts";
import { searchEndpoints } from "./api/search.ts";
import { settingEndpoints } from "./api/settings.ts";
import { clusterEndpoints, readOnlyEndpoints, statusEndpoints } from "./api/status.ts";
import { taskEndpoints } from "./api/tasks.ts";
import { trustStoreEndpoints } from "./api/trust-store.ts";
import { userEndpoints } from "./api/users.ts";
import { addBuiltinCapabilities } from "./capabilities/capabilities.ts";
import type { Duration } from "./clock.ts";
import { ContentStore } from "./content/content-store.ts";
import { ConnectorServers, closeServer, listeningPort } from "./docker/connectors.ts";
import { apiFacts, DEFAULT_RELEASE, extendFacts, isKnownIn } from "./facts.ts";
import { FaultInjector } from "./fault-injection.ts";
import { createApp, createConnectorApp, type HonoEnvironment } from "./http/app.ts";
import type { RestEndpoint } from "./http/endpoint.ts";
import { HostNames, isLoopback, toUrlHost } from "./http/host-names.ts";
import { Nexus, type NexusSetup } from "./nexus.ts";
import type { EmbeddedOptions, Fault, RequestRecord } from "./options.ts";
import { isAtLeast, parseRelease } from "./release.ts";
import { createBuiltinRepositories } from "./repositories/builtin-repositories.ts";
import { SecondNode } from "./second-node.ts";
import { verifyPassword } from "./security/password-hash.ts";
import { createInitialState, type NexusState } from "./state.ts";
import { StateFile } from "./state-file.ts";
import { advanceClock } from "./tasks/task-runner.ts";
import { addBuiltinTasks } from "./tasks/tasks.ts";

export type {
  Edition,
  EmbeddedOptions,
  Fault,
  FaultResponse,
  RequestRecord,
} from "./options.ts";

/** A Nexus that runs in this process. */
export interface EmbeddedNexus {
  /** Base URL: http://127.0.0.1:PORT, or the `host` of the options, and the context path. */
  readonly url: string;
  /** All requests handled so far, the oldest first. */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;
  /** Its time, in milliseconds since 1970. `advance` moves it forward and runs the tasks that are due meanwhile. */
  readonly clock: { now(): number; advance(duration: Duration): Promise<void> };
  /** Returns the port that a repository's HTTP connector listens on; undefined if it is closed. */
  connectorPort(repository: string): number | undefined;
  /** Injects a fault into matching requests; returns the function that removes it. */
  injectFault(fault: Fault): () => void;
  /** Closes all ports, and releases the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts a Nexus that answers as a release and an edition.
 *
 * ```ts
 * const nexus = await startNexus({ edition: "PRO" });
 * await fetch(`${nexus.url}/service/rest/v1/status`);
 * await nexus.stop();
 * ```
 *
 * @throws Error if it would listen beyond this machine with the password admin123, or if the port is in use, the data folder is in use or damaged, or the release is malformed
 */
export async function startNexus(options: EmbeddedOptions = {}): Promise<EmbeddedNexus> {
  const stateFile = options.data === undefined ? undefined : new StateFile(options.data);
  try {
    return await start(options, stateFile);
  } catch (error) {
    stateFile?.close();
    throw error;
  }
}

const defaultPassword = "admin123";

/** The default password is public, so it is for this machine only. */
function requireOwnPassword(host: string, { users }: NexusState): void {
  if (isLoopback(host) || !users.some(({ password }) => verifyPassword(password, defaultPassword))) return;
  throw new Error(
    `${host} can be reached from other machines. Set a password of your own instead of ${defaultPassword}.`,
  );
}

async function start(options: EmbeddedOptions, stateFile: StateFile | undefined): Promise<EmbeddedNexus> {
  const {
    port = 0,
    host = "127.0.0.1",
    release = DEFAULT_RELEASE,
    edition = "COMMUNITY",
    connectors: connectorMode = "free",
  } = options;
  const context = normalizeContextPath(options.contextPath);
  const repositories = options.builtinRepositories === false ? [] : createBuiltinRepositories();
  const { adminPassword = defaultPassword, externalUsers = [], externalGroups = [] } = options;
  const initialState = createInitialState({ adminPassword, externalUsers, externalGroups, repositories });
  const storedState = stateFile?.read();
  // A state written by an older version may lack newer properties.
  const state: NexusState = { ...initialState, ...storedState };
  requireOwnPassword(host, state);
  let secondNode: SecondNode | undefined;
  const setup: NexusSetup = {
    release: parseRelease(release),
    edition,
    facts: options.facts ? extendFacts(options.facts) : apiFacts,
    state,
    content: new ContentStore(options.data),
    emulateRaces: options.emulateRaces ?? false,
    scripts: options.scripts ?? false,
    reachesClouds: options.clouds ?? true,
    onChange: (state) => {
      stateFile?.write(state);
      secondNode?.record(state);
    },
  };
  const nexus = new Nexus(setup);
  addBuiltinTasks(nexus);
  addBuiltinCapabilities(nexus);
  if (options.secondNodeLagMs !== undefined) {
    secondNode = new SecondNode(setup, options.secondNodeLagMs);
    nexus.isCluster = true;
  }
  if (storedState) nexus.content.removeLeftovers(nexus.state.repositories, nexus.state.blobStores);

  const requests: RequestRecord[] = [];
  const faults = new FaultInjector();
  const parts = {
    nexus,
    endpoints: listEndpoints(nexus),
    context,
    secondNode,
    latencyMs: options.latencyMs ?? 0,
    faults,
    record: (request: RequestRecord) => requests.push(request),
    hostNames: new HostNames(host, options.allowedHosts),
  };
  const server = createServer(createApp(parts));
  const connectors = new ConnectorServers(nexus, { mode: connectorMode, host }, (name) =>
    createServer(createConnectorApp(parts, () => nexus.findRepository(name))),
  );
  nexus.onRepositoriesChanged = () => {
    addBuiltinTasks(nexus);
    return connectors.sync();
  };
  await listen(server, port, host);
  nexus.port = listeningPort(server);
  await connectors.sync();
  let listening: NodeJS.Timeout | undefined;
  faults.refuseConnections = (milliseconds) => {
    clearTimeout(listening);
    if (server.listening) server.close();
    server.closeAllConnections();
    listening = setTimeout(() => server.listen(nexus.port, host), milliseconds);
  };

  return {
    url: `http://${toUrlHost(host)}:${nexus.port}${context}`,
    requests,
    clearRequests: () => {
      requests.length = 0;
    },
    clock: { now: () => nexus.clock.now(), advance: (duration) => advanceClock(nexus, duration) },
    connectorPort: (repository) => connectors.port(repository),
    injectFault: (fault) => faults.add(fault),
    stop: async () => {
      clearTimeout(listening);
      await Promise.all([closeServer(server), connectors.close()]);
      stateFile?.close();
    },
  };
}

function createServer(app: Hono<HonoEnvironment>): Server {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // Nexus keeps idle connections for 30 seconds, Node for five. The time of a push is not limited.
  server.keepAliveTimeout = 30_000;
  server.requestTimeout = 0;
  return server;
}

/** Lists the endpoints of the release and edition. */
function listEndpoints(nexus: Nexus): RestEndpoint[] {
  const { release, edition } = nexus;
  return [
    ...statusEndpoints,
    ...(edition === "PRO" && isKnownIn(release, "GET /beta/status/check/cluster") ? clusterEndpoints : []),
    ...(isKnownIn(release, "GET /v1/read-only") ? readOnlyEndpoints : []),
    ...userEndpoints,
    ...roleEndpoints,
    ...privilegeEndpoints,
    ...contentSelectorEndpoints,
    ...routingRuleEndpoints,
    ...anonymousEndpoints,
    ...realmEndpoints,
    ...blobStoreEndpoints(nexus),
    ...internalCleanupEndpoints,
    ...(edition === "PRO" ? proCleanupEndpoints : []),
    ...settingEndpoints(nexus),
    ...ldapEndpoints(nexus),
    ...samlUserEndpoints(nexus),
    ...trustStoreEndpoints,
    ...ipAllowListEndpoints(nexus),
    ...scriptEndpoints,
    ...(edition !== "CORE" && isKnownIn(release, "PUT /v1/iq/audit") ? iqAuditEndpoints : []),
    // Answered by 3.77, three releases before the first API documentation that contains it.
    ...(isAtLeast(release, "3.77") ? eulaEndpoints : []),
    ...(edition === "CORE" ? [] : licenseEndpoints),
    ...taskEndpoints(nexus),
    ...capabilityEndpoints(nexus),
    ...repositoryEndpoints(nexus),
    ...componentEndpoints,
    ...assetEndpoints,
    ...searchEndpoints,
    ...formatEndpoints,
  ];
}

/** Normalizes a context path to `/nexus`, or to an empty text for the root. */
function normalizeContextPath(path = ""): string {
  const bare = path.replace(/^\/+|\/+$/g, "");
  return bare === "" ? "" : `/${bare}`;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}
