import type { AccessChanges } from "../access/changes.ts";
import type { Scope } from "../access/places.ts";
import type { Grant, Rights } from "../access/rights.ts";
import { actions as allActions, type Principal } from "../access/security.ts";
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
  // Who may do everything is no news.
  const others = ({ type, id }: Principal) => id !== (type === "user" ? "admin" : "nx-admin");
  const reached = appearing.flatMap(({ repository, by }) =>
    by.flatMap(({ who, cell: { all, selected } }): AccessChange[] => {
      const some = selected.map(({ selector, actions }) => ({ actions, selector, on: only(repository.name) }));
      const gains = [...(all.length ? [{ actions: all, on: only(repository.name) }] : []), ...some];
      const known = who.filter(others).map(({ type, id }) => ({ type, id }));
      const words = gains.map((grant) => `${grantInWords(grant)}, as on others that are there already`);
      return known.length && words.length ? [{ who: known, gains: words, loses: [] }] : [];
    }),
  );
  return [...told, ...reached];
}

function only(repository: string): Scope {
  return { every: [], repositories: [repository] };
}

/** What somebody may do, a line each: `browse, read on docker-dev-hosted`. */
export function rightsInWords({ everything, content, settings, duties }: Rights): string[] {
  if (everything) return ["everything"];
  return [
    ...content.map(grantInWords),
    ...settings.map(({ actions, on }) => `${settingWords(actions)} the settings of ${scopeInWords(on)}`),
    ...duties.map(
      ({ area, actions }) => `${actions.includes("*") ? "everything" : actions.join(", ")} in ${areaWords(area)}`,
    ),
  ];
}

function grantInWords({ actions, on, selector, through }: Grant): string {
  const what = actions.length === allActions.length ? "everything" : actions.join(", ");
  const place = `on ${scopeInWords(on)}`;
  if (through !== undefined) return `read what ${scopeInWords(on)} shows, by asking the group ${through}`;
  if (!selector) return `${what} ${place}`;
  return `${what} ${place}, of what the content selector ${selector.name} selects${selector.expression ? ` (\`${selector.expression}\`)` : ""}`;
}

function settingWords(actions: Grant["actions"]): string {
  const words = { browse: "list", read: "see", add: "make", edit: "change", delete: "delete" };
  return listed(actions.map((action) => words[action]));
}

function scopeInWords({ every, repositories }: Scope): string {
  if (every.includes("*")) return "all repositories, those to come too";
  const formats = every.map((format) => `all ${format} repositories, those to come too`);
  // What is meant by its format need not be named again.
  const names = every.length ? [] : repositories;
  const more = names.length - mostNames;
  const told = more > 0 ? [...names.slice(0, mostNames), `${more} more repositories`] : names;
  return listed([...formats, ...told]);
}

function areaWords(area: string): string {
  return area === "*" ? "all of Nexus's own settings" : `the area ${area}`;
}
