import { isUnknown } from "../../util/json.ts";
import {
  type Declaration,
  type Estate,
  type EstateFinding,
  formatResource,
  getDeclaredIdentity,
  getStrings,
  listByFamily,
} from "../estate.ts";

/** A group's members are no groups, each is in one group only, once, and no repository keeps its content in one. */
export function validateBlobStoreGroups(estate: Estate): EstateFinding[] {
  const stores = new Map(listByFamily(estate, "blob store").map((store) => [getDeclaredIdentity(store), store]));
  const users = new Map(
    listByFamily(estate, "repository").flatMap((repository): [string, Declaration][] => {
      const { storage } = repository.fields;
      const name =
        typeof storage === "object" && storage !== null && "blobStoreName" in storage && storage.blobStoreName;
      return typeof name === "string" ? [[name, repository]] : [];
    }),
  );
  const groupOf = new Map<string, Declaration>();
  return [...stores.values()].filter(isGroup).flatMap((about) =>
    getStrings(about.fields, "members").flatMap((name, index) => {
      if (isUnknown(name)) return [];
      const member = stores.get(name);
      const [other, user] = [groupOf.get(name), users.get(name)];
      groupOf.set(name, about);
      const finding = (message: string): EstateFinding[] => [{ about, path: `members[${index}]`, message }];
      if (member && isGroup(member)) return finding(`"${name}" is a group: members are blob stores of the other types`);
      if (other) return finding(`"${name}" is a member of ${other === about ? "it already" : formatResource(other)}`);
      if (user) return finding(`${formatResource(user)} keeps its content in "${name}" itself: name the group there`);
      return [];
    }),
  );
}

function isGroup({ kind }: Declaration): boolean {
  return kind.name === "blob-store-group";
}
