import type { AccessChanges } from "../access/changes.ts";
import type { Scope } from "../access/places.ts";
import type { Grant, Rights } from "../access/rights.ts";
import { actions as allActions, type Principal } from "../access/security.ts";
import { areaInWords } from "../access/words.ts";
import type { AccessChange } from "./schema.ts";
import { listed } from "./text.ts";

/** Names beyond these are counted. */
const mostNames = 8;

/** Who gains and who loses what, in words. */
export function accessInWords({ changes, appearing }: AccessChanges): AccessChange[] {
  const told = changes.map(({ who, are, gains, loses }) => ({
    who: who.map(({ type, id }) => ({ type, id })),
    ...(are && { are }),
    gains: rightsInWords(gains),
    loses: rightsInWords(loses),
  }));
  return [...told, ...reachedAnew(appearing)];
}

/** Who may do what with repositories that are new, by what is held on others like them. */
function reachedAnew(appearing: AccessChanges["appearing"]): AccessChange[] {
  // Who may do everything is no news.
  const isNews = ({ type, id }: Principal) => id !== (type === "user" ? "admin" : "nx-admin");
  const all = appearing.flatMap(({ repository, by }) =>
    by.map(({ who, cell }) => ({ who: who.filter(isNews), cell, name: repository.name })),
  );
  const alike = Map.groupBy(all, ({ who, cell: { all, selected } }) => JSON.stringify([who, all, selected]));
  return [...alike.values()].flatMap((same): AccessChange[] => {
    const names = same.map(({ name }) => name);
    const on: Scope = { every: [], repositories: names, others: names };
    const [{ who, cell } = { who: [], cell: undefined }] = same;
    const grants: Grant[] = [
      ...(cell?.all.length ? [{ actions: cell.all, on }] : []),
      ...(cell?.selected ?? []).map(({ selector, actions }) => ({ actions, selector, on })),
    ];
    const gains = grants.map((grant) => `${grantInWords(grant)}, as on others that are there already`);
    return who.length && gains.length ? [{ who: who.map(({ type, id }) => ({ type, id })), gains, loses: [] }] : [];
  });
}

/** What somebody may do, a line each: `browse, read on docker-dev-hosted`; names beyond the most are counted. */
export function rightsInWords({ everything, content, settings, duties }: Rights, most = mostNames): string[] {
  if (everything) return ["everything"];
  return [
    ...content.map((grant) => grantInWords(grant, most)),
    ...settings.map(({ actions, on }) => `${settingWords(actions)} the settings of ${scopeInWords(on, most)}`),
    ...duties.map(
      ({ area, actions }) => `${areaInWords(area)}: ${actions.includes("*") ? "everything" : actions.join(", ")}`,
    ),
  ];
}

function grantInWords({ actions, on, selector, through }: Grant, most = mostNames): string {
  const what = actions.length === allActions.length ? "everything" : actions.join(", ");
  const scope = scopeInWords(on, most);
  const place = `on ${scope}`;
  if (through !== undefined) return `read on ${scope}, by asking the group ${through}`;
  if (!selector) return `${what} ${place}`;
  return `${what} ${place}, of what the content selector ${selector.name} selects${selector.expression ? ` (\`${selector.expression}\`)` : ""}`;
}

function settingWords(actions: Grant["actions"]): string {
  const words = { browse: "list", read: "see", add: "make", edit: "change", delete: "delete" };
  return listed(actions.map((action) => words[action]));
}

function scopeInWords({ every, others }: Scope, most: number): string {
  if (every.includes("*")) return "all repositories, those to come too";
  const formats = every.map((format) => `all ${format} repositories, those to come too`);
  const more = others.length - most;
  const told = more > 0 ? [...others.slice(0, most), `${more} more repositories`] : others;
  return listed([...formats, ...told]);
}
