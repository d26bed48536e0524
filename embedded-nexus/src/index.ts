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
import { readOnlyEndpoints, statusEndpoints } from "./api/status.ts";
import { taskEndpoints } from "./api/tasks.ts";
import { trustStoreEndpoints } from "./api/trust-store.ts";
import { userEndpoints } from "./api/users.ts";
import { addBuiltinCapabilities } from "./capabilities/capabilities.ts";
import type { Duration } from "./clock.ts";
import { ContentStore } from "./content/content-store.ts";
import { ConnectorServers, closeServer, listeningPort } from "./docker/connectors.ts";
import { apiFacts, extendFacts, isKnownIn } from "./facts.ts";
import { FaultInjector } from "./fault-injection.ts";
import { createApp, createConnectorApp, type HonoEnvironment } from "./http/app.ts";
import type { RestEndpoint } from "./http/endpoint.ts";
import { Nexus } from "./nexus.ts";
import type { EmbeddedOptions, Fault, RequestRecord } from "./options.ts";
import { isAtLeast, parseRelease } from "./release.ts";
import { createBuiltinRepositories } from "./repositories/builtin-repositories.ts";
import { createInitialState } from "./state.ts";
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
  /** Where it answers: http://127.0.0.1:PORT and the context path. */
  readonly url: string;
  /** Every request served so far. */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;
  /** What time it is for it, in milliseconds; tests move it forward, and what is due meanwhile runs. */
  readonly clock: { now(): number; advance(by: Duration): Promise<void> };
  /** Where a repository's HTTP connector really listens. */
  connectorPort(repository: string): number | undefined;
  /** Makes something go wrong; gives back what undoes it. */
  injectFault(rule: Fault): () => void;
  /** Closes all, leaves nothing behind. */
  stop(): Promise<void>;
}

/** Starts a Nexus that answers as the release and edition asked for, in some milliseconds. */
export async function startNexus(options: EmbeddedOptions = {}): Promise<EmbeddedNexus> {
  const store = options.data === undefined ? undefined : new StateFile(options.data);
  try {
    return await startWith(options, store);
  } catch (error) {
    store?.close();
    throw error;
  }
}

async function startWith(options: EmbeddedOptions, store: StateFile | undefined): Promise<EmbeddedNexus> {
  const { port = 0, release = "3.94.0-12", edition = "COMMUNITY", connectors: mode = "free" } = options;
  const context = contextPath(options.contextPath);
  const repositories = options.builtinRepositories === false ? [] : createBuiltinRepositories();
  const { adminPassword = "admin123", externalUsers = [] } = options;
  const fresh = createInitialState({ adminPassword, externalUsers, repositories });
  const kept = store?.read();
  const nexus = new Nexus({
    release: parseRelease(release),
    edition,
    facts: options.facts ? extendFacts(options.facts) : apiFacts,
    // What an older one wrote may lack what this one has.
    state: { ...fresh, ...kept },
    content: new ContentStore(options.data),
    emulateRaces: options.emulateRaces ?? false,
    scripts: options.scripts ?? false,
    onChange: (state) => store?.write(state),
  });
  addBuiltinTasks(nexus);
  addBuiltinCapabilities(nexus);
  if (kept) nexus.content.removeLeftovers(nexus.state.repositories, nexus.state.blobStores);

  const requests: RequestRecord[] = [];
  const faults = new FaultInjector();
  const parts = {
    nexus,
    endpoints: endpointsOf(nexus),
    context,
    latencyMs: options.latencyMs ?? 0,
    faults,
    record: (request: RequestRecord) => requests.push(request),
  };
  const server = serverOf(createApp(parts));
  const connectors = new ConnectorServers(nexus, mode, (name) =>
    serverOf(createConnectorApp(parts, () => nexus.findRepository(name))),
  );
  nexus.onRepositoriesChanged = () => {
    addBuiltinTasks(nexus);
    return connectors.sync();
  };
  await listening(server, port);
  nexus.port = listeningPort(server);
  await connectors.sync();

  return {
    url: `http://127.0.0.1:${nexus.port}${context}`,
    requests,
    clearRequests: () => {
      requests.length = 0;
    },
    clock: { now: () => nexus.clock.now(), advance: (by) => advanceClock(nexus, by) },
    connectorPort: (repository) => connectors.port(repository),
    injectFault: (rule) => faults.add(rule),
    stop: async () => {
      await Promise.all([closeServer(server), connectors.close()]);
      store?.close();
    },
  };
}

function serverOf(app: Hono<HonoEnvironment>): Server {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  // As long as Nexus keeps idle connections, not Node's five seconds; and a push takes as long as it takes.
  server.keepAliveTimeout = 30_000;
  server.requestTimeout = 0;
  return server;
}

/** What this release and edition serves. */
function endpointsOf(nexus: Nexus): RestEndpoint[] {
  const { release, edition } = nexus;
  return [
    ...statusEndpoints,
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
    // Three releases older than the first document that has it.
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

/** `/nexus`, however it was written; nothing for the root. */
function contextPath(given = ""): string {
  const bare = given.replace(/^\/+|\/+$/g, "");
  return bare === "" ? "" : `/${bare}`;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}
