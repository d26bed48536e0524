import type { GrantScope } from "./access-targets.ts";
import type { Grant, Rights } from "./rights.ts";
import { actions as allActions, type Principal } from "./security-model.ts";

/** `user ci`, `role deploy`; who comes without credentials is `anonymous`. */
export function formatPrincipal({ type, id }: Principal): string {
  return type === "anonymous" ? id : `${type} ${id}`;
}

const areas: Readonly<Record<string, string>> = {
  "*": "every area of Nexus",
  apikey: "API keys",
  atlas: "support tools",
  blobstores: "blob stores",
  bundles: "OSGi bundles",
  component: "uploads in the browser",
  crowd: "Crowd",
  datastores: "data stores",
  healthcheck: "health check",
  healthchecksummary: "summary of the health check",
  "iq-violation-summary": "violations that the IQ Server found",
  ldap: "LDAP",
  licensing: "licence",
  logging: "logs",
  script: "all scripts",
  selectors: "content selectors",
  settings: "settings (realms, anonymous access, e-mail, ...)",
  "ssl-truststore": "trusted certificates",
  userschangepw: "passwords of users",
  usertoken: "user tokens",
  "usertoken-settings": "settings of user tokens",
  wonderland: "downloads of the user interface",
};

/** What people call a part of Nexus that permissions call `blobstores`, `ssl-truststore`, ... */
function areaInWords(area: string): string {
  return areas[area] ?? area;
}

/** Names beyond these are counted. */
const mostNames = 8;

/** What somebody may do, a line each: `browse, read on docker-dev-hosted`; names beyond the most are counted. */
export function formatRights({ everything, content, settings, duties }: Rights, most = mostNames): string[] {
  if (everything) return ["everything"];
  return [
    ...content.map((grant) => formatGrant(grant, most)),
    ...settings.map(({ actions, on }) => `${settingWords(actions)} the settings of ${scopeInWords(on, most)}`),
    ...duties.map(
      ({ area, actions }) => `${areaInWords(area)}: ${actions.includes("*") ? "everything" : actions.join(", ")}`,
    ),
  ];
}

/** `read on apps, of what the content selector team selects`. */
export function formatGrant({ actions, on, selector, through }: Grant, most = mostNames): string {
  const what = actions.length === allActions.length ? "everything" : actions.join(", ");
  const scope = scopeInWords(on, most);
  const place = `on ${scope}`;
  if (through !== undefined) return `read on ${scope}, by asking the group ${through}`;
  if (!selector) return `${what} ${place}`;
  return `${what} ${place}, of what the content selector ${selector.name} selects${selector.expression ? ` (\`${selector.expression}\`)` : ""}`;
}

function settingWords(actions: Grant["actions"]): string {
  const words = { browse: "list", read: "see", add: "make", edit: "change", delete: "delete" };
  return joinWithAnd(actions.map((action) => words[action]));
}

function scopeInWords({ every, others }: GrantScope, most: number): string {
  if (every.includes("*")) return "all repositories, those to come too";
  const formats = every.map((format) => `all ${format} repositories, those to come too`);
  const more = others.length - most;
  const told = more > 0 ? [...others.slice(0, most), `${more} more repositories`] : others;
  return joinWithAnd([...formats, ...told]);
}

/** `a, b and c` */
export function joinWithAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
}
