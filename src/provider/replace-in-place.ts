import { NexusError } from "../client/errors.ts";
import { findKindOf } from "../model/catalogue.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { role } from "../model/kinds/role.ts";
import { buildCreateBody } from "../model/request-body.ts";
import { type Fields, getValueAt, setValueAt } from "../util/json.ts";
import { deleteLockedObject } from "./delete.ts";
import { RefusedError } from "./errors.ts";
import { type GroupRepository, readRepositories, toStrings } from "./groups.ts";
import type { ProviderRun } from "./provider-run.ts";
import { keepSecrets, writeObject } from "./write.ts";

/**
 * Deletes an object and creates it again as declared, under the same name; the caller holds its lock. Nexus removes a
 * deleted repository from groups, its automatic privileges from roles, and a deleted privilege from roles, permanently
 * (3.71, 3.77): they are restored afterwards. If the creation fails, the former object is created again, with its references and
 * without its content.
 */
export async function replaceInPlace(run: ProviderRun, kind: Kind, declared: Fields, current: Fields): Promise<void> {
  const { session } = run;
  const identity = getIdentity(kind, declared);
  const formerKind = findKindOf(kind.family, current) ?? kind;
  const content = kind.typeChangeLosesContent ? ", without its content" : "";
  session.notice(`${formerKind.noun} "${identity}" is deleted and created again as ${kind.noun}${content}`);
  const groups = kind.repository ? (await readRepositories(session, kind)).groups : [];
  const { body: roles } = await session.client.get((await session.reader.endpoints(role)).list);
  const restoreAll = async (restored: Kind) => {
    const isOfFormat = (group: GroupRepository) => group.kind.repository?.format === restored.repository?.format;
    for (const group of groups.filter(isOfFormat))
      await restoreReferences(run, group.kind, group.fields, "group.memberNames", (name) => name === identity);
    for (const fields of (Array.isArray(roles) ? roles : []).map((entry) => role.fromNexus(entry) ?? {}))
      await restoreReferences(run, role, fields, "privileges", (name) => isDeletedWith(restored, identity, name));
  };
  await deleteLockedObject(run, formerKind, identity);
  try {
    await writeObject(run, kind, "create", buildCreateBody(kind.shape, declared));
  } catch (error) {
    if (await createFormer(run, formerKind, current)) await restoreAll(formerKind);
    throw error;
  }
  await restoreAll(kind);
}

/** Creates the former object again, as its replacement was refused. Returns false if Nexus refuses this, too. */
async function createFormer(run: ProviderRun, kind: Kind, fields: Fields): Promise<boolean> {
  try {
    await writeObject(run, kind, "create", buildCreateBody(kind.shape, fields));
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    run.session.notice(`${kind.noun} "${getIdentity(kind, fields)}" could not be created again: ${message}`);
    return false;
  }
}

/** Returns true for a privilege that Nexus deletes with the object and creates again with it. */
function isDeletedWith(kind: Kind, identity: string, privilege: string): boolean {
  if (!kind.repository) return privilege === identity;
  const { format } = kind.repository;
  return ["view", "admin"].some((area) => privilege.startsWith(`nx-repository-${area}-${format}-${identity}-`));
}

/**
 * Restores the names that a deletion removed from a list, at their former positions. Nothing else is restored: if this
 * run has written the object since, that list is the wanted one. References that cannot be restored (a role with a
 * privilege that the new type lacks) stay as Nexus left them, with a notice.
 */
async function restoreReferences(
  run: ProviderRun,
  kind: Kind,
  before: Fields,
  path: string,
  isLost: (name: string) => boolean,
): Promise<void> {
  const identity = getIdentity(kind, before);
  if (!toStrings(getValueAt(before, path)).some(isLost)) return;
  try {
    await run.locks.run(`${kind.family} ${identity}`, async () => {
      const expected = toStrings(getValueAt(run.getLastWrite(kind, identity) ?? before, path));
      const current = await run.session.reader.read(kind, identity);
      const names = toStrings(getValueAt(current ?? {}, path));
      const lost = expected.filter((name) => isLost(name) && !names.includes(name));
      if (!current || !lost.length) return;
      const kept = expected.filter((name) => names.includes(name) || lost.includes(name));
      const others = names.filter((name) => !expected.includes(name));
      const body = setValueAt(current, path, [...kept, ...others]);
      const update = { body, live: current, declared: {}, removed: [] };
      await writeObject(run, kind, "update", keepSecrets(run.session, kind, update));
    });
  } catch (error) {
    if (!(error instanceof NexusError || error instanceof RefusedError)) throw error;
    run.session.notice(`${kind.noun} "${identity}" could not be restored to its former state: ${error.message}`);
  }
}
