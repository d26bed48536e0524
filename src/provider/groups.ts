import type { Kind } from "../model/kind.ts";
import { findRepositoryKind } from "../model/kinds/repository/repository-kinds.ts";
import { type Fields, isFields, setValueAt } from "../util/json.ts";
import type { Session } from "./session.ts";

/** A group repository as it is now. */
export interface GroupRepository {
  kind: Kind;
  name: string;
  fields: Fields;
  members: string[];
}

/** All repositories as they are now: their names, and the groups among them. */
export async function readRepositories(
  session: Session,
  kind: Kind,
): Promise<{ names: Set<string>; groups: GroupRepository[] }> {
  const { body } = await session.client.get((await session.reader.endpoints(kind)).list);
  const all = (Array.isArray(body) ? body : []).filter(isFields);
  return {
    names: new Set(all.map(({ name }) => String(name))),
    groups: all.flatMap((fields) => groupOf(fields)),
  };
}

function groupOf(fields: Fields): GroupRepository[] {
  const kind = fields.type === "group" ? findRepositoryKind(String(fields.format), "group") : undefined;
  if (!kind) return [];
  const group = isFields(fields.group) ? fields.group : {};
  return [{ kind, name: String(fields.name), fields, members: toStrings(group.memberNames) }];
}

/** The group's fields with other members. */
export function replaceMembers({ fields }: GroupRepository, memberNames: string[]): Fields {
  return setValueAt(fields, "group.memberNames", memberNames);
}

export function toStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
