import { isUnknown } from "../../util/json.ts";
import { type Declaration, type Estate, type Finding, identity, label, ofFamily, textsAt } from "../estate.ts";

/** A group's members are no groups, each is in one group only, once, and no repository keeps its content in one. */
export function blobStoresFit(estate: Estate): Finding[] {
  const stores = new Map(ofFamily(estate, "blob store").map((store) => [identity(store), store]));
  const users = new Map(
    ofFamily(estate, "repository").flatMap((repository): [string, Declaration][] => {
      const { storage } = repository.fields;
      const name =
        typeof storage === "object" && storage !== null && "blobStoreName" in storage && storage.blobStoreName;
      return typeof name === "string" ? [[name, repository]] : [];
    }),
  );
  const groupOf = new Map<string, Declaration>();
  return [...stores.values()].filter(isGroup).flatMap((about) =>
    textsAt(about.fields, "members").flatMap((name, index) => {
      if (isUnknown(name)) return [];
      const member = stores.get(name);
      const [other, user] = [groupOf.get(name), users.get(name)];
      groupOf.set(name, about);
      const finding = (message: string): Finding[] => [{ about, path: `members[${index}]`, message }];
      if (member && isGroup(member)) return finding(`"${name}" is a group: members are blob stores of the other types`);
      if (other) return finding(`"${name}" is a member of ${other === about ? "it already" : label(other)}`);
      if (user) return finding(`${label(user)} keeps its content in "${name}" itself: name the group there`);
      return [];
    }),
  );
}

function isGroup({ kind }: Declaration): boolean {
  return kind.name === "blob-store-group";
}
