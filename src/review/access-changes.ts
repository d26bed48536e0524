import type { AccessDiff } from "../access/access-diff.ts";
import type { GrantScope } from "../access/access-targets.ts";
import type { Grant } from "../access/rights.ts";
import { formatGrant, formatRights } from "../access/rights-text.ts";
import type { Principal } from "../access/security-model.ts";
import type { ReportedAccessChange } from "./report-schemas.ts";

/** Who gains and who loses what, in words. */
export function describeAccessChanges({ changes, appearing }: AccessDiff): ReportedAccessChange[] {
  const told = changes.map(({ who, are, gains, loses }) => ({
    who: who.map(({ type, id }) => ({ type, id })),
    ...(are && { are }),
    gains: formatRights(gains),
    loses: formatRights(loses),
  }));
  return [...told, ...describeNewRepositories(appearing)];
}

/** Who may do what with repositories that are new, by what is held on others like them. */
function describeNewRepositories(appearing: AccessDiff["appearing"]): ReportedAccessChange[] {
  // Who may do everything is no news.
  const isNews = ({ type, id }: Principal) => id !== (type === "user" ? "admin" : "nx-admin");
  const all = appearing.flatMap(({ repository, by }) =>
    by.map(({ who, cell }) => ({ who: who.filter(isNews), cell, name: repository.name })),
  );
  const alike = Map.groupBy(all, ({ who, cell: { all, selected } }) => JSON.stringify([who, all, selected]));
  return [...alike.values()].flatMap((same): ReportedAccessChange[] => {
    const names = same.map(({ name }) => name);
    const on: GrantScope = { every: [], repositories: names, others: names };
    const [{ who, cell } = { who: [], cell: undefined }] = same;
    const grants: Grant[] = [
      ...(cell?.all.length ? [{ actions: cell.all, on }] : []),
      ...(cell?.selected ?? []).map(({ selector, actions }) => ({ actions, selector, on })),
    ];
    const gains = grants.map((grant) => `${formatGrant(grant)}, as on others that are there already`);
    return who.length && gains.length ? [{ who: who.map(({ type, id }) => ({ type, id })), gains, loses: [] }] : [];
  });
}
