import { NexusError } from "../client/errors.ts";
import type { NexusRequest } from "../client/nexus-client.ts";
import { expandPath, type Kind } from "../model/kind.ts";
import { readRepositories, replaceMembers } from "./groups.ts";
import type { Session } from "./session.ts";
import { buildRequest } from "./write.ts";

/** Deletes it, in its turn. What is not there is deleted. */
export async function deleteObject(session: Session, kind: Kind, identity: string): Promise<void> {
  await session.locks.run(`${kind.family} ${identity}`, () => deleteLockedObject(session, kind, identity));
}

/** The same for who has the turn already. */
export async function deleteLockedObject(session: Session, kind: Kind, identity: string): Promise<void> {
  const { remove: template } = await session.reader.endpoints(kind);
  if (!template) return;
  const request = await removalOf(session, kind, template, identity);
  if (!request) return;
  const send = () => session.client.send(request);
  try {
    await (kind.repository ? session.groupLock.write(() => withoutBrokenGroups(session, kind, send)) : send());
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    if (isUndeletable(error))
      session.notice(`${kind.noun} "${identity}": stays, as Nexus does not delete it: ${error.details.text}`);
    else if (isUnwilling(request, error))
      session.notice(`${kind.noun} "${identity}": stays as it is, as ${error.message}`);
    else if (!error.isNotFound) throw error;
  }
  await session.reader.invalidate(kind, identity);
  if (kind.repository) await session.connectorPorts.record(identity, undefined);
}

/**
 * What Nexus brings, the user who asks and the anonymous user are never deleted: 400 `Role 'nx-admin' is internal and
 * cannot be modified or deleted.`, 500 `Can not delete currently signed in user` (3.71 to 3.94). Nothing else would ever
 * come of trying again.
 */
function isUndeletable({ details: words }: NexusError): boolean {
  return /is internal and cannot be modified or deleted|Can not delete (currently signed in|anonymous) user/.test(
    words.text,
  );
}

/** What Nexus gives an id of its own, or takes back by a body, must be looked up; nothing where it is gone. */
async function removalOf(
  session: Session,
  kind: Kind,
  template: string,
  identity: string,
): Promise<NexusRequest | undefined> {
  const [method, path = ""] = template.split(" ");
  const [, field] = /\{(\w+)\}/.exec(path) ?? [];
  if (field === kind.identity && !kind.deleteBody)
    return { method: "DELETE", path: expandPath(path, { [kind.identity ?? ""]: identity }) };
  const live = await session.reader.read(kind, identity);
  if (!live) return undefined;
  return {
    method: method === "PUT" ? "PUT" : "DELETE",
    path: expandPath(path, live),
    ...(kind.deleteBody && { body: kind.deleteBody(live) }),
  };
}

/** What has no DELETE is taken back as far as Nexus lets it be. */
function isUnwilling({ method }: NexusRequest, { status }: NexusError): boolean {
  return method === "PUT" && status === 400;
}

/**
 * Members of one group deleted side by side can leave the group naming what is gone; then every deletion of a member
 * that remains is 500 `Failed to validate facets`, for ever (3.71, 3.77). The cure is to write the group with the
 * members that exist. Whoever calls has the gate alone, so the groups are written past it.
 */
async function withoutBrokenGroups(session: Session, kind: Kind, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof NexusError && /Failed to (validate|delete) facets/.test(error.details.text))) throw error;
    const { names, groups } = await readRepositories(session, kind);
    for (const group of groups) {
      const existing = group.members.filter((member) => names.has(member));
      // A group of nothing but ghosts cannot be written: Nexus demands a member.
      if (existing.length === group.members.length || !existing.length) continue;
      session.notice(`${group.kind.noun} "${group.name}" names members that are gone: writes it without them`);
      await session.client.send(await buildRequest(session, group.kind, "update", replaceMembers(group, existing)));
    }
    await send();
  }
}
