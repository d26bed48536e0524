import { type Estate, type EstateFinding, listByFamily } from "../estate.ts";

/** An allow-list that is enforced has an entry: without any it would shut out everybody, the next run included. */
export function validateAllowList(estate: Estate): EstateFinding[] {
  if (listByFamily(estate, "IP allow-list entry").length) return [];
  return listByFamily(estate, "IP allow-list")
    .filter(({ fields }) => fields.mode === "ENFORCE")
    .map((about) => ({ about, path: "mode", message: "ENFORCE without any entry would shut everybody out of Nexus" }));
}
