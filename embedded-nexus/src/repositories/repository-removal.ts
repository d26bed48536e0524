import { javaException, messageError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { createRepositoryPrivileges } from "../security/builtin-privileges.ts";
import type { RepositoryRecord } from "../state.ts";

/** Deletes a repository with its privileges and its content, and removes it from groups. */
export async function deleteRepository(nexus: Nexus, repository: RepositoryRecord): Promise<void> {
  const { name, format, type } = repository;
  const groups = nexus.state.repositories
    .filter((group) => group.type === "group" && nexus.memberNames(group).includes(name))
    .map((group) => ({ group, remaining: nexus.memberNames(group).filter((member) => member !== name) }));
  for (const { remaining } of groups) checkRemainingMembers(nexus, remaining);
  const names = groups.map(({ group }) => group.name);
  await nexus.raceEmulation.runDelete(name, type === "group", names, () => {
    nexus.change(
      () => {
        nexus.state.repositories = nexus.state.repositories.filter((other) => other !== repository);
        // 3.77: the last member leaves an empty list, which a PUT rejects.
        for (const { group, remaining } of groups)
          group.attributes.group = { ...group.attributes.group, memberNames: remaining };
        nexus.removeFromRoles(createRepositoryPrivileges(format, name).map((privilege) => privilege.name));
      },
      () => messageError(400, "DELETE is not allowed while the application is frozen"),
    );
    // Content is deleted last: a crash in between leaves content without a repository, never a repository without content.
    nexus.content.deleteAssets(repository);
  });
}

/** Rejects the change of a group with a member that no longer exists, even by the delete of another member (3.77). */
function checkRemainingMembers(nexus: Nexus, members: readonly string[]): void {
  if (members.every((member) => nexus.findRepository(member))) return;
  throw javaException(
    "org.sonatype.goodies.common.MultipleFailures$MultipleFailuresException",
    "Failed to validate facets; 1 failure",
  );
}
