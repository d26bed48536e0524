import { javaException, messageError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { createRepositoryPrivileges } from "../security/builtin-privileges.ts";
import type { RepositoryRecord } from "../state.ts";

/** Deletes a repository, with its privileges and its place in groups. */
export async function deleteRepository(nexus: Nexus, repository: RepositoryRecord): Promise<void> {
  const { name, format, type } = repository;
  const groups = nexus.state.repositories
    .filter((group) => group.type === "group" && nexus.memberNames(group).includes(name))
    .map((group) => ({ group, left: nexus.memberNames(group).filter((member) => member !== name) }));
  for (const { left } of groups) checkRemainingMembers(nexus, left);
  const names = groups.map(({ group }) => group.name);
  await nexus.raceEmulation.runDelete(name, type === "group", names, () => {
    nexus.change(
      () => {
        nexus.state.repositories = nexus.state.repositories.filter((one) => one !== repository);
        // 3.77: the last one leaves an empty list, which can no longer be put.
        for (const { group, left } of groups) group.attributes.group = { ...group.attributes.group, memberNames: left };
        nexus.removeFromRoles(createRepositoryPrivileges(format, name).map((privilege) => privilege.name));
      },
      () => messageError(400, "DELETE is not allowed while the application is frozen"),
    );
    // Last: an end in between leaves what is of no repository, never a repository without what it held.
    nexus.content.deleteAssets(repository);
  });
}

/** 3.77: a group that names what is gone cannot be changed, not even by a delete of another member. */
function checkRemainingMembers(nexus: Nexus, members: readonly string[]): void {
  if (members.every((member) => nexus.findRepository(member))) return;
  throw javaException(
    "org.sonatype.goodies.common.MultipleFailures$MultipleFailuresException",
    "Failed to validate facets; 1 failure",
  );
}
