import { NexusError } from "../client/errors.ts";
import type { Declaration, Inventory } from "../estate/estate.ts";
import { catalogue, findKindOf } from "../model/catalogue.ts";
import { hasKind } from "../model/compatibility.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { privilegeKinds } from "../model/kinds/privileges.ts";
import { repositoryKinds } from "../model/kinds/repository/repository-kinds.ts";
import type { Fields } from "../util/json.ts";
import { NexusReader } from "./nexus-reader.ts";
import type { Session } from "./session.ts";

/** One kind lists the whole family. */
const repository: Kind = repositoryKinds.raw.hosted;
const privilege: Kind = privilegeKinds["repository-admin"];

/**
 * Reads all objects of a Nexus: one list a kind, and one request an object where the list omits fields. Objects that no
 * list has (users of LDAP, Crowd and SAML) are not included.
 */
export async function takeInventory(session: Session): Promise<Inventory> {
  await session.initialPassword.beforeRead();
  // The response has the release and edition, which decide which kinds exist.
  await session.client.get("/v1/status");
  const kinds = [...catalogue.values()].filter((kind) => !kind.externallyCreatedIn && hasKind(session.server, kind));
  const inventories = await Promise.all(kinds.map((kind) => readKind(session, kind)));
  const declarations = inventories.flatMap((inventory) => inventory.declarations);
  const refused = inventories.flatMap((inventory) => inventory.unreadable);
  const hidden = await findHiddenRepositories(session, declarations, refused);
  const unreadable = new Map([...refused, ...hidden].map((entry) => [entry.family, entry]));
  return { declarations, unreadable: [...unreadable.values()] };
}

/**
 * Nexus lists only the repositories that the user may administer, without saying so. Each repository has privileges of
 * its own, and privileges are either all listed or refused: they show which repositories are missing.
 */
async function findHiddenRepositories(
  { client }: Session,
  declarations: readonly Declaration[],
  refused: Inventory["unreadable"],
): Promise<Inventory["unreadable"]> {
  if (refused.some(({ family }) => family === "privilege"))
    return [{ family: "repository", reason: "the list may be incomplete, which only the privileges would show" }];
  const listed = new Set(declarations.flatMap(({ kind, resource }) => (kind.repository ? [resource] : [])));
  const expected = findPrivilegedRepositories(declarations.map(({ fields }) => fields));
  if (![...expected].some((name) => !listed.has(name))) return [];
  // A repository that was created or deleted between two lists is not hidden: it is missing in one of a second pair.
  const listedNow = (await new NexusReader(client).list(repository)).map((fields) => getIdentity(repository, fields));
  const expectedNow = findPrivilegedRepositories(await new NexusReader(client).list(privilege));
  const hidden = [...expected].filter((name) => expectedNow.has(name) && !listedNow.includes(name));
  return hidden.length
    ? [{ family: "repository", reason: `this user has no permission to read ${hidden.length} of them` }]
    : [];
}

/** Returns the names of the repositories that have automatic privileges. */
function findPrivilegedRepositories(privileges: readonly Fields[]): Set<string> {
  const automatic = privileges.filter(
    ({ name, repository: of, readOnly }) =>
      readOnly === true && typeof of === "string" && of !== "*" && String(name).startsWith("nx-repository-admin-"),
  );
  return new Set(automatic.map(({ repository: of }) => String(of)));
}

async function readKind(session: Session, kind: Kind): Promise<Inventory> {
  try {
    const entries = (await session.reader.list(kind)).filter((fields) => findKindOf(kind.family, fields) === kind);
    const declarations = await Promise.all(
      entries.map(async (listed) => {
        const resource = getIdentity(kind, listed);
        const fields = kind.listOmitsFields ? ((await session.reader.read(kind, resource)) ?? listed) : listed;
        return { kind, resource, fields };
      }),
    );
    return { declarations, unreadable: [] };
  } catch (error) {
    if (!(error instanceof NexusError) || error.status === 401) throw error;
    // Editions answer 404 for kinds that they lack, too.
    if (error.isNotFound) return { declarations: [], unreadable: [] };
    return { declarations: [], unreadable: [{ family: kind.family, reason: error.message }] };
  }
}
