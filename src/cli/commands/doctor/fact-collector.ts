/** Collects the facts about a failed request: what is declared, what Nexus has, and what it answers. */
import { BoundCredentials, getCredentials, UntrustedOriginError } from "../../../client/credentials.ts";
import { NexusError, RegistryError } from "../../../client/errors.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import { type ConnectionTrust, pickTrust } from "../../../client/tls.ts";
import type { ClientConfig } from "../../../client-config/client-config.ts";
import { listDeclaredAddresses } from "../../../client-config/endpoint.ts";
import { isImageRepository } from "../../../client-config/image-reference.ts";
import type { Attempt } from "../../../clients/doctor/attempt.ts";
import type {
  AttemptFacts,
  BlobStoreState,
  CleanupTask,
  ContentLocation,
  ContentState,
  LoginFacts,
} from "../../../clients/doctor/attempt-facts.ts";
import { repositoryFields } from "../../../clients/doctor/attempt-facts.ts";
import { resolveLocation } from "../../../clients/doctor/content-location.ts";
import { createClientConfig } from "../../../estate/declared-client-config.ts";
import { toSecurityModel } from "../../../estate/declared-security.ts";
import { type Declaration, type Estate, getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import type { DeclaredProgram } from "../../../plan/declared-program.ts";
import type { Session } from "../../../provider/session.ts";
import { type Fields, getValueAt, isFields, type Json } from "../../../util/json.ts";
import { UserError } from "../../../util/user-error.ts";
import type { SnapshotResult } from "../../shared/nexus-session.ts";
import { attemptAddress, checkConnection, replayAttempt, requestHead } from "./attempt-replay.ts";

/** Represents what is known before Nexus is asked about the failed request. */
export interface DoctorContext {
  stack?: string;
  declared?: DeclaredProgram;
  nexusRead: SnapshotResult;
  /** The password of the user of the failed request, and where it comes from. */
  password?: { text: string; from: string };
  /** The servers that may receive this password and the client certificate, in addition to Nexus and the addresses that it and the stack declare. */
  sendCredentialsTo?: readonly string[];
}

/** Returns all facts that the known causes are checked against. */
export async function collectFacts(attempt: Attempt, context: DoctorContext): Promise<AttemptFacts> {
  const { stack, declared, nexusRead, password, sendCredentialsTo = [] } = context;
  const { session } = nexusRead;
  const estate = mergeEstates(declared?.estate, nexusRead.snapshot);
  const clientConfig = mergeClientConfig(declared?.clientConfig, estate, session?.client.url ?? "");
  const facts: AttemptFacts = {
    attempt,
    ...(stack !== undefined && { stack }),
    clientConfig,
    ...(declared && { declared: declared.estate, declaredSecurity: toSecurityModel(declared.estate) }),
    estate,
    security: toSecurityModel(estate),
    isLive: nexusRead.snapshot !== undefined,
  };
  const location = resolveLocation(clientConfig, attempt.target);
  const locatedFacts: AttemptFacts = { ...facts, ...(location && { location }) };
  const servers = [
    ...(session ? [session.client.url] : []),
    ...listDeclaredAddresses(clientConfig),
    ...sendCredentialsTo,
  ];
  const { user } = attempt;
  const credentials =
    user !== undefined && password
      ? new BoundCredentials({ username: user, password: password.text }, servers)
      : undefined;
  const [connectionFacts, nexusFacts, login] = await Promise.all([
    collectConnectionFacts(attempt, location, credentials, pickTrust(session?.settings.connection ?? {}, servers)),
    session ? collectNexusFacts(session, locatedFacts) : {},
    session ? checkLogin(session, attempt, estate, password) : undefined,
  ]);
  return { ...locatedFacts, ...connectionFacts, ...nexusFacts, ...(login && { login }) };
}

/** Returns what Nexus has. Kinds that Nexus did not show are taken from the declarations. */
function mergeEstates(declared: Estate | undefined, snapshot: SnapshotResult["snapshot"]): Estate {
  if (!snapshot) return declared ?? { declarations: [], existing: [] };
  const unreadableDeclarations =
    declared?.declarations.filter(({ kind }) => snapshot.unreadable.has(kind.family)) ?? [];
  const liveKeys = new Set(snapshot.estate.declarations.map(keyOf));
  return {
    declarations: [
      ...snapshot.estate.declarations,
      ...unreadableDeclarations.filter((declaration) => !liveKeys.has(keyOf(declaration))),
    ],
    existing: declared?.existing.filter(({ family, name }) => !liveKeys.has(`${family} ${name}`)) ?? [],
  };
}

function keyOf(declaration: Declaration): string {
  return `${declaration.kind.family} ${getDeclaredIdentity(declaration)}`;
}

/** Returns the declared client configuration with the undeclared repositories of Nexus added. */
function mergeClientConfig(declared: ClientConfig | undefined, estate: Estate, url: string): ClientConfig {
  const live = createClientConfig("", declared?.url ?? url, estate, { clients: {}, clientConfig: {}, chains: [] });
  if (!declared) return live;
  const names = new Set(declared.repositories.map(({ name }) => name));
  return {
    ...declared,
    repositories: [...declared.repositories, ...live.repositories.filter(({ name }) => !names.has(name))],
  };
}

async function collectConnectionFacts(
  attempt: Attempt,
  location: ContentLocation | undefined,
  credentials: BoundCredentials | undefined,
  trust: ConnectionTrust,
): Promise<Pick<AttemptFacts, "connection" | "replay" | "notRepeated">> {
  const address = attemptAddress(attempt, location);
  if (address === undefined) return {};
  const connection = await checkConnection(address, "image" in attempt.target || attempt.operation === "login", trust);
  if (connection.failure || (attempt.user !== undefined && !credentials)) return { connection };
  try {
    const replay = await replayAttempt(attempt, location, address, credentials, trust);
    return { connection, ...(replay && { replay }) };
  } catch (error) {
    if (!(error instanceof UntrustedOriginError)) throw error;
    return { connection, notRepeated: error.message };
  }
}

async function checkLogin(
  { client }: Session,
  { user }: Attempt,
  estate: Estate,
  password: DoctorContext["password"],
): Promise<LoginFacts | undefined> {
  if (user === undefined) return undefined;
  const users = await orUndefined(client.get(`/v1/security/users?userId=${encodeURIComponent(user)}`));
  const matchingUsers = listOf(users?.body)?.flatMap(({ userId, source, status, roles }) =>
    userId === user ? [{ source: String(source), status: String(status), roles: toTexts(roles) }] : [],
  );
  const accepted =
    password && (await orUndefined(client.acceptsCredentials({ username: user, password: password.text })));
  return {
    user,
    localUserIds: listByFamily(estate, "user").map(getDeclaredIdentity),
    ...(matchingUsers && { matchingUsers }),
    ...(password && { passwordSource: password.from }),
    ...(accepted !== undefined && { isAccepted: accepted }),
  };
}

type NexusFacts = Pick<
  AttemptFacts,
  "content" | "cleanupTasks" | "blobStores" | "isWritable" | "upstreamStatus" | "isEulaAccepted"
>;

async function collectNexusFacts(session: Session, facts: AttemptFacts): Promise<NexusFacts> {
  const { client } = session;
  const [content, tasks, blobStores, isWritable, details, eula] = await Promise.all([
    facts.location && readContent(session, facts.location),
    orUndefined(client.get("/v1/tasks?type=repository.cleanup")),
    orUndefined(readBlobStores(session, facts)),
    client.get("/v1/status/writable").then(
      () => true,
      (error) => (error instanceof NexusError && error.status === 503 ? false : undefined),
    ),
    orUndefined(client.get("/internal/ui/repositories/details")),
    orUndefined(client.get("/v1/system/eula")),
  ]);
  const cleanupTasks = listOf(valueIn(tasks?.body, "items"))?.map(toCleanupTask);
  const upstreamStates = listOf(details?.body)?.flatMap(({ name, status }): [string, string][] => {
    const description = valueIn(status, "description");
    return typeof description === "string" ? [[String(name), description]] : [];
  });
  const isEulaAccepted = valueIn(eula?.body, "accepted");
  return {
    ...(content && { content }),
    ...(cleanupTasks && { cleanupTasks }),
    ...(blobStores && { blobStores }),
    ...(isWritable !== undefined && { isWritable }),
    ...(upstreamStates && { upstreamStatus: Object.fromEntries(upstreamStates) }),
    ...(typeof isEulaAccepted === "boolean" && { isEulaAccepted }),
  };
}

/** Reads the content as the administrator, by the repository's own URL: HEAD does not count as a download. */
async function readContent(session: Session, { repository, path, version }: ContentLocation): Promise<ContentState> {
  const { connection } = session.settings;
  const credentials = connection && getCredentials(connection);
  const trust = pickTrust(connection ?? {});
  const url = `${session.client.url}/repository/${repository.name}`;
  if (!isImageRepository(repository)) {
    const status = await orUndefined(requestHead(`${url}/${path}`, credentials, trust));
    return status === 200 || status === 404 ? { exists: status === 200 } : {};
  }
  const client = new RegistryClient({
    url,
    ...(credentials && { credentials }),
    ...trust,
    timeout: 30,
    retry: { retryFor: 0 },
  });
  try {
    const [tags, images] = await Promise.all([readTags(client, path), orUndefined(client.listImages())]);
    const exists = tags && version !== undefined && (version.includes(":") ? undefined : tags.includes(version));
    return { ...(tags && { tags }), ...(images && { images }), ...(typeof exists === "boolean" && { exists }) };
  } finally {
    await client.close();
  }
}

async function readTags(client: RegistryClient, image: string): Promise<string[] | undefined> {
  try {
    return await client.listTags(image);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404 && error.code === "NAME_UNKNOWN") return [];
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function toCleanupTask({ name, lastRun, nextRun }: Fields): CleanupTask {
  return {
    name: String(name),
    ...(typeof lastRun === "string" && { lastRun }),
    ...(typeof nextRun === "string" && { nextRun }),
  };
}

async function readBlobStores({ client }: Session, facts: AttemptFacts): Promise<BlobStoreState[] | undefined> {
  const all = listOf((await client.get("/v1/blobstores")).body);
  const used =
    facts.location && getValueAt(repositoryFields(facts, facts.location.repository.name), "storage.blobStoreName");
  const quota =
    used && (await orUndefined(client.get(`/v1/blobstores/${encodeURIComponent(String(used))}/quota-status`)));
  return all?.map(({ name, availableSpaceInBytes: availableBytes, unavailable }) => ({
    name: String(name),
    isUnavailable: unavailable === true,
    // Object storage has no limit: Nexus reports no available space for it, or a value that is not a number of bytes.
    ...(typeof availableBytes === "number" && availableBytes >= 0 && { availableBytes }),
    ...(quota &&
      name === used &&
      valueIn(quota.body, "isViolation") === true && { quotaMessage: String(valueIn(quota.body, "message")) }),
  }));
}

/** Returns undefined if a fact cannot be read: another fact may still show the cause. */
async function orUndefined<T>(fact: Promise<T>): Promise<T | undefined> {
  try {
    return await fact;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function listOf(value: Json | undefined): Fields[] | undefined {
  return Array.isArray(value) ? value.filter(isFields) : undefined;
}

function valueIn(value: Json | undefined, name: string): Json | undefined {
  return isFields(value) ? value[name] : undefined;
}

function toTexts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
