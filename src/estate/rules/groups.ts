import { containsUnknown, getValueAt, isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  getStrings,
  listByFamily,
  listRepositories,
} from "../estate.ts";

/** Members are of the group's format, none is named twice, and no group contains itself, by whatever way. */
export function validateGroups(estate: Estate): EstateFinding[] {
  const byName = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const membersOf = (name: string) => getStrings(byName.get(name)?.declaration?.fields ?? {}, "group.memberNames");
  const groups = listByFamily(estate, "repository").filter(({ kind }) => kind.repository?.type === "group");
  return groups.flatMap((about) => {
    const { kind, fields } = about;
    const members = getStrings(fields, "group.memberNames");
    const finding = (index: number, message: string): EstateFinding => ({
      about,
      path: `group.memberNames[${index}]`,
      message,
    });
    const own = members.flatMap((name, index) => {
      const member = byName.get(name);
      if (name === fields.name) return [finding(index, `is the group "${name}" itself`)];
      if (members.indexOf(name) < index) return [finding(index, `names "${name}" a second time`)];
      if (member?.format && member.format !== kind.repository?.format)
        return [
          finding(
            index,
            `"${name}" is a ${member.format} repository: a ${kind.noun} takes ${kind.repository?.format} ones`,
          ),
        ];
      if (reaches(name, String(fields.name), membersOf))
        return [finding(index, `"${name}" contains the group "${fields.name}" itself`)];
      return [];
    });
    return [...own, ...writable(about, members)];
  });
}

function reaches(from: string, to: string, membersOf: (name: string) => string[], seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return membersOf(from).some((member) => member === to || reaches(member, to, membersOf, seen));
}

function writable(about: Declaration, members: readonly string[]): EstateFinding[] {
  const name = getValueAt(about.fields, "group.writableMember");
  if (typeof name !== "string" || isUnknown(name) || members.includes(name)) return [];
  if (containsUnknown(getValueAt(about.fields, "group.memberNames") ?? null)) return [];
  return [{ about, path: "group.writableMember", message: `"${name}" is not among the group's members` }];
}
