import { toIdentityKey } from "../../model/kind.ts";
import { isUnknown } from "../../util/json.ts";
import { type Estate, type EstateFinding, formatResource, getDeclaredIdentity } from "../estate.ts";

/** One identity is declared once: repositories, blob stores and cleanup policies ignoring case. */
export function validateUniqueIdentities(estate: Estate): EstateFinding[] {
  const first = new Map<string, (typeof estate.declarations)[number]>();
  return estate.declarations.flatMap((declaration) => {
    const { kind } = declaration;
    const name = getDeclaredIdentity(declaration);
    if (isUnknown(name)) return [];
    const key = toIdentityKey(kind, name);
    const other = first.get(key);
    if (!other) {
      first.set(key, declaration);
      return [];
    }
    const what = kind.setting ? `${kind.noun}, of which there is one,` : `the ${kind.family} "${name}"`;
    const how =
      getDeclaredIdentity(other) === name
        ? ""
        : ` as "${getDeclaredIdentity(other)}", and Nexus mixes up names that differ only in case`;
    return [
      {
        about: declaration,
        path: kind.identity ?? "",
        message: `${what} is declared by ${formatResource(other)} too${how}`,
      },
    ];
  });
}
