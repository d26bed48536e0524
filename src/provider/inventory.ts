import { NexusError } from "../client/errors.ts";
import type { Declaration } from "../estate/estate.ts";
import { catalogue } from "../model/catalogue.ts";
import { unsupportedBy } from "../model/compatibility.ts";
import type { Family } from "../model/field-metadata.ts";
import { getIdentity, type Kind } from "../model/kind.ts";
import { privilegeKinds } from "../model/kinds/privileges.ts";
import { repositoryKinds } from "../model/kinds/repository/repository-kinds.ts";
import type { Fields } from "../util/json.ts";
import { NexusReader } from "./nexus-reader.ts";
import type { Session } from "./session.ts";

/** One of each family lists all of it. */
const repository: Kind = repositoryKinds.raw.hosted;
const privilege: Kind = privilegeKinds["repository-admin"];

/** All that a Nexus holds, in the words in which programs declare it: each thing's resource is its identity. */
export interface Inventory {
  declarations: Declaration[];
  /** What could not be looked at, and why. */
  unreadable: { family: Family; reason: string }[];
}

/**
 * Takes the inventory of a Nexus: one list a kind, and one request more for each thing of which the list tells too
 * little. What no list holds (users of LDAP, Crowd and SAML) is not in it.
 */
export async function takeInventory(session: Session): Promise<Inventory> {
  await session.initialPassword.beforeRead();
  // What Nexus is decides which kinds it has.
  await session.client.get("/v1/status");
  const kinds = [...catalogue.values()].filter((kind) => !kind.externallyCreatedIn && isHad(kind, session));
  const parts = await Promise.all(kinds.map((kind) => partOf(session, kind)));
  const declarations = parts.flatMap((part) => part.declarations);
  const refused = parts.flatMap((part) => part.unreadable);
  const hidden = await hiddenRepositories(session, declarations, refused);
  const unseen = new Map([...refused, ...hidden].map((one) => [one.family, one]));
  return { declarations, unreadable: [...unseen.values()] };
}

/**
 * Nexus lists the repositories that the user may administer, as if they were all. Each brings privileges of its own, and
 * those are all listed, or refused.
 */
async function hiddenRepositories(
  { client }: Session,
  declarations: readonly Declaration[],
  refused: Inventory["unreadable"],
): Promise<Inventory["unreadable"]> {
  if (refused.some(({ family }) => family === "privilege"))
    return [{ family: "repository", reason: "whether all are shown cannot be told, as privileges are not" }];
  const shown = new Set(declarations.flatMap(({ kind, resource }) => (kind.repository ? [resource] : [])));
  const brought = bringers(declarations.map(({ fields }) => fields));
  if (![...brought].some((name) => !shown.has(name))) return [];
  // What came or went between two lists is not hidden: it is not among the privileges before and after a third.
  const again = (await new NexusReader(client).list(repository)).map((fields) => getIdentity(repository, fields));
  const still = bringers(await new NexusReader(client).list(privilege));
  const hidden = [...brought].filter((name) => still.has(name) && !again.includes(name));
  return hidden.length ? [{ family: "repository", reason: `${hidden.length} are not shown to this user` }] : [];
}

/** The repositories that have brought privileges. */
function bringers(privileges: readonly Fields[]): Set<string> {
  const own = privileges.filter(
    ({ name, repository: of, readOnly }) =>
      readOnly === true && typeof of === "string" && of !== "*" && String(name).startsWith("nx-repository-admin-"),
  );
  return new Set(own.map(({ repository: of }) => String(of)));
}

/** This release and edition has it. */
function isHad(kind: Kind, session: Session): boolean {
  return !unsupportedBy(session.server, kind, {}).some(({ path }) => path === "");
}

async function partOf(session: Session, kind: Kind): Promise<Inventory> {
  try {
    const entries = (await session.reader.list(kind)).filter((fields) => firstThatHas(kind, fields) === kind);
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
    // Editions lack what they do not have in this way, too.
    if (error.isNotFound) return { declarations: [], unreadable: [] };
    return { declarations: [], unreadable: [{ family: kind.family, reason: error.message }] };
  }
}

/** A task of a type that has a kind of its own is of that kind, not of the one for any type, which comes last. */
function firstThatHas({ family }: Kind, fields: Fields): Kind | undefined {
  return [...catalogue.values()].find((kind) => kind.family === family && kind.matches(fields));
}
