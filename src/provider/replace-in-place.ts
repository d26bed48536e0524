import { NexusError } from "../client/errors.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { role } from "../model/kinds/role.ts";
import { buildCreateBody } from "../model/request-body.ts";
import { type Fields, getValueAt, setValueAt } from "../util/json.ts";
import { deleteLockedObject } from "./delete.ts";
import { type GroupRepository, readRepositories, toStrings } from "./groups.ts";
import type { Session } from "./session.ts";
import { writeObject } from "./write.ts";

/**
 * Deletes something and makes it as declared; whoever calls has its turn. Nexus takes a deleted repository out of
 * groups, its automatic privileges out of roles, and a deleted privilege out of roles, all for good (3.71, 3.77): they
 * are put back.
 */
export async function replaceInPlace(session: Session, kind: Kind, declared: Fields, live: Fields): Promise<void> {
  const identity = getIdentity(kind, declared);
  const before = kind.repository ? (findRepositoryKind(String(live.format), String(live.type)) ?? kind) : kind;
  const content = kind.typeChangeLosesContent ? ", without its content" : "";
  session.notice(`${before.noun} "${identity}" is deleted and made again as ${kind.noun}${content}`);
  const groups = kind.repository ? (await readRepositories(session, kind)).groups : [];
  const { body: roles } = await session.client.get("/v1/security/roles");
  await deleteLockedObject(session, before, identity);
  await writeObject(session, kind, "create", buildCreateBody(kind.shape, declared));
  const isOfFormat = (group: GroupRepository) => group.kind.repository?.format === kind.repository?.format;
  for (const group of groups.filter(isOfFormat))
    await putBack(session, group.kind, group.fields, "group.memberNames", (name) => name === identity);
  for (const fields of (Array.isArray(roles) ? roles : []).map((one) => role.fromNexus(one) ?? {}))
    await putBack(session, role, fields, "privileges", (name) => goesWith(kind, identity, name));
}

/** Whether a privilege goes when the thing is deleted, and comes back with it. */
function goesWith(kind: Kind, identity: string, privilege: string): boolean {
  if (!kind.repository) return privilege === identity;
  const { format } = kind.repository;
  return ["view", "admin"].some((area) => privilege.startsWith(`nx-repository-${area}-${format}-${identity}-`));
}

/**
 * Puts back into a list of names those that went with the deletion, in their old places, and nothing else of what was:
 * what this run has written to the thing meanwhile is what it should hold. What cannot be put back (a role that names
 * what the new type lacks) is left as Nexus made it, and told.
 */
async function putBack(
  session: Session,
  kind: Kind,
  before: Fields,
  path: string,
  isLost: (name: string) => boolean,
): Promise<void> {
  const identity = getIdentity(kind, before);
  if (!toStrings(getValueAt(before, path)).some(isLost)) return;
  try {
    await session.locks.run(`${kind.family} ${identity}`, async () => {
      const wanted = toStrings(getValueAt(session.getLastWrite(kind, identity) ?? before, path));
      const live = await session.reader.read(kind, identity);
      const names = toStrings(getValueAt(live ?? {}, path));
      const lost = wanted.filter((name) => isLost(name) && !names.includes(name));
      if (!live || !lost.length) return;
      const kept = wanted.filter((name) => names.includes(name) || lost.includes(name));
      const others = names.filter((name) => !wanted.includes(name));
      await writeObject(session, kind, "update", setValueAt(live, path, [...kept, ...others]));
    });
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    session.notice(`${kind.noun} "${identity}" could not be put back as it was: ${error.message}`);
  }
}
