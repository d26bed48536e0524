import { NexusError } from "../client/errors.ts";
import type { Fields } from "../json.ts";
import { identityOf, type Kind } from "../kinds/kind.ts";
import { repositoryKindOf } from "../kinds/repository/kind.ts";
import { role } from "../kinds/role.ts";
import { creationBody } from "./body.ts";
import { repositoriesNow, textsIn } from "./groups.ts";
import { removeNow } from "./remove.ts";
import type { Session } from "./session.ts";
import { write } from "./write.ts";

/**
 * Deletes something and makes it as declared; whoever calls has its turn. Nexus takes a deleted repository out of
 * groups, its automatic privileges out of roles, and a deleted privilege out of roles, all for good (3.71, 3.77): they
 * are put back.
 */
export async function remake(session: Session, kind: Kind, declared: Fields, live: Fields): Promise<void> {
  const identity = identityOf(kind, declared);
  const before = kind.repository ? (repositoryKindOf(String(live.format), String(live.type)) ?? kind) : kind;
  const content = kind.typeHoldsContent ? ", without its content" : "";
  session.say(`${before.noun} "${identity}" is deleted and made again as ${kind.noun}${content}`);
  const groups = kind.repository ? (await repositoriesNow(session, kind)).groups : [];
  const { body: roles } = await session.client.get("/v1/security/roles");
  await removeNow(session, before, identity);
  await write(session, kind, "create", creationBody(kind.shape, declared));
  for (const group of groups) if (group.members.includes(identity)) await putBack(session, group.kind, group.fields);
  for (const fields of (Array.isArray(roles) ? roles : []).map((one) => role.fromNexus(one)))
    if (textsIn(fields.privileges).some((privilege) => goesWith(kind, identity, privilege)))
      await putBack(session, role, fields);
}

/** Whether a privilege goes when the thing is deleted, and comes back with it. */
function goesWith(kind: Kind, identity: string, privilege: string): boolean {
  if (!kind.repository) return privilege === identity;
  const { format } = kind.repository;
  return ["view", "admin"].some((area) => privilege.startsWith(`nx-repository-${area}-${format}-${identity}-`));
}

/** What cannot be as it was (a role that names what the new type lacks) is left as Nexus made it, and told. */
async function putBack(session: Session, kind: Kind, fields: Fields): Promise<void> {
  try {
    await session.turns.take(`${kind.family} ${identityOf(kind, fields)}`, () =>
      write(session, kind, "update", fields),
    );
  } catch (error) {
    if (!(error instanceof NexusError)) throw error;
    session.say(`${kind.noun} "${identityOf(kind, fields)}" could not be put back as it was: ${error.message}`);
  }
}
