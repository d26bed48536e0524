import { mayHaveTakenEffect, NexusError } from "../client/errors.ts";
import { contradictedNotFound, type NexusRequest } from "../client/nexus-client.ts";
import { expandPath, type Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { getValueAt } from "../util/json.ts";
import { RefusedError } from "./errors.ts";
import { describeHidden } from "./existing-object.ts";
import { readRepositories, replaceMembers } from "./groups.ts";
import type { ProviderRun } from "./provider-run.ts";
import type { Session } from "./session.ts";
import { buildRequest, keepSecrets } from "./write.ts";

/** Deletes an object, under its lock. An object that does not exist counts as deleted. */
export async function deleteObject(run: ProviderRun, kind: Kind, identity: string): Promise<void> {
  await run.locks.run(`${kind.family} ${identity}`, () => deleteLockedObject(run, kind, identity));
}

/** Deletes an object whose lock the caller holds already. */
export async function deleteLockedObject(run: ProviderRun, kind: Kind, identity: string): Promise<void> {
  const { session } = run;
  const { remove: template } = await session.reader.endpoints(kind);
  if (!template) return;
  const request = await buildDeleteRequest(session, kind, template, identity);
  if (!request) return;
  const send = () => session.client.send(request);
  try {
    await (kind.repository ? run.groupLock.write(() => deleteWithGroupRepair(session, kind, send)) : send());
  } catch (error) {
    const refusal = error instanceof NexusError ? error : undefined;
    if (refusal && isUndeletable(refusal))
      session.notice(`${kind.noun} "${identity}": not deleted, as Nexus refuses it: ${refusal.details.text}`);
    else if (refusal && isResetRefused(request, refusal))
      session.notice(`${kind.noun} "${identity}": not reset, as Nexus refuses it: ${refusal.message}`);
    else if (refusal?.isNotFound) await confirmDeleted(session, kind, identity, request);
    else if (!(await hasTakenEffect(session, kind, identity, request, error))) throw error;
  }
  await session.reader.invalidate(kind, identity);
  if (kind.repository) await run.connectorPorts.record(identity, undefined);
}

/**
 * Built-in objects, the user of the request and the anonymous user are never deleted: 400 `Role 'nx-admin' is internal
 * and cannot be modified or deleted.`, 500 `Can not delete currently signed in user` (3.71 to 3.94). A repeat cannot
 * succeed.
 */
function isUndeletable({ details }: NexusError): boolean {
  return /is internal and cannot be modified or deleted|Can not delete (currently signed in|anonymous) user/.test(
    details.text,
  );
}

/**
 * Deletes the object of a resource that was removed from the program. A blob store with a repository that is kept stays, too,
 * with a notice.
 */
export async function deleteRemovedObject(run: ProviderRun, kind: Kind, identity: string): Promise<void> {
  try {
    await deleteObject(run, kind, identity);
  } catch (error) {
    if (!(error instanceof NexusError && isBlobStoreInUse(kind, error))) throw error;
    const users = await describeUsers(run.session, identity);
    run.session.notice(`${kind.noun} "${identity}": kept in Nexus, because it is in use${users}`);
  }
}

/** Nexus refuses to delete a blob store with a repository: 400 `BlobStore b1 is in use and cannot be deleted` (3.71). */
function isBlobStoreInUse({ family }: Kind, { status, details }: NexusError): boolean {
  return family === "blob store" && status === 400 && /is in use and cannot be deleted/.test(details.text);
}

/** Returns the names of the repositories in a blob store, for a message. */
async function describeUsers({ reader }: Session, blobStore: string): Promise<string> {
  const kind = findRepositoryKind("raw", "hosted");
  const repositories = kind ? await reader.list(kind).catch(() => []) : [];
  const users = repositories.filter((fields) => getValueAt(fields, "storage.blobStoreName") === blobStore);
  return users.length ? ` by ${users.map(({ name }) => String(name)).join(", ")}` : "";
}

/**
 * Objects with an id that Nexus assigns, and objects that are reset by a body, must be read first. Returns undefined if
 * the object does not exist any more.
 */
async function buildDeleteRequest(
  session: Session,
  kind: Kind,
  template: string,
  identity: string,
): Promise<NexusRequest | undefined> {
  const [method, path = ""] = template.split(" ");
  const [, field] = /\{(\w+)\}/.exec(path) ?? [];
  if (field === kind.identity && !kind.deleteBody)
    return { method: "DELETE", path: expandPath(path, { [kind.identity ?? ""]: identity }) };
  const current = await session.cluster.readUntil(() => session.reader.read(kind, identity), Boolean);
  if (!current) return undefined;
  return {
    method: method === "PUT" ? "PUT" : "DELETE",
    path: expandPath(path, current),
    ...(kind.deleteBody && { body: kind.deleteBody(current) }),
  };
}

/** Throws an error if an object exists whose deletion was answered with 404. */
async function confirmDeleted(session: Session, kind: Kind, identity: string, request: NexusRequest): Promise<void> {
  const find = () => session.reader.findNow(kind, identity);
  const existing = await session.cluster.readUntil(find, (found) => !found?.isOfKind);
  if (existing?.isOfKind) throw contradictedNotFound(request);
  if (await session.reader.isHidden(kind, identity)) throw new RefusedError(describeHidden(session, kind, identity));
}

/** Returns true if Nexus deleted the object although the response was lost, or a gateway answered. */
async function hasTakenEffect(
  { reader, cluster }: Session,
  kind: Kind,
  identity: string,
  { method }: NexusRequest,
  error: unknown,
): Promise<boolean> {
  if (method !== "DELETE" || !mayHaveTakenEffect(error)) return false;
  // If Nexus cannot be read either, the failure of the deletion is the one to report.
  return cluster.readUntil(() => reader.isGone(kind, identity), Boolean).catch(() => false);
}

/** Objects without DELETE are reset by PUT, as far as Nexus allows it. */
function isResetRefused({ method }: NexusRequest, { status }: NexusError): boolean {
  return method === "PUT" && status === 400;
}

/**
 * If members of one group are deleted side by side, the group can keep the name of a deleted member; then every deletion
 * of a remaining member answers 500 `Failed to validate facets`, permanently (3.71, 3.77). The repair is to write the
 * group with the members that exist. The caller holds the group lock as a writer, so the groups are written without it.
 */
async function deleteWithGroupRepair(session: Session, kind: Kind, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof NexusError && /Failed to (validate|delete) facets/.test(error.details.text))) throw error;
    const { names, groups } = await readRepositories(session, kind);
    for (const group of groups) {
      const existing = group.members.filter((member) => names.has(member));
      // A group whose members are all deleted cannot be written: Nexus requires a member.
      if (existing.length === group.members.length || !existing.length) continue;
      session.notice(`${group.kind.noun} "${group.name}" lists members that do not exist; they are removed from it`);
      const update = { body: replaceMembers(group, existing), live: group.fields, declared: {}, removed: [] };
      const body = keepSecrets(session, group.kind, update);
      await session.client.send(await buildRequest(session, group.kind, "update", body));
    }
    await send();
  }
}
