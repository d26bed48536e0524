import { getValueAt } from "../../util/json.ts";
import { type Estate, type EstateFinding, formatResource, getDeclaredIdentity, listByFamily } from "../estate.ts";

/** The blob store of a repository that declares none. */
const defaultBlobStore = "default";

/**
 * Checks that a blob store whose content may be lost has no repository whose content is kept: Nexus refuses to delete a blob store
 * that is in use. The rule does not apply if the stack allows to delete all content (`nexus:deleteContent`).
 */
export function validateContentPermissions(estate: Estate): EstateFinding[] {
  const kept = listByFamily(estate, "repository").filter(
    ({ kind, fields }) => kind.holdsContent && fields.allowContentLoss !== true,
  );
  return listByFamily(estate, "blob store")
    .filter(({ fields }) => fields.allowContentLoss === true)
    .flatMap((about) => {
      const name = getDeclaredIdentity(about);
      const inside = kept.filter(
        ({ fields }) => (getValueAt(fields, "storage.blobStoreName") ?? defaultBlobStore) === name,
      );
      if (!inside.length) return [];
      const message = `is true, but the content of ${inside.map(formatResource).join(", ")} in this blob store is kept: Nexus refuses to delete a blob store that is in use. Set allowContentLoss on both or on neither`;
      return [{ about, path: "allowContentLoss", message }];
    });
}
