import { joinWithAnd } from "../util/display-text.ts";
import type { GrantScope } from "./access-targets.ts";
import type { Grant, Rights } from "./rights.ts";
import { actions as allActions, type Principal } from "./security-model.ts";

/** Formats a principal: `user ci`, `role deploy`, `anonymous`. */
export function formatPrincipal({ type, id }: Principal): string {
  return type === "anonymous" ? id : `${type} ${id}`;
}

/** Display names of the areas that permissions call `blobstores`, `ssl-truststore`, ... */
const areaNames: Readonly<Record<string, string>> = {
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
  "repository-admin": "settings of repositories",
  script: "all scripts",
  selectors: "content selectors",
  settings: "settings (realms, anonymous access, e-mail, ...)",
  "ssl-truststore": "trusted certificates",
  userschangepw: "passwords of users",
  usertoken: "user tokens",
  "usertoken-current": "own user token",
  "usertoken-settings": "settings of user tokens",
  "usertoken-users": "user tokens of all users",
  wonderland: "downloads of the user interface",
};

/** Formats an area of permissions: `blob stores` for `blobstores`. */
export function formatArea(area: string): string {
  return areaNames[area] ?? area;
}

const defaultMaxNames = 8;

/**
 * Formats rights, one line per grant: `browse, read on docker-dev-hosted`.
 *
 * @param maxNames - the number of repositories that a line names; the others are counted
 */
export function formatRights({ everything, content, settings, duties }: Rights, maxNames = defaultMaxNames): string[] {
  if (everything) return ["everything"];
  return [
    ...content.map((grant) => formatGrant(grant, maxNames)),
    ...settings.map(
      ({ actions, on }) => `${formatSettingActions(actions)} the settings of ${formatScope(on, maxNames)}`,
    ),
    ...duties.map(
      ({ area, actions }) => `${formatArea(area)}: ${actions.includes("*") ? "everything" : actions.join(", ")}`,
    ),
  ];
}

/** Formats a grant: `read on apps, limited to the content selector team`. */
export function formatGrant({ actions, on, selector, through }: Grant, maxNames = defaultMaxNames): string {
  const scope = formatScope(on, maxNames);
  if (through !== undefined) return `read on ${scope}, through the group ${through}`;
  const actionText = actions.length === allActions.length ? "everything" : actions.join(", ");
  if (!selector) return `${actionText} on ${scope}`;
  const expression = selector.expression ? ` (\`${selector.expression}\`)` : "";
  return `${actionText} on ${scope}, limited to the content selector ${selector.name}${expression}`;
}

function formatSettingActions(actions: Grant["actions"]): string {
  const verbs = { browse: "list", read: "read", add: "create", edit: "change", delete: "delete" };
  return joinWithAnd(actions.map((action) => verbs[action]));
}

function formatScope({ every, others }: GrantScope, maxNames: number): string {
  if (every.includes("*")) return "all repositories, including future ones";
  const formats = every.map((format) => `all ${format} repositories, including future ones`);
  const omitted = others.length - maxNames;
  const names = omitted > 0 ? [...others.slice(0, maxNames), `${omitted} more repositories`] : others;
  return joinWithAnd([...formats, ...names]);
}
