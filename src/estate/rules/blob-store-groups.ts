import { getValueAt, isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  formatResource,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "../estate.ts";

/** Checks that members of blob store groups are not groups, are in one group only, and are not used by a repository. */
export function validateBlobStoreGroups(estate: Estate): EstateFinding[] {
  const stores = new Map(listByFamily(estate, "blob store").map((store) => [getDeclaredIdentity(store), store]));
  const repositoryByStore = new Map(
    listByFamily(estate, "repository").flatMap((repository): [string, Declaration][] => {
      const name = getValueAt(repository.fields, "storage.blobStoreName");
      return typeof name === "string" ? [[name, repository]] : [];
    }),
  );
  const groupByMember = new Map<string, Declaration>();
  return [...stores.values()].filter(isGroup).flatMap((about) =>
    getStrings(about.fields, "members").flatMap((name, index) => {
      if (isUnknown(name)) return [];
      const member = stores.get(name);
      const [group, repository] = [groupByMember.get(name), repositoryByStore.get(name)];
      groupByMember.set(name, about);
      const createFinding = (message: string): EstateFinding[] => [{ about, path: `members[${index}]`, message }];
      if (member && isGroup(member))
        return createFinding(`"${name}" is a group; use blob stores of other types as members`);
      if (group)
        return createFinding(
          `"${name}" is already a member of ${group === about ? "this group" : formatResource(group)}`,
        );
      if (repository)
        return createFinding(
          `"${name}" is the blob store of ${formatResource(repository)}; set its storage.blobStoreName to the group`,
        );
      return [];
    }),
  );
}

function isGroup({ kind }: Declaration): boolean {
  return kind.name === "blob-store-group";
}
