/** Gathers all that is known of an attempt: what is declared, what Nexus has, what it answers. */

import type { Credentials } from "../../../client/credentials.ts";
import { NexusError, RegistryError } from "../../../client/errors.ts";
import { RegistryClient } from "../../../client/registry-client.ts";
import type { ClientConfig } from "../../../client-config/client-config.ts";
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
import { type Estate, getDeclaredIdentity, listByFamily } from "../../../estate/estate.ts";
import type { DeclaredProgram } from "../../../plan/declared-program.ts";
import type { Session } from "../../../provider/session.ts";
import { type Fields, getValueAt, isFields, type Json } from "../../../util/json.ts";
import { UserError } from "../../../util/user-error.ts";
import type { Looked } from "../../shared/nexus-session.ts";
import { attemptAddress, type ConnectionTrust, checkConnection, replayAttempt, requestHead } from "./attempt-replay.ts";

/** What is known before anybody is asked about the attempt. */
export interface DoctorContext {
  stack?: string;
  declared?: DeclaredProgram;
  looked: Looked;
  /** Of the user who tried it, and where it comes from. */
  password?: { text: string; from: string };
}

export async function collectFacts(attempt: Attempt, known: DoctorContext): Promise<AttemptFacts> {
  const { stack, declared, looked, password } = known;
  const { session } = looked;
  const estate = mergedEstate(declared?.estate, looked.snapshot);
  const clientConfig = mergeClientConfig(declared?.clientConfig, estate, session?.client.url ?? "");
  const facts: AttemptFacts = {
    attempt,
    ...(stack !== undefined && { stack }),
    clientConfig,
    ...(declared && { declared: declared.estate, declaredSecurity: toSecurityModel(declared.estate) }),
    estate,
    security: toSecurityModel(estate),
    isLive: looked.snapshot !== undefined,
  };
  const where = resolveLocation(clientConfig, attempt.target);
  const placed: AttemptFacts = { ...facts, ...(where && { location: where }) };
  const [onTheWire, inNexus, login] = await Promise.all([
    answered(attempt, where, password?.text, wayOf(session)),
    session ? nexusFacts(session, placed) : {},
    session ? loginOf(session, attempt, estate, password) : undefined,
  ]);
  return { ...placed, ...onTheWire, ...inNexus, ...(login && { login }) };
}

/** What Nexus has; of what it would not show, what is declared. */
function mergedEstate(declared: Estate | undefined, seen: Looked["snapshot"]): Estate {
  if (!seen) return declared ?? { declarations: [], existing: [] };
  const unseen = declared?.declarations.filter(({ kind }) => seen.unreadable.has(kind.family)) ?? [];
  const shown = new Set(seen.estate.declarations.map((one) => `${one.kind.family} ${getDeclaredIdentity(one)}`));
  return {
    declarations: [
      ...seen.estate.declarations,
      ...unseen.filter((one) => !shown.has(`${one.kind.family} ${getDeclaredIdentity(one)}`)),
    ],
    existing: declared?.existing.filter(({ family, name }) => !shown.has(`${family} ${name}`)) ?? [],
  };
}

/** What clients are told, with the repositories that nobody declared. */
function mergeClientConfig(declared: ClientConfig | undefined, estate: Estate, url: string): ClientConfig {
  const live = createClientConfig("", declared?.url ?? url, estate, { clients: {}, clientConfig: {}, chains: [] });
  if (!declared) return live;
  const names = new Set(declared.repositories.map(({ name }) => name));
  return {
    ...declared,
    repositories: [...declared.repositories, ...live.repositories.filter(({ name }) => !names.has(name))],
  };
}

function wayOf(session: Session | undefined): ConnectionTrust {
  const { ca, insecure } = session?.settings.connection ?? {};
  return { ...(ca !== undefined && { ca }), ...(insecure && { insecure }) };
}

async function answered(
  attempt: Attempt,
  where: ContentLocation | undefined,
  password: string | undefined,
  way: ConnectionTrust,
): Promise<Pick<AttemptFacts, "connection" | "replay">> {
  const address = attemptAddress(attempt, where);
  if (address === undefined) return {};
  const wire = await checkConnection(address, "image" in attempt.target || attempt.operation === "login", way);
  const { user } = attempt;
  if (wire.failure || (user !== undefined && password === undefined)) return { connection: wire };
  const credentials = user === undefined || password === undefined ? undefined : { username: user, password };
  const answer = await replayAttempt(attempt, where, address, credentials, way);
  return { connection: wire, ...(answer && { replay: answer }) };
}

async function loginOf(
  { client }: Session,
  { user }: Attempt,
  estate: Estate,
  password: DoctorContext["password"],
): Promise<LoginFacts | undefined> {
  if (user === undefined) return undefined;
  const listed = await orNothing(client.get(`/v1/security/users?userId=${encodeURIComponent(user)}`));
  const known = listOf(listed?.body)?.flatMap(({ userId, source, status, roles }) =>
    userId === user ? [{ source: String(source), status: String(status), roles: textsIn(roles) }] : [],
  );
  const accepted =
    password && (await orNothing(client.acceptsCredentials({ username: user, password: password.text })));
  return {
    user,
    localUserIds: listByFamily(estate, "user").map(getDeclaredIdentity),
    ...(known && { matchingUsers: known }),
    ...(password && { passwordSource: password.from }),
    ...(accepted !== undefined && { isAccepted: accepted }),
  };
}

type NexusFacts = Pick<
  AttemptFacts,
  "content" | "cleanupTasks" | "blobStores" | "isWritable" | "upstreamStatus" | "isEulaAccepted"
>;

async function nexusFacts(session: Session, facts: AttemptFacts): Promise<NexusFacts> {
  const { client } = session;
  const [content, tasks, stores, writable, details, eula] = await Promise.all([
    facts.location && contentOf(session, facts.location),
    orNothing(client.get("/v1/tasks?type=repository.cleanup")),
    orNothing(storesOf(session, facts)),
    client.get("/v1/status/writable").then(
      () => true,
      (error) => (error instanceof NexusError && error.status === 503 ? false : undefined),
    ),
    orNothing(client.get("/internal/ui/repositories/details")),
    orNothing(client.get("/v1/system/eula")),
  ]);
  const cleanups = listOf(valueIn(tasks?.body, "items"))?.map(taskOf);
  const remotes = listOf(details?.body)?.flatMap(({ name, status }): [string, string][] => {
    const words = valueIn(status, "description");
    return typeof words === "string" ? [[String(name), words]] : [];
  });
  const agreed = valueIn(eula?.body, "accepted");
  return {
    ...(content && { content }),
    ...(cleanups && { cleanupTasks: cleanups }),
    ...(stores && { blobStores: stores }),
    ...(writable !== undefined && { isWritable: writable }),
    ...(remotes && { upstreamStatus: Object.fromEntries(remotes) }),
    ...(typeof agreed === "boolean" && { isEulaAccepted: agreed }),
  };
}

/** What is there, as the administrator sees it, by the repository's own URL: no download is counted. */
async function contentOf(session: Session, { repository, path, version }: ContentLocation): Promise<ContentState> {
  const { username, password } = session.settings.connection ?? {};
  const credentials: Credentials = { username: username ?? "", password: password ?? "" };
  const url = `${session.client.url}/repository/${repository.name}`;
  if (!isImageRepository(repository)) {
    const status = await orNothing(requestHead(`${url}/${path}`, credentials, wayOf(session)));
    return status === 200 || status === 404 ? { exists: status === 200 } : {};
  }
  const client = new RegistryClient({
    url,
    ...credentials,
    ...wayOf(session),
    timeout: 30,
    retry: { maxAttempts: 1, delay: 0 },
  });
  try {
    const [tags, images] = await Promise.all([tagsOf(client, path), orNothing(client.listImages())]);
    const there = tags && version !== undefined && (version.includes(":") ? undefined : tags.includes(version));
    return { ...(tags && { tags }), ...(images && { images }), ...(typeof there === "boolean" && { exists: there }) };
  } finally {
    await client.close();
  }
}

async function tagsOf(client: RegistryClient, image: string): Promise<string[] | undefined> {
  try {
    return await client.listTags(image);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404 && error.code === "NAME_UNKNOWN") return [];
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function taskOf({ name, lastRun, nextRun }: Fields): CleanupTask {
  return {
    name: String(name),
    ...(typeof lastRun === "string" && { lastRun }),
    ...(typeof nextRun === "string" && { nextRun }),
  };
}

async function storesOf({ client }: Session, facts: AttemptFacts): Promise<BlobStoreState[] | undefined> {
  const all = listOf((await client.get("/v1/blobstores")).body);
  const used =
    facts.location && getValueAt(repositoryFields(facts, facts.location.repository.name), "storage.blobStoreName");
  const quota =
    used && (await orNothing(client.get(`/v1/blobstores/${encodeURIComponent(String(used))}/quota-status`)));
  return all?.map(({ name, availableSpaceInBytes: availableBytes, unavailable }) => ({
    name: String(name),
    isUnavailable: unavailable === true,
    // Buckets have no end: Nexus tells none of theirs, or one that is no number of bytes.
    ...(typeof availableBytes === "number" && availableBytes >= 0 && { availableBytes }),
    ...(quota &&
      name === used &&
      valueIn(quota.body, "isViolation") === true && { quotaMessage: String(valueIn(quota.body, "message")) }),
  }));
}

/** Nothing where it cannot be had: another fact may still tell the cause. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UserError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}

function listOf(value: Json | undefined): Fields[] | undefined {
  return Array.isArray(value) ? value.filter(isFields) : undefined;
}

function valueIn(value: Json | undefined, name: string): Json | undefined {
  return isFields(value) ? value[name] : undefined;
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
