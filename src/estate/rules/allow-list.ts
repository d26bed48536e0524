import { type Estate, type Finding, ofFamily } from "../estate.ts";

/** An allow-list that is enforced has an entry: without any it would shut out everybody, the next run included. */
export function allowListHasEntries(estate: Estate): Finding[] {
  if (ofFamily(estate, "IP allow-list entry").length) return [];
  return ofFamily(estate, "IP allow-list")
    .filter(({ fields }) => fields.mode === "ENFORCE")
    .map((about) => ({ about, path: "mode", message: "ENFORCE without any entry would shut everybody out of Nexus" }));
}
