/** Checks what a change needs of the Nexus itself, and what Nexus would refuse in the middle of an update. */
import { catalogue } from "../model/catalogue.ts";
import { formatIdentity, type Kind } from "../model/kind.ts";
import { authorizingRealm } from "../model/realms.ts";
import { findPathsWith } from "../model/shape.ts";
import type { Violation } from "../model/validation.ts";
import { type Fields, getValueAt, isFields, isUnknown } from "../util/json.ts";
import { getExistingReferences } from "./inputs.ts";
import type { NexusReader } from "./nexus-reader.ts";
import type { Session } from "./session.ts";
import { checkTaskProperties } from "./task-properties.ts";

/** Returns what this Nexus lacks for a changed declaration: a feature that is switched off, a realm, or a property of tasks. */
export async function findMissingPreconditions(session: Session, kind: Kind, declared: Fields): Promise<Violation[]> {
  return [
    ...(await findSwitchedOff(session.reader, kind)),
    ...(await findMissingRealms(session.reader, kind, declared)),
    ...(await checkTaskProperties(session, kind, declared)),
  ];
}

/** Nexus does not say whether scripts are switched on, but offers tasks of the type `script` only then (3.71). */
async function findSwitchedOff(reader: NexusReader, { offeredTaskType, advice, noun }: Kind): Promise<Violation[]> {
  if (offeredTaskType === undefined) return [];
  const types = await reader.readOnce("extdirect:coreui_Task.readTypes");
  const type = Array.isArray(types)
    ? types.find((entry) => isFields(entry) && entry.id === offeredTaskType)
    : undefined;
  if (!isFields(type) || type.exposed !== false) return [];
  return [{ path: "", message: `Nexus accepts no ${noun}, as the feature is switched off: ${advice?.[410]}` }];
}

/** Nexus refuses ids of realms that it does not have. */
async function findMissingRealms(reader: NexusReader, kind: Kind, declared: Fields): Promise<Violation[]> {
  const named = findPathsWith(kind.shape, "realm").flatMap((path) =>
    [getValueAt(declared, path) ?? []].flat().flatMap((id, index, { length }) => {
      if (typeof id !== "string" || isUnknown(id) || id === authorizingRealm) return [];
      return [{ path: length > 1 || path === "active" ? `${path}[${index}]` : path, id }];
    }),
  );
  if (!named.length) return [];
  const realms = await reader.readOnce("/v1/security/realms/available");
  const available = Array.isArray(realms)
    ? realms.flatMap((entry) => (isFields(entry) && typeof entry.id === "string" ? entry.id : []))
    : [];
  // Each Nexus has realms: this user may not see them.
  if (!available.length) return [];
  return named
    .filter(({ id }) => !available.includes(id))
    .map(({ path, id }) => ({
      path,
      message: `"${id}" is not a realm of this Nexus; it has ${available.join(", ")}`,
    }));
}

/**
 * Warns of objects that the program calls existing and that this Nexus does not show. That is no error: another program or
 * `Provider` may create them before they are needed, and the user may not see all objects.
 */
export async function warnOfMissingExisting(
  session: Session,
  kind: Kind,
  identity: string,
  news: Fields,
): Promise<void> {
  for (const { path, family, name } of getExistingReferences(news)) {
    const target = [...catalogue.values()].find((other) => other.family === family && !other.externallyCreatedIn);
    if (!target || (await session.reader.find(target, name))?.identity === name) continue;
    session.warn(
      `${formatIdentity(kind, identity)}: ${path} refers to the existing ${family} "${name}", which was not found in Nexus`,
    );
  }
}
