import type { Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { type Fields, isFields, setValueAt } from "../util/json.ts";
import type { Session } from "./session.ts";

/** A group repository as Nexus has it now. */
export interface GroupRepository {
  kind: Kind;
  name: string;
  fields: Fields;
  members: string[];
}

/**
 * Reads the names of all repositories and the groups among them, not from the cache.
 *
 * @param kind - any repository kind
 */
export async function readRepositories(
  session: Session,
  kind: Kind,
): Promise<{ names: Set<string>; groups: GroupRepository[] }> {
  const { body } = await session.client.get((await session.reader.endpoints(kind)).list);
  const repositories = (Array.isArray(body) ? body : []).filter(isFields);
  return {
    names: new Set(repositories.map(({ name }) => String(name))),
    groups: repositories.map(toGroup).filter((group) => group !== undefined),
  };
}

function toGroup(fields: Fields): GroupRepository | undefined {
  const kind = fields.type === "group" ? findRepositoryKind(String(fields.format), "group") : undefined;
  if (!kind) return undefined;
  const block = isFields(fields.group) ? fields.group : {};
  return { kind, name: String(fields.name), fields, members: toStrings(block.memberNames) };
}

/** Returns the fields of a group with other members. */
export function replaceMembers({ fields }: GroupRepository, memberNames: string[]): Fields {
  return setValueAt(fields, "group.memberNames", memberNames);
}

/** Returns the texts of a list, or an empty list for any other value. */
export function toStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
