import type { AccessDiff } from "../access/access-diff.ts";
import type { GrantScope } from "../access/access-targets.ts";
import type { Grant, Rights } from "../access/rights.ts";
import { formatGrant, formatRights } from "../access/rights-text.ts";
import type { Principal } from "../access/security-model.ts";
import type { ReportedAccessChange } from "./report-schemas.ts";
import { listRiskyRights } from "./risks/grant-levels.ts";

/** Describes the permissions that users and roles gain and lose, those on new repositories included. */
export function describeAccessChanges({ changes, appearing }: AccessDiff): ReportedAccessChange[] {
  const onExisting = changes.map(({ who, are, gains, loses }) => ({
    who: who.map(({ type, id }) => ({ type, id })),
    ...(are && { are }),
    gains: formatRights(gains),
    ...describeRiskyGains(gains, who),
    loses: formatRights(loses),
  }));
  return [...onExisting, ...describeNewRepositories(appearing)];
}

function describeRiskyGains(gains: Rights, who: readonly Principal[]): Pick<ReportedAccessChange, "riskyGains"> {
  const riskyGains = listRiskyRights(
    gains,
    who.some(({ type }) => type === "anonymous"),
  );
  return Object.keys(riskyGains).length ? { riskyGains } : {};
}

/** Describes the access to new repositories that existing permissions on all repositories, or on a format, include. */
function describeNewRepositories(appearing: AccessDiff["appearing"]): ReportedAccessChange[] {
  // Built-in administrators have access to everything.
  const isReported = ({ type, id }: Principal) => id !== (type === "user" ? "admin" : "nx-admin");
  const all = appearing.flatMap(({ repository, by }) =>
    by.map(({ who, cell }) => ({ who: who.filter(isReported), cell, name: repository.name })),
  );
  const equalGroups = Map.groupBy(all, ({ who, cell: { all, selected } }) => JSON.stringify([who, all, selected]));
  return [...equalGroups.values()].flatMap((group): ReportedAccessChange[] => {
    const names = group.map(({ name }) => name);
    const on: GrantScope = { every: [], repositories: names, others: names };
    const [{ who, cell } = { who: [], cell: undefined }] = group;
    const grants: Grant[] = [
      ...(cell?.all.length ? [{ actions: cell.all, on }] : []),
      ...(cell?.selected ?? []).map(({ selector, actions }) => ({ actions, selector, on })),
    ];
    const gains = grants.map((grant) => `${formatGrant(grant)} (new; included in existing permissions)`);
    return who.length && gains.length ? [{ who: who.map(({ type, id }) => ({ type, id })), gains, loses: [] }] : [];
  });
}
