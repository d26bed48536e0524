import { containsUnknown, getValueAt, isUnknown } from "../../util/json.ts";
import { type Declaration, type Estate, type EstateFinding, getStrings, listRepositories } from "../estate.ts";
import type { ValidationScope } from "../validation-scope.ts";

/** Checks the members of groups: they have the group's format, occur once, and the group does not contain itself. */
export function validateGroups(estate: Estate, { changed }: ValidationScope): EstateFinding[] {
  const groups = changed.filter(({ kind }) => kind.repository?.type === "group");
  if (!groups.length) return [];
  const repositories = new Map(listRepositories(estate).map((repository) => [repository.name, repository]));
  const listMembers = (name: string) =>
    getStrings(repositories.get(name)?.declaration?.fields ?? {}, "group.memberNames");
  return groups.flatMap((about) => {
    const { kind, fields } = about;
    const members = getStrings(fields, "group.memberNames");
    const memberFindings = members.flatMap((name, index) => {
      const createFinding = (message: string): EstateFinding[] => [
        { about, path: `group.memberNames[${index}]`, message },
      ];
      const member = repositories.get(name);
      if (name === fields.name) return createFinding(`"${name}" is the group itself`);
      if (members.indexOf(name) < index) return createFinding(`"${name}" is listed twice`);
      if (member?.format && member.format !== kind.repository?.format)
        return createFinding(
          `"${name}" is a ${member.format} repository; a ${kind.noun} accepts only ${kind.repository?.format} repositories`,
        );
      if (contains(name, String(fields.name), listMembers))
        return createFinding(`"${name}" contains the group "${fields.name}"; a group cannot contain itself`);
      return [];
    });
    return [...memberFindings, ...validateWritableMember(about, members)];
  });
}

function contains(
  from: string,
  to: string,
  listMembers: (name: string) => string[],
  visited = new Set<string>(),
): boolean {
  if (visited.has(from)) return false;
  visited.add(from);
  return listMembers(from).some((member) => member === to || contains(member, to, listMembers, visited));
}

function validateWritableMember(about: Declaration, members: readonly string[]): EstateFinding[] {
  const name = getValueAt(about.fields, "group.writableMember");
  if (typeof name !== "string" || isUnknown(name) || members.includes(name)) return [];
  if (containsUnknown(getValueAt(about.fields, "group.memberNames") ?? null)) return [];
  return [{ about, path: "group.writableMember", message: `"${name}" is not a member of the group` }];
}
